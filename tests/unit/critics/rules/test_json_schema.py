import json
from typing import Any

import pytest

from redraft.core import Finding
from redraft.critics.rules.checks import Undecided
from redraft.critics.rules.json_schema import MatchesSchema
from redraft.critics.rules.patterns import searching_within
from redraft.errors import Misuse
from redraft.prompts import LANGUAGES, load_phrases

PERSON: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["name", "age"],
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 5, "pattern": "^[A-Z]"},
        "age": {"type": "integer", "minimum": 0, "exclusiveMaximum": 150},
        "tags": {"type": "array", "minItems": 1, "maxItems": 2, "items": {"$ref": "#/$defs/tag"}},
        "kind": {"const": "person"},
        "id": {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^id-"}]},
    },
    "patternProperties": {"^x-": {"type": "boolean"}},
    "additionalProperties": False,
    "$defs": {"tag": {"enum": ["a", "b"]}},
}


def found(schema: dict[str, Any], text: str, *, language: str = "en", limit_s: float = 30.0) -> list[Finding]:
    phrases = load_phrases("rules", language)
    with searching_within(limit_s):
        return list(MatchesSchema(schema).problems(text, lambda key, **values: phrases[key].fill(**values)))


def piece(text: str, finding: Finding) -> str | None:
    """What a finding points at."""
    return None if finding.location is None else text[int(finding.location.start) : int(finding.location.end)]


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "Ann", "age": 3}',
        ' {"age": 149, "name": "Ann", "tags": ["a", "b"], "kind": "person", "id": "id-7", "x-new": true}\n',
    ],
)
def test_what_keeps_the_schema_has_no_findings(text: str) -> None:
    assert found(PERSON, text) == []


@pytest.mark.parametrize(
    ("change", "message", "at"),
    [
        ({"name": None}, 'At $.name: null is not of the type "string".', "null"),
        ({"name": "A"}, 'At $.name: "A" has fewer than 2 characters.', '"A"'),
        ({"name": "Annabel"}, 'At $.name: "Annabel" has more than 5 characters.', '"Annabel"'),
        ({"name": "ann"}, 'At $.name: "ann" does not match the pattern "^[A-Z]".', '"ann"'),
        ({"age": -1}, "At $.age: -1 is less than 0.", "-1"),
        ({"age": 150}, "At $.age: 150 is not less than 150.", "150"),
        ({"age": 1.5}, 'At $.age: 1.5 is not of the type "integer".', "1.5"),
        ({"tags": []}, "At $.tags: the list has fewer than 1 items.", "[]"),
        ({"tags": ["a", "b", "a"]}, "At $.tags: the list has more than 2 items.", '["a", "b", "a"]'),
        ({"tags": ["a", "水"]}, 'At $.tags[1]: "水" is not one of ["a", "b"].', '"水"'),
        ({"kind": "cat"}, 'At $.kind: "cat" is not "person".', '"cat"'),
        ({"id": "7"}, 'At $.id: "7" does not match the pattern "^id-".', '"7"'),
        ({"x-new": 1}, 'At $["x-new"]: 1 is not of the type "boolean".', "1"),
        ({"extra": [9]}, 'At $: the property "extra" is not allowed.', "[9]"),
    ],
)
def test_each_breach_is_located_and_says_what_is_expected(change: dict[str, Any], message: str, at: str) -> None:
    text = json.dumps({"name": "Ann", "age": 3} | change, ensure_ascii=False)
    (finding,) = found(PERSON, text)
    assert (finding.message, piece(text, finding), finding.kind) == (message, at, "schema")


def test_a_missing_property_is_named_with_what_to_do() -> None:
    first, second = found(PERSON, "{}")
    assert first.message == 'At $: the property "name" is missing.'
    assert second.suggestion == 'Add the property "age".'
    assert piece("{}", first) == "{}"


def test_breaches_deep_inside_are_found_by_their_path() -> None:
    schema = {"properties": {"rows": {"items": {"properties": {"a b": {"type": "number"}}}}}}
    text = '{"rows": [{"a b": 1}, {"a b": "two"}]}'
    (finding,) = found(schema, text)
    assert finding.message == 'At $.rows[1]["a b"]: "two" is not of the type "number".'
    assert piece(text, finding) == '"two"'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The answer is not valid JSON: Expecting value (line 1, column 1)."),
        ('{"a": 1,\n "b" 2}', "The answer is not valid JSON: Expecting ':' delimiter (line 2, column 6)."),
        ('Here it is: {"a": 1}', "The answer is not valid JSON: Expecting value (line 1, column 1)."),
        ("```json\n{}\n```", "The answer is not valid JSON: Expecting value (line 1, column 1)."),
        ("{} {}", "The answer is not valid JSON: Extra data (line 1, column 4)."),
        ("{'a': 1}", None),
        ('{"a": NaN}', "The answer is not valid JSON: NaN is no JSON value."),
        ("[-Infinity]", "The answer is not valid JSON: -Infinity is no JSON value."),
    ],
)
def test_what_is_no_json_is_one_finding_with_advice(text: str, message: str | None) -> None:
    (finding,) = found({}, text)
    assert finding.kind == "json"
    assert message is None or finding.message == message
    assert finding.suggestion == "Give the JSON alone, without a code fence and without words around it."


