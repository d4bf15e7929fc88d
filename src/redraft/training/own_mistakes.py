"""The model's own wrong answers on training problems, sampled during the run and mixed into later traces."""

import numpy as np
import torch
from torch import Tensor

from redraft.evals.environments import count
from redraft.evals.environments.count import CountProblem
from redraft.models.local.language import ANSWER, BOS, CRITIQUE, FAMILIES, VOCABULARY, WORD_IDS
from redraft.training.count_traces import OwnMistakes, draw_problems
from redraft.training.network import LayerCache, SmallLlama

_BATCH = 500


def _feed(network: SmallLlama, ids: Tensor, caches: list[LayerCache], start: int) -> Tensor:
    logits: Tensor = network(ids, caches, start)
    return logits[:, -1]


def _sample_answers(
    network: SmallLlama, caches: list[LayerCache], first: Tensor, start: int, generator: torch.Generator
) -> Tensor:
    """``(batch, 5)`` an answer sampled at temperature 1 after ``<a>``, whose logits are ``first``."""
    logits, drawn = first, []
    for offset in range(FAMILIES["count"].n_answer):
        rates = torch.softmax(logits.float(), dim=-1).cpu()
        token = torch.multinomial(rates, 1, generator=generator).to(first.device)
        drawn.append(token)
        logits = _feed(network, token, caches, start + offset)
    return torch.cat(drawn, dim=1)


def _play(network: SmallLlama, problems: list[CountProblem], generator: torch.Generator) -> list[OwnMistakes]:
    """Five attempts on each problem with the true verdict after each; the wrong ones before the first right one."""
    device = network.cos.device
    caches = network.new_caches(len(problems))
    shown = [[WORD_IDS[word] for word in (BOS, *problem.text.split())] for problem in problems]
    _feed(network, torch.tensor(shown, device=device), caches, 0)
    position = len(shown[0])
    wrong: list[list[tuple[str, ...]]] = [[] for _ in problems]
    solved = [False] * len(problems)
    for _ in range(FAMILIES["count"].n_attempts):
        logits = _feed(network, torch.full((len(problems), 1), WORD_IDS[ANSWER], device=device), caches, position)
        answers = _sample_answers(network, caches, logits, position + 1, generator).tolist()
        feedback = []
        for index, (problem, ids) in enumerate(zip(problems, answers, strict=True)):
            words = tuple(VOCABULARY[i] for i in ids)
            verdict = count.verify(problem, words)
            solved[index] = solved[index] or verdict.passed
            if not solved[index]:
                wrong[index].append(words)
            feedback.append([WORD_IDS[word] for word in (CRITIQUE, *verdict.words)])
        _feed(network, torch.tensor(feedback, device=device), caches, position + 6)
        position += 10
    return [OwnMistakes(problem=p, wrong=tuple(w)) for p, w in zip(problems, wrong, strict=True) if w]


@torch.no_grad()
def sample_mistakes(network: SmallLlama, n_problems: int, *, seed: int, step: int) -> tuple[OwnMistakes, ...]:
    """Mistakes on ``n_problems`` training problems; the draws depend on ``seed`` and ``step`` only."""
    rng = np.random.default_rng([seed, step, 1])
    generator = torch.Generator().manual_seed(int(rng.integers(2**62)))
    found: list[OwnMistakes] = []
    for begin in range(0, n_problems, _BATCH):
        found += _play(network, draw_problems(rng, min(_BATCH, n_problems - begin)), generator)
    return tuple(found)
