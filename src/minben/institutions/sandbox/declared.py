"""The declarations of this process: memory only, made by the features when the apps are ready."""

from collections.abc import Sequence

from minben.institutions.sandbox.core.declaration import Declaration
from minben.institutions.sandbox.core.rules import FixedRule

_declared: dict[str, Declaration] = {}
_rules: dict[str, FixedRule] = {}


def declare(declarations: Sequence[Declaration]) -> None:
    """Enter algorithms in the register. Declaring the same name again replaces what was said before."""
    _declared.update({declaration.name: declaration for declaration in declarations})


def declare_rules(rules: Sequence[FixedRule]) -> None:
    """Enter fixed rules in the register: they always run, and the public is told why."""
    _rules.update({rule.name: rule for rule in rules})


def declaration(name: str) -> Declaration | None:
    """Return what was declared under a name."""
    return _declared.get(name)


def declarations() -> tuple[Declaration, ...]:
    """Return every declaration, by name."""
    return tuple(_declared[name] for name in sorted(_declared))


def declared_rules() -> tuple[FixedRule, ...]:
    """Return every fixed rule, by name."""
    return tuple(_rules[name] for name in sorted(_rules))
