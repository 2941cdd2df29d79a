"""From messages to topics: by the cleared algorithms, or by counting alone while none may run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.timezone import localdate

from minben.institutions.sandbox import actions as sandbox
from minben.needs.topics.algorithms import FINDER, FINDER_VERSION, RANKING, RANKING_VERSION
from minben.needs.topics.core.counting import by_voices, counted
from minben.needs.topics.core.hotness import weights_at
from minben.needs.topics.core.joining import join
from minben.needs.topics.core.mining import rank
from minben.needs.topics.core.naming import fit_to_show
from minben.needs.topics.core.shapes import Ints, Topic
from minben.needs.topics.gathering import Gathered, season_of
from minben.needs.topics.quiet import Heard, readiness

# More than anybody reads.
MOST = 300


@dataclass(frozen=True, slots=True)
class Found:
    """Topics and how they came about: ``ranked``, ``found`` or ``counted``, and why no more was allowed."""

    topics: list[Topic]
    how: str
    why_not: str = ""
    algorithm: str = ""
    version: str = ""
    verified: bool = True
    heard: Sequence[Heard] = ()


def find(gathered: Gathered, *, month: date, at: datetime) -> Found:
    """Find the topics of a month's messages, as far as a person has cleared it."""
    events: Ints | None = None
    with sandbox.guard(FINDER, version=FINDER_VERSION, at=at) as finder:
        if finder.cleared:
            finder.count(items=len(gathered.messages))
            events = join(gathered.messages)
    if events is None:
        return Found(counted(gathered.messages)[:MOST], "counted", finder.why_not)
    return _ranked(gathered, events, month, at)


def _ranked(gathered: Gathered, events: Ints, month: date, at: datetime) -> Found:
    # The list is made today, whatever month it is of: today's weights rank it.
    weights, season, topics = weights_at(localdate(at)), season_of(month), None
    heard: list[Heard] = []
    with sandbox.guard(RANKING, version=RANKING_VERSION, at=at) as ranking:
        if ranking.cleared:
            ranking.count(items=len(gathered.messages))
            heard = readiness(gathered.messages, month=month)
            silence = {one.place: one.factor for one in heard}
            found = rank(
                gathered.messages, events, weights=weights, season=season, silence=silence, most=MOST
            )
            # What nobody knows is left out: a nought would say that nothing is unusual.
            known = [replace(one, parts=_known(one, season is not None)) for one in found]
            topics = _shown(known, gathered)
    if topics is not None:
        return Found(topics, "ranked", "", RANKING, RANKING_VERSION, weights.verified, heard)
    plain = rank(gathered.messages, events, weights=weights, most=MOST)
    return Found(
        by_voices(_shown(plain, gathered), gathered.messages),
        "found",
        ranking.why_not,
        FINDER,
        FINDER_VERSION,
    )


def _known(topic: Topic, has_season: bool) -> dict[str, float]:
    return {name: value for name, value in topic.parts.items() if has_season or name != "excess"}


def _shown(topics: list[Topic], gathered: Gathered) -> list[Topic]:
    """Keep of titles and keywords what everybody may read."""
    texts, quotable = gathered.messages.text, gathered.quotable
    shown = []
    for topic in topics:
        said = [texts[row] for row in topic.members.tolist() if quotable[row]]
        title, keywords = fit_to_show(topic.title, topic.keywords, said)
        shown.append(replace(topic, title=title, keywords=keywords))
    return shown
