import io

from rich.console import Console

from redraft.cli.views.certified import of_record, promise, standing, warn_if_void
from redraft.core import NOTHING, Certificate, Context, Prompt, Record
from redraft.engine.release import Guarantee

CERTIFICATE = Certificate(epsilon=0.02, delta=0.05, n=300, threshold=0.9, calibration_id="abc")
PROMISE = "broken rate at most 2 %, confidence 95 %, from a score of 0.9 on (300 cases, calibration abc)"


def said(guarantee: Guarantee | None) -> str:
    out = io.StringIO()
    warn_if_void(Console(file=out, width=200), guarantee)
    return out.getvalue()


def test_what_is_promised_is_said_in_few_words() -> None:
    assert promise(CERTIFICATE) == PROMISE
    assert standing(Guarantee(certificate=CERTIFICATE)) == f"in force: {PROMISE}"


def test_a_certificate_that_holds_or_is_not_there_needs_no_warning() -> None:
    assert said(None) == said(Guarantee(certificate=CERTIFICATE)) == ""


def test_one_that_does_not_hold_says_what_is_returned_instead() -> None:
    void = Guarantee(certificate=CERTIFICATE, void="model.name was 'a' and is 'b'")
    assert said(void) == "certificate: model.name was 'a' and is 'b'; until then the draft is returned\n"
    lenient = Guarantee(certificate=CERTIFICATE, void="x", on_void="uncertified")
    assert "until then what the gate lets in, without a promise is returned" in said(lenient)
    assert "certified nothing that gains: the draft is returned" in said(Guarantee(certificate=None))


def test_a_record_tells_what_it_was_made_under() -> None:
    def record(certificate: Certificate | None, guarantee: dict[str, object] | None) -> Record:
        return Record(
            id="r", created_at="", context=Context(prompt=Prompt.of("q")), decisions=(), usage=NOTHING,
            settings={"guarantee": guarantee}, redraft_version="0", certificate=certificate,
        )  # fmt: skip

    assert of_record(record(CERTIFICATE, {"void": None})) == PROMISE
    assert of_record(record(None, {"void": "critics changed"})) == "not in force: critics changed"
    assert of_record(record(None, {"void": None})) == "the calibration certified nothing that gains"
    assert of_record(record(None, None)) is None
