"""How well earlier replies are found for a request, beside BM25 over pairs of characters.

    python benchmarks/answering.py [--folds 5] [--only replied_2816 speed]

Needs the shared data sets: the folder named by MINBEN_DATA, else ../shared/data. Writes results/answering.json;
parts that are not run again stay in it.

Each message looks for its own reply among all replies; replies of the same words count as one. Ours learns from the
messages of the other folds only, whole groups at a time (one person, one document); times, names of writers and row
numbers are not read. Trained on one set and tested on another it is shown too.
"""

import argparse
import csv
import gzip
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from minben.commons.statistics import calibration_error
from minben.needs.hotline.core.answering.index import NEIGHBOURS, NONE, Index, Sources
from minben.needs.hotline.core.answering.learning import Ranker, folds, halves, learn, place_of
from minben.needs.hotline.core.answering.measures import Pool
from minben.needs.hotline.core.answering.sources import siblings

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("MINBEN_DATA", HERE.parent.parent / "shared" / "data"))
SEED = 0
BLOCK = 200
LEAST = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
"""The sureness [1] from which a reply could be shown: the trade between showing seldom and showing another one."""
Ints = np.ndarray[Any, np.dtype[np.int64]]
Floats = np.ndarray[Any, np.dtype[np.float64]]


class Pairs(NamedTuple):
    """Messages, the distinct replies, which of them answers each, the messages' groups, the replies' sources."""

    messages: list[str]
    replies: list[str]
    own: Ints
    groups: list[str]
    sources: Sources = NONE


class Found(NamedTuple):
    """For each message: how many replies stand before its own, and how sure the first place is [1].

    The same again once its own reply is taken away: then nothing is right, and the finder should be unsure. `certain`:
    how sure it is when told that every message has its reply among them.
    """

    rank: Ints
    sure: Floats
    sure_without: Floats
    certain: Floats


