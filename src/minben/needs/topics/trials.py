"""How finder and ranking are tried before a person may clear them: on invented months whose truth is known."""

from random import Random

import numpy as np
from django.utils.timezone import localdate

from minben.commons.digests import canonical_json, digest
from minben.commons.statistics import Estimate, share
from minben.institutions.sandbox import actions as sandbox
from minben.needs.topics.core.hotness import weights_at
from minben.needs.topics.core.joining import join
from minben.needs.topics.core.mining import mine
from minben.needs.topics.core.shapes import Bools, Ints, Topic
from minben.needs.topics.invented import DISTRICTS, Invented, brigaded, month, shares_its_name

FINDER_VERSION = "10"
RANKING_VERSION = "4"
# One month says little: so many are tried.
MONTHS = 3
TOP = 10
# The largest share of districts that a crowd may hold.
BRIGADED = 0.4
# How many accounts a crowd has beside its requests, when it has few.
FEW = 0.25


def try_finder(context: sandbox.TrialContext) -> sandbox.TrialResult:
    """Try how much of each incident is found, and how often two are taken for one, by way of speaking and by name."""
    rng = Random(context.seed)
    months = [month(rng) for _ in range(MONTHS)]
    counts: dict[str, Ints] = {}
    for one in months:
        pairs = _pairs(join(one.messages), one.incident)
        for name, which in _groups(one).items():
            counts[name] = counts.get(name, 0) + pairs[which].sum(axis=0)
    measures = []
    for name, (wrong, joined, right, true) in counts.items():
        measures.append(sandbox.Measure("false_joins", share(int(wrong), int(joined)), name))
        measures.append(sandbox.Measure("found", share(int(right), int(true)), name))
    return _result(context, FINDER_VERSION, months, measures)


def try_ranking(context: sandbox.TrialContext) -> sandbox.TrialResult:
    """Try whether the top ten stand when a crowd as loud as all honest people comes in two fifths of the districts."""
    rng = Random(context.seed)
    weights = weights_at(localdate(context.at))
    months = [month(rng) for _ in range(MONTHS)]
    honest = [mine(one.messages, weights=weights) for one in months]
    changed, kept = [], []
    for one, before in zip(months, honest, strict=True):
        # A few accounts that send copies, and as many people as there are fakes.
        for accounts in (FEW, 1.0):
            crowd = brigaded(rng, one.messages, districts=int(DISTRICTS * BRIGADED), accounts=accounts)
            ranks = _ranks(before[:TOP], mine(crowd, weights=weights))
            changed.append(_changed(ranks))
            kept.append(int((ranks <= TOP).sum()))
    measures = [
        sandbox.Measure(
            "order_changed", Estimate(float(np.mean(changed)), None, None, TOP * len(changed), "1")
        ),
        sandbox.Measure("kept_in_top", share(sum(kept), TOP * len(kept))),
        *_wrongly_less(honest, months),
    ]
    return _result(context, RANKING_VERSION, months, measures)


def _result(
    context: sandbox.TrialContext, version: str, months: list[Invented], measures: list[sandbox.Measure]
) -> sandbox.TrialResult:
    texts = [text for one in months for text in one.messages.text]
    return sandbox.TrialResult(
        version=version,
        rows=len(texts),
        data_digest=digest(canonical_json(texts).encode()),
        measures=tuple(measures),
        data_source=f"invented, seed {context.seed} / 按种子生成的样例",
    )


def _groups(one: Invented) -> dict[str, Bools]:
    voices, shared = np.array(one.voice), shares_its_name(one.messages.place)
    groups = {"all": np.ones(len(shared), dtype=bool), "name:shared": shared, "name:own": ~shared}
    return groups | {f"voice:{voice}": voices == voice for voice in sorted(set(one.voice))}


def _pairs(event: Ints, truth: Ints) -> Ints:
    """Count each message's partners: joined wrongly, joined at all, joined rightly, and truly about its incident."""
    joined, true = event[:, None] == event[None, :], truth[:, None] == truth[None, :]
    for pairs in (joined, true):
        np.fill_diagonal(pairs, False)
    return np.stack([some.sum(axis=1) for some in (joined & ~true, joined, joined & true, true)], axis=1)


def _changed(ranks: Ints) -> float:
    """One minus the rank correlation (Spearman) with the order 1, 2, 3 …"""
    n = len(ranks)
    order = np.argsort(np.argsort(ranks)) + 1.0
    return 6 * float(((order - np.arange(1, n + 1)) ** 2).sum()) / (n * (n * n - 1))


def _ranks(wanted: list[Topic], after: list[Topic]) -> Ints:
    """Where each topic stands afterwards: the one that shares most of its members."""
    members = [set(topic.members.tolist()) for topic in after]
    found = []
    for topic in wanted:
        shared = [len(some.intersection(topic.members.tolist())) for some in members]
        best = int(np.argmax(shared)) if shared else -1
        found.append(best + 1 if best >= 0 and shared[best] else len(after) + 1)
    return np.array(found, dtype=np.int64)


def _wrongly_less(topics: list[list[Topic]], months: list[Invented]) -> list[sandbox.Measure]:
    """How many honest requests count for less, for vulnerable people and for the others."""
    told = [
        (member in less, bool(one.messages.vulnerable[member]))
        for found, one in zip(topics, months, strict=True)
        for less in [{cut.member for topic in found for cut in topic.discounted}]
        for topic in found
        for member in topic.members.tolist()
    ]
    hit, care = np.array(told, dtype=np.bool_).reshape(-1, 2).T
    groups = {"all": np.ones(len(hit), dtype=bool), "vulnerable:yes": care, "vulnerable:no": ~care}
    return [
        sandbox.Measure("honest_counted_less", share(int(hit[which].sum()), int(which.sum())), name)
        for name, which in groups.items()
    ]
