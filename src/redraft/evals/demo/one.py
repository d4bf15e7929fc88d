"""One problem in the words of a person: who judges it, and within which limits it is corrected."""

from typing import NamedTuple

from redraft.core import Budget, Critic, Model, Prompt, rng_for
from redraft.critics import SelfCheck
from redraft.engine.gates import CheckAfterFix
from redraft.engine.plan import Plan
from redraft.engine.strategies import InContextAlignment
from redraft.evals.embedded.verifier import Verifier
from redraft.evals.environments import pref
from redraft.models.local.language import FAMILIES, THEMES


class Posed(NamedTuple):
    """A prompt with the plan that corrects it, and what a reader must know to follow it."""

    prompt: Prompt
    plan: Plan
    note: str


def posed(text: str, model: Model, *, seed: int) -> Posed:
    """The problem that `text` poses.

    A theme of `pref` (``dinner``, ``trip``, ``room``) gets a hidden preference, drawn by the seed, whose owner rewards
    the answers. Everything else is judged by the model's own check; whether it speaks the words is the model's to say.
    """
    words = text.split()
    prompt = Prompt.of(" ".join(words))
    if words and words[0] in THEMES:
        code = rng_for(seed, "hidden preference", prompt.text).choice(pref.codes(words[0]))
        problem = pref.PrefProblem(theme=words[0], code=code)
        critic: Critic = Verifier(problems={prompt.id: problem}, name="reward")
        note = f"hidden preference, drawn by the seed and never shown to the model: {' '.join(code)}"
        return Posed(prompt, _plan(model, critic, 1.0, FAMILIES["pref"].n_attempts, seed), note)
    n_attempts = FAMILIES["safe" if words[:1] == ["user"] else "count"].n_attempts
    return Posed(prompt, _plan(model, SelfCheck(model=model), 0.5, n_attempts, seed), "")


def _plan(model: Model, critic: Critic, threshold: float, n_attempts: int, seed: int) -> Plan:
    return Plan(
        model=model,
        critics=(critic,),
        strategy=InContextAlignment(gate=CheckAfterFix(threshold=threshold)),
        budget=Budget(rounds=n_attempts - 1),
        seed=seed,
    )
