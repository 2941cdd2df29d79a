"""What a text says of its kind, tier and urgency, with the words that decided it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from minben.commons.parameters import Parameters, load
from minben.needs.hotline.core.gates import Gate
from minben.needs.hotline.core.phrases import Batch, Hit, Phrases, fold_batch
from minben.needs.hotline.words import Kind, Tier, Urgency

HEAD = 40
"""The first characters of a text, where people say why they write [characters]."""
HEAD_WEIGHT = 4

NOW = 160
"""A danger told later than this is part of a story, not what happens now [characters]."""

# The look-ahead lets most characters fail at once: this is tried before every word that is found.
NEGATED = re.compile(
    r"(?=[没未无不并毫从别nw])(?:(?:没有?|未|无|不是|并非|并未|毫无|从未|不曾|不会|别)"
    r"(?:有|人|发生|出现|造成|导致|引起|发现|任何|曾|去|要|想)*$"
    r"|\b(?:no|not|nobody|without|never)(?: one| any| been| was| were)? ?$)"
)
FEARED = re.compile(
    r"(?:防止|防范|预防|避免|以免|免得|杜绝|怕|担心|万一|一旦|如果|假如|要是|容易|可能|极易|易引|易造成|易发|易导致"
    r"|(?<![社机委协工大开])会|去年|前年|上周|上个?月|前几天|曾经?|经常|时常|总是|以前|多年前|\d{4}年)[^，。！？；,.!?;\n]{0,8}$"
    r"|\b(?:prevent|avoid|could|might|may|risk of|in case of|afraid of|last year)(?: \w+){0,2} ?$"
)
WARNED = re.compile(
    r"^(?:的?(?:隐患|风险|危险|可能|演练|演习|宣传|培训|教育|知识|预案|事故频发|保险|险)"
    r"| (?:risk|hazard|drill|prevention))"
)
AGE = re.compile(
    r"(?=[891八九一])(?:(?<!\d)(?:[89]\d|1[01]\d)(?:多|余|几)?(?:周?岁)|\b(?:[89]\d|1[01]\d)[- ]years?[- ]old"
    r"|(?:[八九]十[一二三四五六七八九]?|一百(?:零?[一二三四五六七八九]|一?十[一二三四五六七八九]?)?)(?:多|余|几)?(?:周?岁))"
)
AGES = Gate(AGE, (("891", "0123456789"), ("八九", "十"), ("一", "百")))
SIGNALS = ("alert", "vulnerable", "chaser")
KIND_ORDER = (Kind.WHISTLE, Kind.COMPLAINT, Kind.SUGGESTION, Kind.CONSULTATION, Kind.PRAISE, Kind.HELP)
URGENCY_ORDER = (Urgency.URGENT, Urgency.SOON, Urgency.NORMAL)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the lexicon reads in one text.

    Attributes
    ----------
    kind, tier, urgency
        What it seems to be; a clerk may change each.
    numbers
        Emergency numbers to offer first, such as ("119", "120").
    alerts
        Codes that alert a person at once: "crowd", "suicide", "children", "violence".
    vulnerable
        Codes of the vulnerable people named: "elderly", "disabled", "pregnant", "infant", "low_income",
        "ill".
    chaser
        True if the person asks after an earlier request (催单).
    words
        The words that decided, by what they decided: {"urgency": ("燃气泄漏",)}.
    verified
        False if an entry that decided could not be verified in its source.
    """

    kind: Kind
    tier: Tier
    urgency: Urgency
    numbers: tuple[str, ...]
    alerts: tuple[str, ...]
    vulnerable: tuple[str, ...]
    chaser: bool
    words: Mapping[str, tuple[str, ...]]
    verified: bool


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one entry gives when one of its words is found."""

    kind: Kind | None = None
    tier: Tier | None = None
    urgency: Urgency | None = None
    numbers: tuple[str, ...] = ()
    alert: str = ""
    vulnerable: str = ""
    chaser: bool = False
    certain: bool = False
    beside: tuple[str, ...] = ()
    verified: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of the hotline, each entry dated and sourced."""

    parameters: Parameters


@dataclass(frozen=True, slots=True)
class _InForce:
    phrases: Phrases
    meanings: tuple[tuple[Meaning, ...], ...]


NOTHING = Reading(Kind.HELP, Tier.BASIC, Urgency.NORMAL, (), (), (), False, {}, True)


def load_lexicon() -> Lexicon:
    """Read the lexicon that comes with the hotline, once per process."""
    return _shipped()


@lru_cache(maxsize=1)
def _shipped() -> Lexicon:
    return Lexicon(load("minben.needs.hotline", "lexicon"))


def read(texts: Sequence[str], lexicon: Lexicon, *, at_day: date) -> list[Reading]:
    """Read each text with the entries in force on a day.

    Words that are negated ("没有受伤") or belong to a stock phrase ("跳楼价") do not count; a danger that
    is only feared ("以免发生火灾") is read as soon, without emergency numbers.

    Parameters
    ----------
    texts
        As they were said; letter case and width do not matter.
    at_day
        The day whose entries count.

    Examples
    --------
    >>> reading, = read(["楼道里煤气味很重，快来人"], load_lexicon(), at_day=date(2026, 1, 5))
    >>> reading.urgency.value, reading.numbers, reading.words["urgency"]
    ('urgent', ('119',), ('煤气味',))
    """
    in_force = _in_force(lexicon, at_day)
    batch = fold_batch(texts)
    hits: dict[int, list[Hit]] = defaultdict(list)
    for hit in in_force.phrases.find_in(batch):
        hits[hit.row].append(hit)
    ages = _old_people(batch)
    return [
        _reading(batch, hits[row], in_force, row in ages) if row in hits or row in ages else NOTHING
        for row in range(len(texts))
    ]


