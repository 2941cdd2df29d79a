"""How often the interval of a question's change holds the truth, beside two that are often used instead.

    python benchmarks/following.py [--years 2000]

Made years of weeks with a known change: a season and bursts that matter and comparison share, and a scatter of the
matter's own, by itself or carried over from week to week. Peers from the same years: the ratio of ratios with Woolf's
interval, as if weeks scattered by chance alone, and the plain ratio of after to before without a comparison. Nominal
coverage is 0.95. The last world's matter has a season of its own that the comparison has not: there the months before
the start, set against other matters, stand beside the same months a year earlier. Writes results/following.json.
"""

import argparse
import json
import sys
import time
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from city import HERE

from minben.commons.statistics import wilson
from minben.evaluation.agenda.core.change import Weeks, change
from minben.evaluation.agenda.core.confirming import Tally, came_back, rule_on
from minben.evaluation.agenda.setting import confirmation

RESULTS = HERE / "results" / "following.json"
BEFORE, AFTER, YEAR, TRUTH = 26, 20, 52, 0.6
WORLDS = {
    "chance_alone": (0.0, 0.0),
    "scatter": (0.3, 0.0),
    "carried_over": (0.2, 0.5),
    "strongly_carried_over": (0.2, 0.8),
}
Counts = np.ndarray[Any, np.dtype[np.float64]]


def year(
    rng: np.random.Generator, scatter: float, carried: float, *, after: int = AFTER, truth: float = TRUTH
) -> tuple[Counts, Counts]:
    """One year: voices of the matter and of its comparison by week."""
    n = BEFORE + after
    season = 1 + 0.5 * np.sin(np.arange(n) / 8 + rng.random() * 6) + 0.3 * (rng.random(n) < 0.1)
    noise = own_scatter(rng, n, scatter, carried)
    helped = np.where(np.arange(n) >= BEFORE, truth, 1.0)
    return rng.poisson(12 * season * noise * helped).astype(float), rng.poisson(90 * season).astype(float)


def own_scatter(rng: np.random.Generator, n: int, scatter: float, carried: float) -> Counts:
    """By how much each week's voices are multiplied, as if it had gone on like this before."""
    noise, last = np.empty(n), float(rng.normal(0, scatter / np.sqrt(1 - carried**2)))
    for week in range(n):
        last = carried * last + rng.normal(0, scatter)
        noise[week] = np.exp(last)
    return noise


def woolf(cells: list[float], signs: tuple[int, ...]) -> bool:
    """Whether Woolf's interval for a product of powers of counts holds the truth."""
    value = sum(sign * np.log(cell) for sign, cell in zip(signs, cells, strict=True))
    return bool(abs(value - np.log(TRUTH)) <= 1.96 * np.sqrt(sum(1 / cell for cell in cells)))


def measure(years: int) -> dict[str, Any]:
    """Coverage of each way in each world, and how long ours takes."""
    found: dict[str, Any] = {"years": years, "nominal": 0.95}
    for name, (scatter, carried) in WORLDS.items():
        rng = np.random.default_rng(20260311)
        held, width, spent = np.zeros(3), 0.0, 0.0
        for _one in range(years):
            matter, others = year(rng, scatter, carried)
            began = time.process_time()
            one = change(
                Weeks(matter[:BEFORE], others[:BEFORE]), Weeks(matter[BEFORE:], others[BEFORE:])
            ).estimate
            spent += time.process_time() - began
            a, b, c, d = (
                float(x.sum()) for x in (matter[BEFORE:], matter[:BEFORE], others[BEFORE:], others[:BEFORE])
            )
            low, high = one.low or 0.0, one.high or 0.0
            plain = woolf([a * BEFORE / AFTER, b], (1, -1))
            held += [low <= TRUTH - 1 <= high, woolf([a, b, c, d], (1, -1, -1, 1)), plain]
            width += high - low
        ours, peer, alone = (float(round(x, 3)) for x in held / years)
        found[name] = {
            "ours": ours, "peer": peer, "ratio": round(ours / peer, 3), "without_comparison": alone,
            "mean_width": round(width / years, 3), "cpu_ms": round(1000 * spent / years, 3),
        }  # fmt: skip
    return found


def with_a_season(years: int, carried: float = 0.0) -> dict[str, Any]:
    """Coverage where the matter alone has a season: before the start, a year earlier, and Woolf's a year earlier."""
    rng, held, width, seen = np.random.default_rng(20260311), np.zeros(3), 0.0, 0
    for _one in range(years):
        weeks = np.arange(YEAR + AFTER)
        own = 1 + 0.5 * np.sin(2 * np.pi * weeks / YEAR + rng.random() * 6.28)
        helped = np.where(weeks >= YEAR, TRUTH, 1.0)
        matter = rng.poisson(12 * own * own_scatter(rng, len(weeks), 0.2, carried) * helped).astype(float)
        others = rng.poisson(90, len(weeks)).astype(float)
        after = Weeks(matter[YEAR:], others[YEAR:])
        earlier = Weeks(matter[:AFTER], others[:AFTER])
        months_before = Weeks(matter[YEAR - BEFORE : YEAR], others[YEAR - BEFORE : YEAR])
        for place, before in enumerate((months_before, earlier)):
            one = change(before, after, matched=place == 1).estimate
            low, high = one.low or 0.0, one.high or 0.0
            held[place] += low <= TRUTH - 1 <= high
        # The last of the two is the year earlier.
        width, seen = width + high - low, seen + (high < 0)
        cells = [float(x.sum()) for x in (after.matter, earlier.matter, after.others, earlier.others)]
        held[2] += woolf(cells, (1, -1, -1, 1))
    plain, ours, peer = (float(round(x, 3)) for x in held / years)
    return {
        "ours": ours, "peer": peer, "ratio": round(ours / peer, 3), "months_before_instead": plain,
        "mean_width": round(width / years, 3), "fall_seen": round(seen / years, 3),
    }  # fmt: skip


