"""What the public is told of fixed rules: programs that follow written lists, learn nothing, and never rest.

They need no clearance, for if they stopped, danger would go unheard or names uncovered; so it must be said why each of
them runs always, and who puts it right.
"""

from dataclasses import dataclass

from minben.institutions.sandbox.core.declaration import Words, told_in, words_of

RULE_TEXTS = ("title", "purpose", "never_decides", "method", "always", "people")


@dataclass(frozen=True, slots=True)
class FixedRule:
    """One fixed rule as the register shows it.

    Attributes
    ----------
    name : str
        ``<feature>.<rule>``, such as ``orders.routing``; acts in the ledger call it ``algorithm:<name>``.
    title, purpose, never_decides : Words
        What it is, what it is for, what it never decides.
    method : Words
        Which lists it follows, and whether anybody compared them with their sources.
    always : Words
        Why it runs without clearance: what people would lose if it rested.
    people : Words
        Who may change it, and who puts right what it did to one person.
    """

    name: str
    title: Words
    purpose: Words
    never_decides: Words
    method: Words
    always: Words
    people: Words


def fixed_rules(package: str) -> tuple[FixedRule, ...]:
    """Read ``parameters/fixed-rules.yaml`` of the feature that follows them: texts by the rule's name.

    Raises
    ------
    TeachingError
        ``parameters_missing`` or ``parameters_unreadable``.
    """
    raw, _file = told_in(package, "fixed-rules")
    return tuple(
        FixedRule(name, **{text: words_of(told.get(text)) for text in RULE_TEXTS})
        for name, told in raw.items()
    )


def silent_texts(rule: FixedRule) -> list[str]:
    """Return the texts that say nothing in one of the languages."""
    told = {name: getattr(rule, name) for name in RULE_TEXTS}
    return [name for name, words in told.items() if not (words.zh and words.en)]