@pytest.mark.parametrize("text", ["[" * 200_000, "9" * 10_000, "[" * 990 + "]" * 990])
def test_json_too_large_to_be_checked_is_undecided(text: str) -> None:
    with pytest.raises(Undecided, match=r"too large|too deeply"):
        found({"items": {"$ref": "#"}}, text)


def test_a_schema_that_refers_to_itself_without_end_is_undecided() -> None:
    with pytest.raises(Undecided, match="nested too deeply"):
        found({"$defs": {"a": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}, "1")


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "objekt"}, "at $.type: 'objekt' is not valid"),
        ({"required": "name"}, "at $.required"),
        ({"properties": {"a": {"minimum": "1"}}}, "at $.properties.a.minimum"),
        ({"pattern": "("}, "'(' is no regular expression"),
        ({"anyOf": [{"patternProperties": {"[": {}}}]}, "'[' is no regular expression"),
        ({"$ref": "#/$defs/nowhere"}, "refers to '#/$defs/nowhere', which is not in the schema itself"),
        ({"items": {"$ref": "https://example.org/schema.json"}}, "nothing is fetched"),
        ({"$ref": "file:///etc/hostname"}, "nothing is fetched"),
        ({"patternProperties": {"a": {}}, "unevaluatedProperties": False}, "use 'additionalProperties'"),
    ],
)
def test_a_bad_schema_is_refused_at_once(schema: dict[str, Any], message: str) -> None:
    with pytest.raises(Misuse) as caught:
        MatchesSchema(schema)
    assert message in str(caught.value)


def test_references_inside_the_schema_are_followed_by_pointer_anchor_and_id() -> None:
    schema = {
        "$id": "https://example.org/root",
        "properties": {
            "a": {"$ref": "#/$defs/one"},
            "b": {"$ref": "#two"},
            "c": {"$ref": "three"},
        },
        "$defs": {
            "one": {"const": 1},
            "second": {"$anchor": "two", "const": 2},
            "third": {"$id": "three", "const": 3},
        },
    }
    assert found(schema, '{"a": 1, "b": 2, "c": 3}') == []
    assert len(found(schema, '{"a": 0, "b": 0, "c": 0}')) == 3


def test_references_are_resolved_from_where_they_stand() -> None:
    schema = {
        "$id": "https://example.org/root",
        "$ref": "parts/form",
        "$defs": {
            "form": {"$id": "parts/form", "properties": {"size": {"$ref": "size"}}},
            "size": {"$id": "parts/size", "type": "integer"},
        },
    }
    assert found(schema, '{"size": 1}') == []
    assert len(found(schema, '{"size": "one"}')) == 1


def test_keywords_of_older_drafts_keep_their_meaning() -> None:
    schema = {"$schema": "http://json-schema.org/draft-04/schema#", "minimum": 5, "exclusiveMinimum": True}
    (finding,) = found(schema, "5")
    assert finding.message == "At $: 5 is less than or equal to the minimum of 5"


def test_the_callers_schema_is_left_as_it_was() -> None:
    inner = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "inner", "type": "string"}
    schema = {**PERSON, "$defs": {**PERSON["$defs"], "inner": inner}}
    before = json.dumps(schema)
    MatchesSchema(schema)
    assert json.dumps(schema) == before


SLOW = "(.*)=(.*)=(.*)=(.*)x"


@pytest.mark.parametrize(
    "schema",
    [
        {"pattern": SLOW},
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "anyOf": [{"pattern": SLOW}]},
        # A schema that names its dialect again inside, and is reached through a reference, must not lose the limit.
        {
            "$ref": "#/$defs/a",
            "$defs": {"a": {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "b", "pattern": SLOW}},
        },
    ],
)
def test_patterns_in_a_schema_stay_within_the_limit_of_time(schema: dict[str, Any]) -> None:
    with pytest.raises(Undecided, match="took too long"):
        found(schema, json.dumps("=" * 20_000), limit_s=0.05)


@pytest.mark.parametrize(
    "schema", [{"patternProperties": {SLOW: {}}}, {"patternProperties": {SLOW: {}}, "additionalProperties": False}]
)
def test_patterns_for_property_names_stay_within_the_limit_of_time(schema: dict[str, Any]) -> None:
    with pytest.raises(Undecided, match="took too long"):
        found(schema, json.dumps({"=" * 20_000: 1}), limit_s=0.05)


def test_additional_properties_may_have_a_schema_of_their_own() -> None:
    schema = {"properties": {"a": {}}, "patternProperties": {"^x": {}}, "additionalProperties": {"type": "integer"}}
    assert found(schema, '{"a": "?", "x1": "?", "b": 2}') == []
    (finding,) = found(schema, '{"b": "two"}')
    assert finding.message == 'At $.b: "two" is not of the type "integer".'


def test_huge_values_are_shown_shortened() -> None:
    (finding,) = found({"type": "integer"}, json.dumps("a" * 100_000))
    assert len(finding.message) < 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_breach_has_words_in_every_language(language: str) -> None:
    text = '{"name": 1, "age": -1, "tags": [], "kind": 0, "id": null, "x-a": 1, "b": 1}'
    messages = [finding.message for finding in found(PERSON, text, language=language)]
    assert len(messages) == 7
    assert all(("在 $" in message) == (language == "zh-Hant") for message in messages)