def many_looks(years: int) -> dict[str, float]:
    """How often a year's thirteen looks say "fewer" at least once where nothing changed, by world."""
    found = {}
    for name, (scatter, carried) in WORLDS.items():
        rng, wrong = np.random.default_rng(20260311), 0
        for _one in range(years):
            matter, others = year(rng, scatter, carried, after=YEAR, truth=1.0)
            before = Weeks(matter[:BEFORE], others[:BEFORE])
            wrong += any(
                (change(before, Weeks(matter[BEFORE:end], others[BEFORE:end])).estimate.high or 0.0) < 0
                for end in range(BEFORE + 4, BEFORE + YEAR + 1, 4)
            )
        found[name] = round(wrong / years, 3)
    return found


def half_say_better(worlds: int) -> dict[str, float]:
    """How often the rule holds where truly half say better: after 200 answers, and at any of 35 looks.

    Beside it Wilson's 95 % interval, made for one look.
    """
    rule, rng, held = confirmation(date(2026, 3, 11)), np.random.default_rng(20260311), np.zeros(3)
    for _one in range(worlds):
        better = (rng.random(200) < rule.better).cumsum()
        looks = [
            rule_on(rule, Tally(int(better[n - 1]), int(n - better[n - 1])), {}, days=99, concerned=999).holds
            for n in range(30, 201, 5)
        ]
        counted = np.arange(30, 201, 5)
        peer = wilson(better[counted - 1], counted)[0] >= rule.better
        held += [looks[-1], any(looks), peer.any()]
    last, some, peers = (float(round(x, 4)) for x in held / worlds)
    return {"after_200_answers": last, "at_any_of_35_looks": some, "peer_at_any_of_35_looks": peers}


def answers_until_closed(worlds: int) -> dict[str, float]:
    """How many answers it takes, half of the times, until the rule holds; looked at after every five."""
    rule, rng, found = confirmation(date(2026, 3, 11)), np.random.default_rng(20260311), {}
    for share in (0.65, 0.7, 0.8):
        taken = []
        for _one in range(worlds):
            better = (rng.random(400) < share).cumsum()
            looks = (
                n
                for n in range(30, 401, 5)
                if rule_on(
                    rule, Tally(int(better[n - 1]), int(n - better[n - 1])), {}, days=99, concerned=999
                ).holds
            )
            taken.append(next(looks, 400))
        found[f"where_{share:.0%}_say_better".replace("%", "_percent")] = float(np.median(taken))
    return found


def named_again(worlds: int) -> dict[str, Any]:
    """How often a closed question is named as come back within 100 words more; looked at after each.

    It closes on the first look that lets it, which is often a lucky one. Beside ours the closing rule turned round:
    what it would close no more, on all words together.
    """
    rule, found = confirmation(date(2026, 3, 11)), {}

    @cache
    def holds(better: int, n: int) -> bool:
        return rule_on(rule, Tally(better, n - better), {}, days=99, concerned=999).holds

    @cache
    def back(better: int, n: int) -> bool:
        return bool(came_back(rule, Tally(better, n - better), {}))

    for name, after in (("still_65_percent", 0.65), ("now_half", 0.5), ("now_20_percent", 0.2)):
        rng, ours, peers = np.random.default_rng(20260311), [], []
        for _one in range(worlds):
            better = (rng.random(400) < 0.65).cumsum()
            n = next((n for n in range(30, 401, 5) if holds(int(better[n - 1]), n)), 0)
            since = (rng.random(100) < after).cumsum()
            if n:
                ours.append(next((k for k in range(1, 101) if back(int(since[k - 1]), k)), 0))
                peers.append(
                    next((k for k in range(1, 101) if not holds(int(better[n - 1] + since[k - 1]), n + k)), 0)
                )
        found[name] = {
            who: {
                "ever": round(float(np.mean([k > 0 for k in words])), 3),
                "on_one_word": round(float(np.mean([k == 1 for k in words])), 3),
                "median_words": float(np.median([k or 100 for k in words])),
            }
            for who, words in (("ours", ours), ("peer", peers))
        }  # fmt: skip
    return found


def main() -> None:
    """Measure, print and keep the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--years", type=int, default=2000)
    years = options.parse_args().years
    found = {
        **measure(years),
        "own_season": with_a_season(years),
        "own_season_strongly_carried_over": with_a_season(years, 0.8),
        "fewer_said_wrongly_in_13_looks": many_looks(years // 2),
        "closing_where_half_say_better": half_say_better(years // 2),
        "answers_until_closed": answers_until_closed(years // 10),
        "named_again_in_100_words": named_again(years // 2),
    }
    text = json.dumps(found, indent=1)
    Path(RESULTS).write_text(text + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
