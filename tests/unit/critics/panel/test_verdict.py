from redraft.core import Critique, Finding
from redraft.critics.panel.outranking import hear
from redraft.critics.panel.verdict import decided, reasons_of, strictest, text_of, undecided

ONE = Critique(critic="one", kind="external", score=0.2, text="too long", findings=(Finding(message="long"),))
TWO = Critique(critic="two", kind="intrinsic", score=0.9, text="fine")
SILENT = Critique(critic="silent", kind="external", score=0.5)
BROKEN = Critique(critic="broken", kind="verified", reason="ValueError:\n  no  luck " + "x" * 300)


def test_a_verdict_says_who_decided_who_was_left_out_and_why() -> None:
    verdict = decided(hear([ONE, TWO, BROKEN]), 0.4, version="7", disagreement=0.5, said=["flag", "pass"])
    assert (verdict.critic, verdict.version, verdict.kind, verdict.score) == ("panel", "7", "external", 0.4)
    assert verdict.details["decided by"] == "one flag, two pass"
    assert verdict.details["disagreement"] == "0.50"
    assert verdict.details["left out"].startswith("broken: ValueError: no luck xxx")
    assert len(verdict.details["left out"]) == len("broken: ") + 160
    assert verdict.findings == (Finding(message="long"),)


def test_what_was_not_asked_is_not_said() -> None:
    assert decided(hear([ONE]), 0.2, version="1").details == {"decided by": "one 0.2"}


def test_deciders_speak_under_their_names_and_one_alone_in_its_own_words() -> None:
    assert text_of([ONE, SILENT, TWO]) == "one: too long\n\ntwo: fine"
    assert text_of([ONE]) == "too long"


def test_the_same_words_of_several_are_said_once() -> None:
    twin = Critique(critic="twin", kind="external", score=0.1, text="too long")
    assert text_of([ONE, twin]) == "too long"
    assert text_of([ONE, TWO, twin]) == "one, twin: too long\n\ntwo: fine"


def test_a_verdict_has_the_words_of_its_side_and_the_findings_of_all() -> None:
    verdict = decided(hear([ONE, TWO]), 0.9, version="1", speakers=[TWO])
    assert verdict.text == "fine"
    assert verdict.findings == ONE.findings


def test_a_disputed_verdict_keeps_what_was_said_and_found() -> None:
    verdict = undecided(hear([ONE, TWO]), [ONE, TWO], "they disagree", version="1", disputed=True)
    assert (verdict.score, verdict.reason, verdict.disputed) == (None, "they disagree", True)
    assert verdict.text == "one: too long\n\ntwo: fine"
    assert verdict.findings == ONE.findings
    assert verdict.details == {"heard": "one 0.2, two 0.9"}  # they decided nothing


def test_a_verdict_of_nobody_has_every_reason_and_the_most_trusted_kind() -> None:
    short = Critique(critic="slow", kind="external", reason="no judgement within 1 s")
    verdict = undecided(hear([short, BROKEN]), [short, BROKEN], reasons_of([short]), version="1")
    assert (verdict.reason, verdict.kind) == ("slow: no judgement within 1 s", "verified")
    assert verdict.details["left out"].startswith("slow: no judgement within 1 s; broken: ")


def test_the_strictest_is_the_lowest_score() -> None:
    assert strictest([TWO, ONE]) == 0.2
