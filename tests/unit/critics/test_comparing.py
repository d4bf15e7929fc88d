import asyncio
from dataclasses import dataclass

import pytest

from redraft.core import Context, Message, Prompt
from redraft.critics.comparing import Compared, compared, tie_score
from redraft.errors import ModelTimeout
from redraft.models.scripted import ScriptedModel
from support.critics import attempt, context_of


def asked(*replies: str | Exception) -> Compared:
    model = ScriptedModel(*replies)  # type: ignore[arg-type] # exceptions are raised by the model

    def messages_for(candidate_first: bool) -> tuple[Message, ...]:
        return (Message.of("user", "candidate first" if candidate_first else "candidate second"),)

    result = asyncio.run(compared(model, messages_for, max_tokens=None, cache_key="p"))
    assert [request.messages[0].text for request in model.asked] == ["candidate second", "candidate first"]
    return result


@dataclass
class Row:
    replies: tuple[str, str]
    preferred: float


@pytest.mark.parametrize(
    "row",
    [
        Row(("Verdict: second", "Verdict: first"), 1.0),
        Row(("Verdict: first", "Verdict: second"), 0.0),
        Row(("Verdict: first", "Verdict: first"), 0.5),  # it prefers a place
        Row(("Verdict: tie", "Verdict: first"), 0.5),
        Row(("結論：平手", "結論：平手"), 0.5),
    ],
)
def test_a_preference_counts_when_both_orders_agree(row: Row) -> None:
    result = asked(*row.replies)
    assert (result.preferred, result.usage.calls) == (row.preferred, 2)


def test_an_unreadable_verdict_is_no_preference() -> None:
    result = asked("Verdict: the second one", "Verdict: first")
    assert result.preferred is None and not result.failed
    assert "'the second one'" in str(result.reason)


def test_the_cost_of_one_order_is_kept_when_the_other_fails() -> None:
    result = asked("Verdict: second", ModelTimeout("too slow"))
    assert result.failed and result.usage.calls == 1 and "too slow" in str(result.reason)


def test_a_tie_is_worth_what_the_standing_answer_is_worth_at_most_a_half() -> None:
    assert tie_score(Context(prompt=Prompt.of("p"))) == 0.5
    assert tie_score(context_of("p", [attempt("a", 0.2, kind="external")])) == 0.2
    assert tie_score(context_of("p", [attempt("a", 1.0, kind="external")])) == 0.5


def test_what_verified_critics_found_in_the_standing_answer_they_look_for_themselves_in_the_new_one() -> None:
    assert tie_score(context_of("p", [attempt("a", 0.0, kind="verified")])) == 0.5