@lru_cache(maxsize=8)
def _in_force(lexicon: Lexicon, day: date) -> _InForce:
    meanings: dict[str, list[Meaning]] = {}
    for entries in lexicon.parameters.series.values():
        for entry in entries:
            if entry.covers(day):
                meaning = _meaning(entry.value, verified=entry.verified)
                for word in entry.value.get("unless", ()):
                    meanings.setdefault(str(word), [])
                for word in entry.value["words"]:
                    meanings.setdefault(str(word), []).append(meaning)
    return _InForce(Phrases(list(meanings)), tuple(map(tuple, meanings.values())))


def _meaning(value: Mapping[str, Any], *, verified: bool) -> Meaning:
    return Meaning(
        kind=Kind(value["kind"]) if "kind" in value else None,
        tier=Tier(value["tier"]) if "tier" in value else None,
        urgency=Urgency(value["urgency"]) if "urgency" in value else None,
        numbers=tuple(value.get("numbers", ())),
        alert=value.get("alert", ""),
        vulnerable=value.get("vulnerable", ""),
        chaser=bool(value.get("chaser", False)),
        certain=bool(value.get("certain", False)),
        beside=tuple(value.get("beside", ())),
        verified=verified,
    )


def _old_people(batch: Batch) -> set[int]:
    starts = [hit.start() for hit in AGES.finditer(batch.text, batch.codes)]
    return set((np.searchsorted(batch.offsets, starts, side="right") - 1).tolist())


def _reading(batch: Batch, hits: Sequence[Hit], in_force: _InForce, old: bool) -> Reading:
    said: list[tuple[Meaning, str, int]] = []
    begin = batch.begins(hits[0].row) if hits else 0
    for hit in hits:
        meanings = in_force.meanings[hit.phrase]
        if not meanings:
            continue
        before = batch.text[max(begin, begin + hit.start - 14) : begin + hit.start]
        if NEGATED.search(before):
            continue
        end = begin + hit.end
        word, after = batch.text[begin + hit.start : end], batch.text[end : end + 8]
        said += [
            (_weighed(meaning, hit, before, after), word, hit.start)
            for meaning in meanings
            if not meaning.beside or _stands_beside(batch, hit.row, meaning)
        ]
    return _summary(said, old)


def _stands_beside(batch: Batch, row: int, meaning: Meaning) -> bool:
    """Tell whether a text names one of those whom the words of an entry must be about."""
    whole = batch.text[batch.begins(row) : batch.begins(row + 1)]
    return any(word in whole for word in meaning.beside)


def _weighed(meaning: Meaning, hit: Hit, before: str, after: str) -> Meaning:
    if meaning.certain or meaning.urgency is not Urgency.URGENT:
        return meaning
    if hit.start < NOW and not FEARED.search(before) and not WARNED.match(after):
        return meaning
    return replace(meaning, urgency=Urgency.SOON, numbers=(), alert="")


def _summary(said: Sequence[tuple[Meaning, str, int]], old: bool) -> Reading:
    votes: dict[str, int] = defaultdict(int)
    because: dict[str, dict[str, None]] = defaultdict(dict)
    for meaning, word, start in said:
        for value in (meaning.kind, meaning.tier, meaning.urgency):
            if value:
                votes[value] += HEAD_WEIGHT if start < HEAD else 1
                because[value][word] = None
        for signal in _signals(meaning):
            because[signal][word] = None
    kind = max(KIND_ORDER, key=votes.__getitem__) if votes else Kind.HELP
    urgency = next((value for value in URGENCY_ORDER if value in votes), Urgency.NORMAL)
    development = urgency is Urgency.NORMAL and votes[Tier.DEVELOPMENT] > votes[Tier.BASIC]
    tier = Tier.DEVELOPMENT if development else Tier.BASIC
    decided = {"kind": kind, "tier": tier, "urgency": urgency} | dict.fromkeys(SIGNALS)
    return Reading(
        kind=kind if votes[kind] else Kind.HELP,
        tier=tier,
        urgency=urgency,
        numbers=_distinct(number for meaning, _, _ in _life_first(said) for number in meaning.numbers),
        alerts=_distinct(meaning.alert for meaning, _, _ in said if meaning.alert),
        vulnerable=_distinct(
            [
                *(["elderly"] if old else []),
                *(meaning.vulnerable for meaning, _, _ in said if meaning.vulnerable),
            ]
        ),
        chaser="chaser" in because,
        words={
            what: tuple(because[value or what])
            for what, value in decided.items()
            if (value or what) in because
        },
        verified=all(meaning.verified for meaning, _, _ in said),
    )


def _life_first(said: Sequence[tuple[Meaning, str, int]]) -> list[tuple[Meaning, str, int]]:
    """Put the numbers of those who listen before those of any other danger told beside it."""
    return sorted(said, key=lambda one: one[0].alert != "suicide")


def _signals(meaning: Meaning) -> Iterator[str]:
    if meaning.alert:
        yield "alert"
    if meaning.vulnerable:
        yield "vulnerable"
    if meaning.chaser:
        yield "chaser"


def _distinct(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
