"""Words for what the audit and a proof's check find: what, then what to do."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from minben.commons.errors import TeachingError, lesson
from minben.ledger.core.audit import Finding

__all__ = ["of_error", "of_finding", "of_problem"]

_FINDINGS: Mapping[str, str] = {
    "changed": gettext_noop("Entry {id} (place {position}) was changed: its text is not what was written."),
    "column": gettext_noop(
        "Entry {id} (place {position}) was changed: its column “{column}” contradicts its text."
    ),
    "missing": gettext_noop("Places {first} to {last} are empty: entries were removed."),
    "moved": gettext_noop("Entry {id} (place {position}) is not where it was sealed: it was moved."),
    "among": gettext_noop(
        "At least one of the entries at places {first} to {last} was changed, with its digest."
    ),
    "node": gettext_noop(
        "The stored hash at level {level}, place {place} does not fit the entries under it."
    ),
    "signature": gettext_noop(
        "The head over {size} entries is not signed by the key it names: it was changed."
    ),
    "key": gettext_noop("The head over {size} entries was signed by another key ({key})."),
    "unsigned": gettext_noop("Places {first} to {last} stand under no signed head: a head was removed."),
    "shortened": gettext_noop(
        "The log does not begin with what the saved head over {size} entries was signed for."
    ),
}

_PROBLEMS: Mapping[str, str] = {
    "signature": gettext_noop("The head was not signed by the key it names."),
    "key": gettext_noop("The head was signed by another key than the one you know."),
    "inclusion": gettext_noop("The entry is not in the log this head was signed for."),
    "consistency": gettext_noop("The log this head was signed for does not begin with the older one."),
}


def of_finding(finding: Finding) -> str:
    """Say what the audit found, in the reader's language."""
    words = _FINDINGS["changed" if finding.params.get("position") == -1 else finding.code]
    return _(words).format(**{**finding.params, "position": _place(finding)})


def of_problem(code: str) -> str:
    """Say what is wrong with a proof, in the reader's language."""
    return _(_PROBLEMS[code])


def of_error(error: TeachingError) -> str:
    """Say what was wrong, why, and what to do, in the reader's language."""
    words = lesson(error.code)
    return " ".join(_(part).format(**error.params) for part in (words.what, words.why, words.remedy) if part)


def _place(finding: Finding) -> str:
    place = finding.params.get("position", "")
    return _("not sealed yet") if place == -1 else str(place)
