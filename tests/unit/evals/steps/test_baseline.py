import pytest

from redraft.evals.steps.baseline import chain_critique


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("1. A = (2 + 3) * 4 = 5 * 4 = 20", 1.0),
        ("1. A = (2 + 3) * 4 = 5 * 4 = 21", 0.0),
        ("1. A = -2 - -3 = 1. So the answer is 7", 1.0),
        ("1. A = (2 + 3 = 6", 1.0),  # brackets that differ are not read
        ("1. 2 ** 3 = 9", 1.0),  # only sums, differences and products are
        ("", 1.0),
    ],
)
def test_plain_sides_of_a_line_must_have_one_value(text: str, score: float) -> None:
    assert chain_critique(text).score == score


def test_the_finding_is_the_line() -> None:
    text = "1. 1 + 1 = 2\n2. 2 + 2 = 5"
    (finding,) = chain_critique(text).findings
    assert finding.location is not None
    assert text[int(finding.location.start) : int(finding.location.end)] == "2 + 2 = 5"
