"""The rule that a draft is JSON of a given schema."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from jsonschema import exceptions, validators
from jsonschema.protocols import Validator
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012, specification_with

from redraft.core import Finding, Location
from redraft.critics.rules.checks import Say, Undecided, shortened
from redraft.critics.rules.json_spans import location_of
from redraft.critics.rules.patterns import compiled, search
from redraft.errors import Misuse

# Keywords of JSON schema with words of their own; all others keep the words of the jsonschema library.
_WORDS = {
    "type": "schema_type",
    "enum": "schema_enum",
    "const": "schema_const",
    "minimum": "schema_minimum",
    "maximum": "schema_maximum",
    "exclusiveMinimum": "schema_exclusive_minimum",
    "exclusiveMaximum": "schema_exclusive_maximum",
    "minLength": "schema_min_length",
    "maxLength": "schema_max_length",
    "minItems": "schema_min_items",
    "maxItems": "schema_max_items",
    "pattern": "schema_pattern",
}


class NotJson(ValueError):
    """A constant such as NaN that Python reads but JSON does not know."""


class MatchesSchema:
    """The draft as a whole is one JSON value that keeps a schema.

    References may only lead inside the schema: nothing is ever fetched. ``format`` is a note, not a rule, as the
    standard has it.

    Args:
        schema: a JSON schema of any draft from 3 to 2020-12; without ``$schema`` it is read as 2020-12.

    Raises:
        Misuse: when it is no valid schema, a pattern in it is no regular expression or a reference leads nowhere.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        own = deepcopy(dict(schema))
        # Any: the stubs know neither the keyword below nor what `extend` gives.
        base: Any = validators.validator_for(own, default=validators.Draft202012Validator)
        try:
            # No format checker: it would hold patterns to the syntax of `re`; they are compiled below.
            base.check_schema(own, format_checker=None)
        except exceptions.SchemaError as error:
            raise Misuse(
                f"`json_schema` is no valid schema: at {error.json_path}: {error.message}; mend it there"
            ) from error
        dialect = specification_with(str(own.get("$schema", "")), default=DRAFT202012)
        root = dialect.create_resource(own)
        registry: Registry[Any] = Registry().with_resource(root.id() or "", root).crawl()
        keywords = _prepare(root, registry.resolver_with_root(root))
        if {"patternProperties", "unevaluatedProperties"} <= keywords:
            # The library searches these patterns itself, without a limit of time.
            raise Misuse(
                "`json_schema` has both 'patternProperties' and 'unevaluatedProperties', which cannot be checked in "
                "bounded time; use 'additionalProperties'"
            )
        extend: Any = validators.extend
        self._validator: Validator = extend(base, _BOUNDED)(own, registry=registry)
        self._written = json.dumps(schema, sort_keys=True, default=repr)

    def __repr__(self) -> str:
        return f"MatchesSchema({self._written})"

    def problems(self, text: str, say: Say) -> Iterator[Finding]:
        """See `Check`; each finding is located at the value that breaks the schema."""
        try:
            value = json.loads(text, parse_constant=_refuse_constant)
        except json.JSONDecodeError as error:
            message = say("json", problem=error.msg, line=str(error.lineno), column=str(error.colno))
            location = Location(start=error.pos, end=min(error.pos + 1, len(text)))
            yield Finding(kind="json", message=message, location=location, suggestion=say("json_advice"))
            return
        except NotJson as error:
            yield Finding(kind="json", message=say("json_constant", constant=str(error)), suggestion=say("json_advice"))
            return
        except (ValueError, RecursionError) as error:  # numbers of thousands of digits, thousands of brackets
            raise Undecided(f"the JSON is too large to be read: {error}") from error
        try:
            for breach in self._validator.iter_errors(value):
                yield _finding(breach, text, say)
        except RecursionError as error:
            raise Undecided("the JSON or its schema is nested too deeply to be checked") from error


