"""Plain words for the codes of acts, kept as data: features write codes, readers read words."""

from functools import cache
from importlib import resources

from django.utils.translation import get_language

from minben.commons.parameters import from_yaml

__all__ = ["known", "words_for"]


@cache
def known() -> dict[str, dict[str, str]]:
    """Return code → language → words (``vocabulary.yaml``)."""
    text = (resources.files("minben.ledger") / "vocabulary.yaml").read_text(encoding="utf-8")
    return dict(from_yaml(text))


def words_for(what: str) -> str:
    """Return an act's words in the reader's language; a code without words stands for itself."""
    words = known().get(what)
    if words is None:
        return what
    return words["en" if (get_language() or "").startswith("en") else "zh"]
