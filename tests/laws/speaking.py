"""What a page says, and what of it is in which language."""

import re
from html.parser import HTMLParser

HAN = re.compile(r"[\u4e00-\u9fff]")
# Three words in a row are a sentence's worth; names of files and commands stand in code or in quotation marks.
ENGLISH = re.compile(r"[A-Za-z][a-z']+(?:[ ,]+[A-Za-z][a-z']+){2,}")
COMMAND = re.compile(r"“minben [^”]*”")
SPOKEN = ("title", "alt", "placeholder", "aria-label")
SILENT = {"script", "style", "code", "pre", "svg", "kbd", "samp"}
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Words(HTMLParser):
    """What a page says, each piece with the language of the element it stands in; what people wrote is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str, bool]] = [("", "", False)]
        self.said: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        _tag, lang, quoted = self.open[-1]
        here = (
            tag,
            given.get("lang", lang),
            quoted or tag in SILENT or "words" in given.get("class", "").split(),
        )
        if tag not in VOID:
            self.open.append(here)
        if not here[2]:
            self.said += [(here[1], given[name]) for name in SPOKEN if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        _tag, lang, quoted = self.open[-1]
        if data.strip() and not quoted:
            self.said.append((lang, " ".join(data.split())))


def spoken(page: str) -> list[tuple[str, str]]:
    words = Words()
    words.feed(page)
    return words.said


def speaks_english(words: str) -> bool:
    """True when a sentence's worth of English stands in these words."""
    return bool(ENGLISH.search(COMMAND.sub("", words)))