def _finding(error: exceptions.ValidationError, text: str, say: Say) -> Finding:
    # An anyOf or oneOf says only that no branch fits; the nearest branch's error says what to mend.
    nearest = exceptions.best_match([error]) or error
    path = list(nearest.absolute_path)
    place = _json_path(path)
    advice = None
    if nearest.validator == "additionalProperties" and path:
        message = say("schema_unexpected", path=_json_path(path[:-1]), name=_json(path[-1]))
        advice = say("schema_unexpected_advice", name=_json(path[-1]))
    elif nearest.validator == "required" and (name := _missing(nearest)) is not None:
        message = say("schema_required", path=place, name=_json(name))
        advice = say("schema_required_advice", name=_json(name))
    elif nearest.validator in ("minItems", "maxItems"):
        message = say(_WORDS[nearest.validator], path=place, expected=_json(nearest.validator_value))
    elif nearest.validator in _WORDS and not _has_old_exclusive_bound(nearest):
        value, expected = _json(nearest.instance), _json(nearest.validator_value)
        message = say(_WORDS[str(nearest.validator)], path=place, value=value, expected=expected)
    else:
        message = say("schema_other", path=place, problem=shortened(nearest.message))
    return Finding(kind="schema", message=message, location=location_of(text, path), suggestion=advice)


def _missing(error: exceptions.ValidationError) -> str | None:
    """The property that an error of ``required`` is about; the library gives one error for each, named in words."""
    names = error.validator_value if isinstance(error.validator_value, list) else []
    return next((name for name in names if error.message == f"{name!r} is a required property"), None)


def _has_old_exclusive_bound(error: exceptions.ValidationError) -> bool:
    """Whether a bound is exclusive by a flag beside it, as in drafts 3 and 4; the library then words it rightly."""
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    return any(schema.get(flag) is True for flag in ("exclusiveMinimum", "exclusiveMaximum"))


def _json(value: object) -> str:
    return shortened(json.dumps(value, ensure_ascii=False, default=str))


def _json_path(path: Sequence[str | int]) -> str:
    steps = (f".{step}" if isinstance(step, str) and step.isidentifier() else f"[{_json(step)}]" for step in path)
    return f"${''.join(steps)}"


def _refuse_constant(constant: str) -> None:
    raise NotJson(constant)


def _prepare(resource: Resource[Any], resolver: Any) -> set[str]:
    """Check the patterns and references of a schema and of all schemas in it (a resolver's type has no public name).

    ``$schema`` is taken out everywhere: the library would go over to a validator of its own there, whose pattern
    searches have no limit of time.

    Returns:
        Every keyword in use.
    """
    schema = resource.contents
    if not isinstance(schema, dict):
        return set()
    schema.pop("$schema", None)
    for pattern in (schema.get("pattern"), *schema.get("patternProperties", ())):
        if pattern is not None:
            compiled(pattern)
    for keyword in ("$ref", "$dynamicRef", "$recursiveRef"):
        if keyword in schema:
            _check_reference(schema[keyword], resolver)
    keywords = set(schema)
    for inner in resource.subresources():
        keywords |= _prepare(inner, resolver.in_subresource(inner))
    return keywords


def _check_reference(reference: str, resolver: Any) -> None:
    try:
        resolver.lookup(reference)
    except Unresolvable as error:
        raise Misuse(
            f"`json_schema` refers to {reference!r}, which is not in the schema itself; put it there, under '$defs': "
            "nothing is fetched"
        ) from error


def _pattern(validator: Validator, pattern: str, value: Any, schema: Any) -> Iterator[exceptions.ValidationError]:
    if validator.is_type(value, "string") and search(compiled(pattern), value) is None:
        yield exceptions.ValidationError(f"{value!r} does not match {pattern!r}")


def _pattern_properties(
    validator: Any, properties: Mapping[str, Any], value: Any, schema: Any
) -> Iterator[exceptions.ValidationError]:
    if not validator.is_type(value, "object"):
        return
    for pattern, inner in properties.items():
        for name, item in value.items():
            if search(compiled(pattern), name) is not None:
                yield from validator.descend(item, inner, path=name, schema_path=pattern)


def _additional_properties(
    validator: Any, allowed: Any, value: Any, schema: Mapping[str, Any]
) -> Iterator[exceptions.ValidationError]:
    if not validator.is_type(value, "object"):
        return
    patterns = [compiled(pattern) for pattern in schema.get("patternProperties", ())]
    known = schema.get("properties", {})
    for name, item in value.items():
        if name in known or any(search(pattern, name) is not None for pattern in patterns):
            continue
        if validator.is_type(allowed, "object"):
            yield from validator.descend(item, allowed, path=name)
        elif not allowed:
            yield exceptions.ValidationError(f"{name!r} is not allowed", path=(name,))


# The three keywords for which the library searches patterns, with the search that has a limit of time.
_BOUNDED: Mapping[str, Callable[..., Iterator[exceptions.ValidationError]]] = {
    "pattern": _pattern,
    "patternProperties": _pattern_properties,
    "additionalProperties": _additional_properties,
}
