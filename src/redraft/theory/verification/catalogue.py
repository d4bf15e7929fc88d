"""The constructions by name: how each is built, what it asks of problems, and what is proved of its error."""

import math
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

import numpy as np

from redraft.errors import Misuse
from redraft.theory.constructions import bradley_terry, general, graded, masked, online, paper, picked, sorted_context
from redraft.theory.constructions.checks import EXACT as SURE
from redraft.theory.constructions.checks import LEAST_SHARPNESS
from redraft.theory.problems import Floats, GeneralProblems, Problems
from redraft.theory.statements.facts import curvature_bound
from redraft.theory.verification import draws
from redraft.theory.verification.entries import AnyProblems, Entry, Setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a construction is made of at one size.

    Attributes:
        name: of the construction.
        title: what it does.
        n_responses: N that it was built for.
        heads: most heads of a block.
        blocks: how many there are.
        units: most hidden units of a block.
        width: numbers in a token.
        causal: whether tokens see earlier ones only.
        asks: what it needs of problems.
        error: what is proved of its error.
    """

    name: str
    title: str
    n_responses: int
    heads: int
    blocks: int
    units: int
    width: int
    causal: bool
    asks: str
    error: str


def overview(setting: Setting) -> tuple[Kind, ...]:
    """Every construction, built for the size nearest to the one given."""
    return tuple(_kind(entry, replace(setting, n_responses=entry.nearest(setting.n_responses))) for entry in CATALOGUE)


def rewards_from(text: str) -> Floats:
    """``(N,)`` rewards from a list with commas.

    Raises:
        Misuse: when a part is no finite number, or there are fewer than two.
    """
    rewards = []
    for part in text.split(","):
        try:
            rewards.append(float(part))
        except ValueError:
            raise Misuse(f"rewards must be numbers with commas between them, got {part!r} in {text!r}") from None
    if len(rewards) < 2 or not np.isfinite(rewards).all():
        raise Misuse(f"rewards must be 2 or more finite numbers, got {text!r}; one for each response")
    return np.array(rewards)


def named(name: str) -> Entry:
    """The construction of that name; spaces, underscores and hyphens are the same.

    Raises:
        Misuse: when there is none; the message suggests names.
    """
    known = {entry.name: entry for entry in CATALOGUE}
    wanted = name.strip().lower().replace("_", "-").replace(" ", "-")
    if wanted not in known:
        close = get_close_matches(wanted, known, n=2, cutoff=0.5)
        hint = f"did you mean {' or '.join(repr(one) for one in close)}?" if close else f"there are {', '.join(known)}"
        raise Misuse(f"no construction is called {name!r}; {hint}")
    return known[wanted]


def _kind(entry: Entry, setting: Setting) -> Kind:
    construction = entry.build(setting)
    blocks = construction.network.blocks
    return Kind(
        name=entry.name,
        title=entry.title,
        n_responses=setting.n_responses,
        heads=max(len(block.heads) for block in blocks),
        blocks=len(blocks),
        units=max(0 if block.feed_forward is None else len(block.feed_forward.bias) for block in blocks),
        width=construction.channels.width,
        causal=construction.network.causal,
        asks=entry.asks,
        error=entry.error,
    )


def _selection(problems: AnyProblems, setting: Setting) -> Floats:
    """The selection of the best response is soft, and that is the only error."""
    assert isinstance(problems, Problems)
    temperature = SURE / setting.gap if setting.temperature is None else setting.temperature
    # How sharp a construction must be for its masks to be right is its own affair: `build` has seen to it.
    q = math.exp(-temperature * setting.gap)
    one_step = masked.selection_bound(q, problems, step_size=setting.step_size)
    return one_step * _growth(problems, setting)


def _selection_of_products(problems: AnyProblems, setting: Setting) -> Floats:
    """As `_selection`, of the products (y - W x) x^T; nothing is proved of several steps, whose loss is not convex."""
    assert isinstance(problems, GeneralProblems)
    if setting.n_steps > 1:
        return np.full(len(problems.query), np.inf)
    residuals = problems.responses - np.einsum("byx,bnx->bny", problems.weights, problems.queries)
    products = residuals[..., :, None] * problems.queries[..., None, :]
    flat = products.reshape(*products.shape[:2], -1)
    squares = (flat**2).sum(axis=-1)
    between = squares[:, :, None] + squares[:, None, :] - 2 * flat @ flat.swapaxes(-1, -2)
    widest = np.sqrt(np.maximum(between, 0).max(axis=(1, 2)))
    q = np.exp(-SURE if setting.sharpness is None else -setting.sharpness)
    length = np.linalg.norm(problems.query, axis=1)
    bound: Floats = 2 * setting.step_size * length * (setting.n_responses - 1) * widest * q / (1 - q)
    return bound


def _growth(problems: Problems, setting: Setting) -> Floats:
    """``(B,)`` what errors of single steps add up to, in errors of one step.

    A step stretches distances of predictions by at most ``max(1, eta |x|^2 H - 1)``, with H the largest curvature.
    """
    stretch = np.maximum(1, _rate(problems, setting) * curvature_bound(problems) - 1)
    growth: Floats = sum((stretch**k for k in range(setting.n_steps)), start=np.zeros(len(stretch)))
    return growth


def _rate(problems: Problems, setting: Setting) -> Floats:
    rate: Floats = setting.step_size * (problems.query**2).sum(axis=1)
    return rate


def _exact(problems: AnyProblems, setting: Setting) -> Floats:
    return np.zeros(len(problems.query))


def _sizes(setting: Setting) -> dict[str, Any]:
    return {
        "n_responses": setting.n_responses,
        "width": setting.width,
        "query_width": setting.query_width,
        "step_size": setting.step_size,
        "n_steps": setting.n_steps,
        "largest_logit": setting.largest_logit,
    }


def _sharp(setting: Setting) -> dict[str, Any]:
    return {"gap": setting.gap, "temperature": setting.temperature, "largest_reward": setting.largest_reward}


def _smooth(setting: Setting) -> dict[str, Any]:
    return {"activation": setting.activation}


def _soft_label(problems: AnyProblems, setting: Setting) -> Floats:
    assert isinstance(problems, Problems)
    temperature = SURE / setting.gap if setting.temperature is None else setting.temperature
    one_step = bradley_terry.bound(problems, step_size=setting.step_size, temperature=temperature)
    return one_step * _growth(problems, setting)


CATALOGUE: tuple[Entry, ...] = (
    Entry(
        name="bradley-terry",
        title="two responses in one layer",
        module=bradley_terry,
        asks="queries of length 1, distinct rewards",
        error="2 η D q / (1 + q)",
        build=lambda setting: bradley_terry.build(**_sizes(setting), **_sharp(setting)),
        draw=draws.plain,
        loss="bradley_terry",
        smooth=False,
        responses=(2, 2),
        lowest_sharpness=1.0,
        proved=_soft_label,
    ),
    Entry(
        name="infonce",
        title="the best of many against all, in one layer",
        module=bradley_terry,
        asks="queries of length 1, distinct rewards",
        error="2 η D q / (1 - q)",
        build=lambda setting: bradley_terry.build(**_sizes(setting), **_sharp(setting)),
        draw=draws.plain,
        loss="infonce",
        smooth=False,
        lowest_sharpness=1.0,
        proved=_soft_label,
    ),
    Entry(
        name="masked",
        title="a ranking, stage by stage: choose the best, mask it, go on",
        module=masked,
        asks="rewards that differ by the gap",
        error="2 η |x|² (N-1) D q / (1 - q)",
        build=lambda setting: masked.build(**_sizes(setting), **_sharp(setting), **_smooth(setting)),
        draw=draws.plain,
        lowest_sharpness=LEAST_SHARPNESS,
        proved=_selection,
    ),
    Entry(
        name="picked",
        title="the same with a third head, which reads the one that was masked",
        module=picked,
        asks="rewards that differ by the gap",
        error="0 from a sharpness of 1.763",
        build=lambda setting: picked.build(**_sizes(setting), **_sharp(setting), **_smooth(setting)),
        draw=draws.plain,
        lowest_sharpness=LEAST_SHARPNESS,
        proved=_exact,
    ),
    Entry(
        name="sorted",
        title="a context listed worst first: the causal mask is the ranking",
        module=sorted_context,
        asks="distinct rewards, however near",
        error="0",
        build=lambda setting: sorted_context.build(**_sizes(setting), **_smooth(setting)),
        draw=draws.plain,
        proved=_exact,
    ),
    Entry(
        name="graded",
        title="grades in any order, with ties: every response hides the better ones",
        module=graded,
        asks="whole grades from 1 up",
        error="0",
        build=lambda setting: graded.build(**_sizes(setting), **_smooth(setting), n_grades=setting.n_grades),
        draw=draws.grades,
        takes_ties=True,
        proved=_exact,
    ),
    Entry(
        name="online",
        title="a causal mask and any order: every token ranks its own prefix",
        module=online,
        asks="rewards that differ by the gap",
        error="2 η |x|² (N-1) D q / (1 - q)",
        build=lambda setting: online.build(**_sizes(setting), **_sharp(setting), **_smooth(setting)),
        draw=draws.plain,
        lowest_sharpness=online.LEAST_SHARPNESS,
        proved=_selection,
    ),
    Entry(
        name="general",
        title="a ranking of responses to queries of their own, stage by stage",
        module=general,
        asks="rewards that differ by the gap",
        error="2 η |x| (N-1) D q / (1 - q), D of (y - W x) xᵀ",
        build=lambda setting: general.build(**_sizes(setting), **_sharp(setting), **_smooth(setting)),
        draw=draws.general,
        lowest_sharpness=LEAST_SHARPNESS,
        proved=_selection_of_products,
    ),
    Entry(
        name="paper",
        title="the paper's own form: three heads, and copies that are dropped",
        module=paper,
        asks="queries of length 1, rewards that differ by the gap",
        error="2 η (N-1) D q / (1 - q)",
        build=lambda setting: paper.build(**_sizes(setting), **_sharp(setting)),
        draw=draws.plain,
        lowest_sharpness=paper.LEAST_SHARPNESS,
        smooth=False,
        proved=_selection,
    ),
)
"""All of them, in the order in which they are explained."""
