"""What says its number, date or denial of something more special refutes nothing."""

import pytest

from redraft.critics.facts.checks import check

SPECIAL = [
    ("The drug Zelan is approved in Norland.", "The drug Zelan is not approved in Sudland."),
    ("Water is not compressible.", "Water is compressible only slightly."),
    ("Gold does not react with acid.", "Gold reacts with aqua regia, a mixed acid."),
    ("Antibiotics kill bacteria.", "Antibiotics do not kill viruses, only bacteria."),
    ("Varda is the largest city in Norland.", "Varda is the smallest city in Sudland."),
    ("The increase in price hurt demand.", "The decrease in price hurt supply."),
    ("Before the war Norland was poor.", "After the war Norland was rich."),
    ("Plants need light.", "Without light, plants need sugar."),
    ("The first ship sank.", "The second ship sank."),
    ("Ada Quill is the youngest of 5 children.", "Ada Quill has 2 children."),
    ("The bridge cost $5 million.", "The repair of the bridge cost $2 million."),
    ("The bridge is 500 m long.", "The main span of the bridge is 200 m long."),
    ("Norland has 5 million people.", "In 1900 Norland had 2 million people."),
    ("Ada Quill scored 30 goals.", "Ada Quill scored 12 goals in her first season."),
    ("The film was released in 2010.", "The soundtrack of the film was released in 2011."),
    ("The film Glass was released in 2010.", "The film Glass was released on DVD in 2011."),
    ("Ada Quill joined the club in 1990.", "Ada Quill rejoined the club in 1995."),
    ("Ada Quill was president from 1990.", "Ada Quill was president until 1998."),
    ("About half of the people speak Norse.", "30 percent of the people speak Danish."),
]


@pytest.mark.parametrize(("claim", "passage"), SPECIAL)
def test_something_more_special_refutes_nothing(claim: str, passage: str) -> None:
    assert check(claim, passage).verdict == "not_enough"


@pytest.mark.parametrize(
    ("claim", "passage"),
    [
        ("The first ship weighed 300 tons.", "The first ship weighed 900 tons."),
        ("The repair of the bridge cost $5 million.", "The repair of the bridge cost $2 million."),
        ("In 1900 Norland had 5 million people.", "In 1900 Norland had 2 million people."),
        ("The film Glass was released on DVD in 2010.", "The film Glass was released on DVD in 2011."),
    ],
)
def test_the_same_special_thing_is_compared(claim: str, passage: str) -> None:
    assert check(claim, passage).verdict == "refuted"