def rows_of(name: str) -> list[dict[str, str]]:
    """Read one of the sets."""
    csv.field_size_limit(10**9)
    with gzip.open(DATA / f"{name}.csv.gz", "rt", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def pairs_of(name: str) -> Pairs:
    """Read messages and their replies; nothing else of a row but its group."""
    rows = rows_of(name)
    if name == "policy_qa/questions_answers":
        told = [(row["question"], row["answer"], row["docid"]) for row in rows]
    elif name == "messages/replied_2816":
        told = [(f"{row['title']}\n{row['body']}", row["reply"], row["user"]) for row in rows]
    else:
        told = [(f"{row['title']}\n{row['query']}", row["reply"], row["mail_id"]) for row in rows]
    numbers: dict[str, int] = {}
    own = [numbers.setdefault("".join(reply.split()), len(numbers)) for _, reply, _ in told]
    return Pairs([m for m, *_ in told], list(numbers), np.array(own), [group for *_, group in told])


def sourced(pairs: Pairs, *, asked: bool) -> Pairs:
    """Tell each reply's source, that of the row where it first stands; the messages' own is never read."""
    names: dict[int, str] = {}
    for reply, source in zip(pairs.own.tolist(), pairs.groups, strict=True):
        names.setdefault(reply, source)
    return pairs._replace(sources=Sources([names[row] for row in range(len(pairs.replies))], asked=asked))


def bm25(pairs: Pairs, *, repeated: bool, texts: Sequence[str] | None = None) -> Ints:
    """Rank by BM25 over pairs of characters (k1 1.2, b 0.75); a query's pairs count once, or as often as they stand.

    ``texts``: what stands for each reply; otherwise itself.
    """
    columns: dict[str, int] = {}
    replies = _counted(pairs.replies if texts is None else texts, columns, grow=True)
    asked = _counted(pairs.messages, columns, grow=False)
    if not repeated:
        asked.data[:] = 1.0
    size, seen = replies.shape[0], np.bincount(replies.indices, minlength=len(columns))
    rare = np.log(1 + (size - seen + 0.5) / (seen + 0.5))
    length = np.asarray(replies.sum(axis=1)).ravel()
    slow = 1.2 * (0.25 + 0.75 * length / length.mean())
    rows = np.repeat(np.arange(size), np.diff(replies.indptr))
    replies.data = rare[replies.indices] * replies.data * 2.2 / (replies.data + slow[rows])
    scores = (asked @ replies.T).toarray()
    own = scores[np.arange(len(pairs.own)), pairs.own][:, None]
    return np.asarray((scores > own).sum(axis=1))


def bm25_sourced(pairs: Pairs, count: int) -> Ints:
    """Rank by BM25 over each reply and all that ours may read of its source: the same, for the same messages."""
    rank = np.zeros(len(pairs.messages), dtype=np.int64)
    for learnt, unseen in folds(pairs.groups, count, seed=SEED + 1):
        for new, known in halves(unseen, pairs.sources, seed=SEED):
            asked = np.concatenate([learnt, known]) if pairs.sources.asked else known[:0]
            rank[new] = bm25(pairs, repeated=False, texts=with_source(pairs, asked))[new]
    return rank


def with_source(pairs: Pairs, asked: Ints) -> list[str]:
    """Put behind each reply the others of its source, and those of the messages ``asked`` that are not about itself.

    Each stands there twice itself: else all of one source would be one and the same text, and nobody first.
    """
    about: dict[int, list[str]] = {}
    for row in asked.tolist():
        about.setdefault(int(pairs.own[row]), []).append(pairs.messages[row])
    texts = [[reply, reply] for reply in pairs.replies]
    for reply, other in zip(*siblings(pairs.sources.names), strict=True):
        if reply != other:
            texts[reply] += [pairs.replies[other], *about.get(int(other), ())]
    return ["\n".join(told) for told in texts]


def _counted(texts: Sequence[str], columns: dict[str, int], *, grow: bool) -> sparse.csr_matrix:
    ends, places, data = [0], [], []
    for text in ("".join(one.split()) for one in texts):
        found: dict[int, int] = {}
        for start in range(len(text) - 1):
            pair = text[start : start + 2]
            place = columns.setdefault(pair, len(columns)) if grow else columns.get(pair)
            if place is not None:
                found[place] = found.get(place, 0) + 1
        places.extend(found)
        data.extend(found.values())
        ends.append(len(places))
    return sparse.csr_matrix((np.array(data, dtype=float), places, ends), shape=(len(texts), len(columns)))


def ranked(ranker: Ranker, index: Index, pairs: Pairs, rows: Ints) -> Found:
    """Let a ranker look for the replies of some messages."""
    rank, sure, without, certain = [], [], [], []
    for block in np.array_split(rows, max(1, len(rows) // BLOCK)):
        found = ranker.find(index, [pairs.messages[row] for row in block])
        scores, place = ranker.order.scores(found), place_of(found, pairs.own[block])
        own = np.where(place >= 0, scores[np.arange(len(block)), np.maximum(place, 0)], np.inf)
        before = (scores > own[:, None]).sum(axis=1)
        rank.append(np.where(place >= 0, before, len(pairs.replies)))
        sure.append(ranker.order.sure(found))
        without.append(ranker.order.sure(bereft(found, place)))
        certain.append(ranker.order.sure(found, having=1.0))
    return Found(*(np.concatenate(parts) for parts in (rank, sure, without, certain)))


def bereft(found: Pool, place: Ints) -> Pool:
    """Take each message's own reply out of its pool; where it is not in it, the last goes."""
    gone = np.where(place >= 0, place, found.replies.shape[1] - 1)
    kept = np.arange(found.replies.shape[1]) != gone[:, None]
    size = (len(gone), found.replies.shape[1] - 1)
    return Pool(found.replies[kept].reshape(size), found.measures[kept].reshape(*size, -1))


def taught(pairs: Pairs, rows: Ints) -> tuple[Ranker, Index]:
    """Learn from some messages and lay out all replies, with the learnt messages alone as neighbours."""
    messages = [pairs.messages[row] for row in rows]
    groups = [pairs.groups[row] for row in rows]
    ranker = learn(messages, pairs.replies, pairs.own[rows], groups, seed=SEED, sources=pairs.sources)
    return ranker, laid_out(ranker, pairs, rows)


def laid_out(ranker: Ranker, pairs: Pairs, rows: Ints, known: Ints | None = None) -> Index:
    """Lay out all replies of a set; some messages tell which replies seem to answer everybody.

    ``known``: messages besides, which tell what else was asked of the replies' sources.
    """
    around = rows[:: max(1, -(-len(rows) // NEIGHBOURS))]
    around = around if known is None else np.concatenate([around, known])
    messages = [pairs.messages[row] for row in around]
    return ranker.index(pairs.replies, messages=messages, own=pairs.own[around], sources=pairs.sources)


def crossed(pairs: Pairs, count: int) -> Found:
    """Each message judged by a ranker that learnt from other groups.

    Where it is read what else was asked of a source, one half of the unseen messages looks while the other is known: no
    message that looks for its reply stands in what is looked through, in no reply's context.
    """
    size = len(pairs.messages)
    found = Found(np.zeros(size, dtype=np.int64), np.zeros(size), np.zeros(size), np.zeros(size))
    for learnt, unseen in folds(pairs.groups, count, seed=SEED + 1):
        ranker, _ = taught(pairs, learnt)
        for new, known in halves(unseen, pairs.sources, seed=SEED):
            index = laid_out(ranker, pairs, learnt, known)
            for whole, part in zip(found, ranked(ranker, index, pairs, new), strict=True):
                whole[new] = part
    return found


def recalls(rank: Ints) -> dict[str, float]:
    """The share of messages whose own reply is the first, and among the first five."""
    return {"recall_at_1": float((rank < 1).mean()), "recall_at_5": float((rank < 5).mean())}


def sureness(found: Found) -> dict[str, Any]:
    """How honest the sureness is where half the requests have a reply of their own and half have none, or all have.

    What it answers is what it is at least half sure of; else it abstains.
    """
    right = np.concatenate([found.rank == 0, np.zeros(len(found.rank), dtype=bool)])
    sure = np.concatenate([found.sure, found.sure_without])
    said = sure >= 0.5
    return {
        "ece": calibration_error(sure, right),
        "ece_all_have_a_reply": calibration_error(found.certain, found.rank == 0),
        "ece_all_have_a_reply_untold": calibration_error(found.sure, found.rank == 0),
        "answered_of_those_with_a_reply": float((found.sure >= 0.5).mean()),
        "answered_of_those_without": float((found.sure_without >= 0.5).mean()),
        "right_of_answered": float(right[said].mean()) if said.any() else float("nan"),
        "at": {f"{least:.2f}": at(found, least) for least in LEAST},
    }


def at(found: Found, least: float) -> dict[str, float]:
    """What would be shown above another sureness: how often, and how often that is right, with and without a reply.

    Right is the message's own reply alone, though another may do as well: the share that is wrong is an upper bound.
    """
    said, said_without = found.sure >= least, found.sure_without >= least
    right = found.rank == 0
    return {
        "shown_with": float(said.mean()),
        "right_with": float(right[said].mean()) if said.any() else 1.0,
        "shown_without": float(said_without.mean()),
        "right_of_half": float((right & said).sum() / max(1, said.sum() + said_without.sum())),
    }


def speed(ranker: Ranker, pairs: Pairs, *, replies: int, asked: int) -> dict[str, float]:
    """Milliseconds of processor time for one request among many replies, put together from halves of real ones."""
    rng = np.random.default_rng(SEED)
    halves = rng.integers(0, len(pairs.replies), (replies, 2))
    made = [f"{pairs.replies[a][:200]}{pairs.replies[b][:100]}" for a, b in halves]
    index = ranker.index(made, messages=pairs.messages[:200])
    spent = []
    for message in pairs.messages[:asked]:
        begin = time.process_time()
        ranker.order.scores(ranker.find(index, [message]))
        spent.append(1_000 * (time.process_time() - begin))
    return {"replies": replies, "median_ms": float(np.median(spent)), "slowest_ms": float(np.max(spent))}


SETS = {
    "replied_2816": "messages/replied_2816",
    "mailbox_1179": "messages/mailbox_1179",
    "policy_qa": "policy_qa/questions_answers",
}
SOURCED = {
    "policy_qa_answers_with_their_source": False,
    "policy_qa_and_what_else_was_asked_of_it": True,
}
"""Two other tasks than the plain one: the source of each answer is known, and what else was asked of that source."""
TO = " → "
PARTS = (*SETS, *SOURCED, f"replied_2816{TO}mailbox_1179", f"mailbox_1179{TO}replied_2816", "speed")


def one_set(pairs: Pairs, count: int) -> dict[str, Any]:
    """All figures of one set."""
    ours, theirs = crossed(pairs, count), recalls(bm25(pairs, repeated=False))
    own = recalls(ours.rank)
    sources = {}
    if pairs.sources.names:  # Whoever reads more is held against one that reads as much.
        theirs_sourced = recalls(bm25_sourced(pairs, count))
        sources = {
            "bm25_pairs_sourced": theirs_sourced,
            "ratio_sourced": {name: own[name] / theirs_sourced[name] for name in own},
        }
    return {
        "messages": len(pairs.messages),
        "distinct_replies": len(pairs.replies),
        "ours": own,
        "bm25_pairs": theirs,
        "bm25_pairs_repeated": recalls(bm25(pairs, repeated=True)),
        **sources,
        "ratio": {name: own[name] / theirs[name] for name in own},
        "sureness": sureness(ours),
    }


def between(learnt: str, other: str) -> dict[str, float]:
    """Find replies of one set by what another taught."""
    here, there = pairs_of(SETS[learnt]), pairs_of(SETS[other])
    ranker, _ = taught(here, np.arange(len(here.messages)))
    rows = np.arange(len(there.messages))
    return recalls(ranked(ranker, laid_out(ranker, there, rows), there, rows).rank)


def measured(part: str, *, count: int, replies: int) -> dict[str, Any]:
    """Measure one part of it all, by its name."""
    if part in SETS:
        return one_set(pairs_of(SETS[part]), count)
    if part in SOURCED:
        return one_set(sourced(pairs_of(SETS["policy_qa"]), asked=SOURCED[part]), count)
    if part == "speed":
        pairs = pairs_of(SETS["replied_2816"])
        return speed(taught(pairs, np.arange(len(pairs.messages)))[0], pairs, replies=replies, asked=100)
    learnt, _, other = part.partition(TO)
    return between(learnt, other)


def main() -> int:
    """Run all or some parts, print them, and write them beside those that were not run again."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--folds", type=int, default=5)
    options.add_argument("--only", choices=PARTS, nargs="+", default=PARTS)
    options.add_argument("--replies", type=int, default=100_000)
    given = options.parse_args()
    if not DATA.is_dir():
        sys.stderr.write(f"{DATA} is absent: set MINBEN_DATA to the folder of the shared data sets.\n")
        return 2
    for part in given.only:
        found = measured(part, count=given.folds, replies=given.replies)
        sys.stdout.write(json.dumps({part: found}, indent=1, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        write(part, found)
    return 0


def write(part: str, found: dict[str, Any]) -> None:
    """Put one part in its place in the file of results."""
    path = HERE / "results" / "answering.json"
    path.parent.mkdir(exist_ok=True)
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known[part] = found
    whole = {name: known[name] for name in PARTS if name in known}
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
