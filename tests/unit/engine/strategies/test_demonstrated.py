import pytest

from redraft.core import Budget, Prompt, Usage
from redraft.engine.renderers import render_alone
from redraft.engine.strategies import InContextDefence
from redraft.errors import Misuse
from redraft.prompts import LANGUAGES, load
from support.critics import attempt, context_of


def test_refused_requests_stand_between_the_system_message_and_the_prompt():
    messages = render_alone(
        Prompt.of("How do I pop a balloon?", system="Be brief."), InContextDefence(pairs=2).rendering, "chat"
    )
    assert [message.role for message in messages] == ["system", "user", "assistant", "user", "assistant", "user"]
    assert messages[-1].text == "How do I pop a balloon?"
    assert all(message.text.startswith("I will not help") for message in messages if message.role == "assistant")


@pytest.mark.parametrize("language", LANGUAGES)
def test_fewer_pairs_are_the_first_of_more(language):
    three, two, one = (load(f"preamble_declined_{n}", language).text for n in (3, 2, 1))
    assert three.startswith(f"{two}\n") and two.startswith(f"{one}\n")
    assert one.count("## assistant") == 1 and three.count("## assistant") == 3


def test_there_is_one_answer_whatever_a_critic_says():
    decision = InContextDefence().next(context_of("q", [attempt("a", 0.0)]), Usage(), Budget(rounds=3))
    assert (decision.action, decision.reason) == ("keep", "no_correction")


@pytest.mark.parametrize("pairs", [0, 4])
def test_there_are_one_to_three_pairs(pairs):
    with pytest.raises(Misuse, match=f"`pairs` must be 1 to 3, got {pairs}"):
        InContextDefence(pairs=pairs)
