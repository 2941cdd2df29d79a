"""The reference for people, made from the same description that machines read; no script, nothing from elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Schemas = Mapping[str, Any]
TAGS: Mapping[str, Promise] = {
    "requests": _("Requests"),
    "attachments": _("Pictures"),
    "categories": _("Categories"),
    "units": _("Units and places"),
    "outcomes": _("Did it help?"),
    "algorithms": _("Algorithms"),
    "ledger": _("Ledger"),
    "token": _("The token"),
    "subscriptions": _("Subscriptions and deliveries"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One operation as a reader sees it."""

    method: str
    path: str
    title: str
    told: str
    scope: str
    guarded: bool
    parameters: list[dict[str, Any]]
    body: list[dict[str, Any]]
    statuses: list[str]


@dataclass(frozen=True, slots=True)
class Tag:
    """What a group of operations is about."""

    code: str
    name: str


def operations(schema: Mapping[str, Any]) -> Iterator[tuple[Tag, list[Shown]]]:
    """Give the operations of a description, by their first tag, in the order they are declared."""
    found: dict[str, list[Shown]] = {}
    for path, methods in schema["paths"].items():
        for method, one in methods.items():
            tag = (one.get("tags") or [""])[0]
            found.setdefault(tag, []).append(_shown(schema, path, method, one))
    for code, some in found.items():
        yield Tag(code, str(TAGS.get(code, code))), some


def _shown(schema: Mapping[str, Any], path: str, method: str, one: Mapping[str, Any]) -> Shown:
    return Shown(
        method=method.upper(),
        path=path,
        title=gettext(one["summary"]),
        told=gettext(one["description"]) if one.get("description") else "",
        scope=one.get("x-scope", ""),
        guarded=bool(one.get("security")),
        parameters=[
            {
                "name": each["name"],
                "in": each["in"],
                "needed": each.get("required", False),
                **_rule(each["schema"]),
            }
            for each in one.get("parameters", ())
        ],
        body=list(_fields(schema, one.get("requestBody"))),
        statuses=list(one["responses"]),
    )


def _fields(schema: Mapping[str, Any], body: Mapping[str, Any] | None) -> Iterator[dict[str, Any]]:
    if not body:
        return
    yield from _properties(schema, next(iter(body["content"].values()))["schema"])


def _properties(schema: Schemas, content: Schemas, within: str = "") -> Iterator[dict[str, Any]]:
    if "$ref" in content:
        content = schema["components"]["schemas"][content["$ref"].rpartition("/")[2]]
    needed = content.get("required", ())
    for name, rule in content.get("properties", {}).items():
        yield {"name": f"{within}{name}", "needed": name in needed, **_rule(rule)}
        for option in rule.get("anyOf", ()):
            if "$ref" in option:
                yield from _properties(schema, option, f"{name}.")


def _rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Tell a field's kind in the few words that every description of JSON uses."""
    options = [one for one in rule.get("anyOf", [rule]) if one.get("type") != "null"]
    first = options[0] if options else rule
    kind = str(first.get("format") or first.get("type") or first.get("$ref", "").rpartition("/")[2])
    return {
        "kind": kind,
        "choices": first.get("enum", []),
        "told": gettext(rule["description"]) if "description" in rule else "",
    }
