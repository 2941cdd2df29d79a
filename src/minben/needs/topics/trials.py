"""How finder and ranking are tried before a person may clear them: on an invented month whose truth is known."""

from random import Random

import numpy as np
from django.utils.timezone import localdate

from minben.commons.digests import canonical_json, digest
from minben.commons.statistics import Estimate, share
from minben.institutions.sandbox import actions as sandbox
from minben.needs.topics.core.hotness import weights_at
from minben.needs.topics.core.joining import join
from minben.needs.topics.core.mining import mine
from minben.needs.topics.core.shapes import Bools, Ints, Messages, Topic
from minben.needs.topics.invented import DISTRICTS, Invented, brigaded, month, shares_its_name

FINDER_VERSION = "1"
RANKING_VERSION = "1"
TOP = 10
# The largest share of districts that a crowd may hold.
BRIGADED = 0.4


def try_finder(context: sandbox.TrialContext) -> sandbox.TrialResult:
    """Try how much of each incident is found, and how often two are taken for one, by way of speaking and by name."""
    invented = month(Random(context.seed))
    event = join(invented.messages)
    voices, shared = np.array(invented.voice), shares_its_name(invented.messages.place)
    groups = {"all": np.ones(len(event), dtype=bool), "name:shared": shared, "name:own": ~shared}
    groups |= {f"voice:{voice}": voices == voice for voice in sorted(set(invented.voice))}
    measures = []
    for name, which in groups.items():
        rows = np.flatnonzero(which)
        measures.append(sandbox.Measure("false_joins", _false_joins(event, invented.incident, rows), name))
        measures.append(sandbox.Measure("found", _found(event, invented.incident, rows), name))
    return _result(context, FINDER_VERSION, invented.messages, measures)


def try_ranking(context: sandbox.TrialContext) -> sandbox.TrialResult:
    """Try whether the top ten stand when a crowd as loud as all honest people comes in two fifths of the districts."""
    rng = Random(context.seed)
    invented = month(rng)
    weights = weights_at(localdate(context.at))
    before = mine(invented.messages, weights=weights)
    after = mine(brigaded(rng, invented.messages, districts=int(DISTRICTS * BRIGADED)), weights=weights)
    ranks = _ranks(before[:TOP], after)
    order = np.argsort(np.argsort(ranks)) + 1.0
    n = len(ranks)
    spearman = 1 - 6 * float(((order - np.arange(1, n + 1)) ** 2).sum()) / (n * (n * n - 1))
    measures = [
        sandbox.Measure("order_changed", Estimate(1 - spearman, None, None, n, "1")),
        sandbox.Measure("kept_in_top", share(int((ranks <= TOP).sum()), n)),
        *_wrongly_less(before, invented),
    ]
    return _result(context, RANKING_VERSION, invented.messages, measures)


def _result(
    context: sandbox.TrialContext, version: str, messages: Messages, measures: list[sandbox.Measure]
) -> sandbox.TrialResult:
    return sandbox.TrialResult(
        version=version,
        rows=len(messages),
        data_digest=digest(canonical_json(messages.text).encode()),
        measures=tuple(measures),
        data_source=f"invented, seed {context.seed} / 按种子生成的样例",
    )


def _false_joins(event: Ints, truth: Ints, rows: Ints) -> Estimate:
    """Of these messages' partners in their events, how many are about something else."""
    pairs = event[rows][:, None] == event[None, :]
    pairs[np.arange(len(rows)), rows] = False
    wrong = pairs & (truth[rows][:, None] != truth[None, :])
    return share(int(wrong.sum()), int(pairs.sum()))


def _found(event: Ints, truth: Ints, rows: Ints) -> Estimate:
    """Of the pairs that are about one incident, how many are together."""
    pairs = truth[rows][:, None] == truth[None, :]
    pairs[np.arange(len(rows)), rows] = False
    return share(int((pairs & (event[rows][:, None] == event[None, :])).sum()), int(pairs.sum()))


def _ranks(wanted: list[Topic], after: list[Topic]) -> Ints:
    """Where each topic stands afterwards: the one that shares most of its members."""
    members = [set(topic.members.tolist()) for topic in after]
    found = []
    for topic in wanted:
        shared = [len(some.intersection(topic.members.tolist())) for some in members]
        best = int(np.argmax(shared)) if shared else -1
        found.append(best + 1 if best >= 0 and shared[best] else len(after) + 1)
    return np.array(found, dtype=np.int64)


def _wrongly_less(topics: list[Topic], invented: Invented) -> list[sandbox.Measure]:
    """How many honest requests count for less, for vulnerable people and for the others."""
    less = {one.member for topic in topics for one in topic.discounted}
    rows = np.array([member for topic in topics for member in topic.members.tolist()], dtype=np.int64)
    hit: Bools = np.isin(rows, list(less))
    care = invented.messages.vulnerable[rows]
    groups = {"all": np.ones(len(rows), dtype=bool), "vulnerable:yes": care, "vulnerable:no": ~care}
    return [
        sandbox.Measure("honest_counted_less", share(int(hit[which].sum()), int(which.sum())), name)
        for name, which in groups.items()
    ]
