from collections.abc import Mapping

import pytest

from redraft.batch.forms.bilingual.inline import Inline, Role, pieces_of
from redraft.batch.forms.bilingual.slots import CannotWrite

ROLES: Mapping[str, Role] = {"g": "pair", "bpt": "begin", "ept": "finish"}


def vocabulary(local: str, attributes: Mapping[str, str]) -> tuple[Role, str]:
    role = ROLES.get(local, "alone")
    return role, f"{'pt' if role in ('begin', 'finish') else local} {attributes.get('id', '')}"


def inline(source: str, target: str = "") -> Inline:
    return Inline.of(pieces_of(source, vocabulary), pieces_of(target, vocabulary))


def there_and_back(source: str, target: str = "") -> tuple[str, str]:
    one = inline(source, target)
    travelling = one.travelling(one.source)
    return travelling, one.back(travelling, lambda words: words.replace("&", "&amp;").replace("<", "&lt;"))


@pytest.mark.parametrize(
    ("raw", "travelling"),
    [
        ('a <g id="1">b <g id="2">c</g></g> d', "a <g1>b <g2>c</g2></g1> d"),
        ('<x id="1"/><x id="1"/>', "<x1/><x2/>"),
        ('<ph id="1">[br]<sub>x</sub></ph>b', "<x1/>b"),
        ('<bpt id="1">[</bpt>a<g id="2">b<ept id="1">]</ept></g>', "<g1>a<g2>b</g1></g2>"),
        ('<bpt id="1">[</bpt>a', "<x1/>a"),
        ('<ept id="1">]</ept>a<bpt id="1">[</bpt>', "<x1/>a<x2/>"),
        ("a<!-- <g> -->b<?pi ?>", "a<x1/>b<x2/>"),
        ('<g id="1"/>', "<x1/>"),
        ("<n:x xmlns:n=\"u\" id='>'/>", "<x1/>"),
        ("&lt;b&gt; &amp;amp;", "<b> &amp;"),
    ],
)
def test_elements_travel_as_short_placeholders_and_come_back_as_they_were(raw: str, travelling: str) -> None:
    said, back = there_and_back(raw)
    assert said == travelling
    assert back == raw.replace("&gt;", ">")


def test_words_that_look_like_placeholders_get_placeholders_of_other_letters() -> None:
    said, back = there_and_back('&lt;g1> <g id="1">a</g>')
    assert said == "<g1> <t1>a</t1>" and back == '&lt;g1> <g id="1">a</g>'
    everything = "&lt;g1>&lt;t1>&lt;tag1>&lt;pair1>"
    with pytest.raises(CannotWrite, match="translate it by hand"):
        inline(everything)


def test_the_target_s_own_element_comes_back_where_it_has_one() -> None:
    one = inline('<g id="1" a="source">x</g><x id="2"/>', '<g id="1" a="target">y</g>')
    assert one.back("<g1>z</g1><x2/>", str) == '<g id="1" a="target">z</g><x id="2"/>'
    assert one.back("<g1>z</g1>", str) == '<g id="1" a="target">z</g>'  # as the target was before


def test_a_space_that_a_model_puts_into_a_placeholder_is_forgiven() -> None:
    assert inline('a<x id="1"/>').back("b<x1 />", str) == 'b<x id="1"/>'


def test_elements_that_overlap_may_but_those_that_nest_must_not_cross() -> None:
    overlapping = inline('<bpt id="1">[</bpt>a<bpt id="2">(</bpt>b<ept id="2">)</ept><ept id="1">]</ept>')
    assert overlapping.back("<g1><g2></g1></g2>", str)
    nested = inline('<g id="1">a<g id="2">b</g></g>')
    with pytest.raises(CannotWrite, match="</g1> closes across another"):
        nested.back("<g1><g2></g1></g2>", str)
    with pytest.raises(CannotWrite, match="</g1> comes before its beginning"):
        nested.back("</g1><g1><g2></g2>", str)
