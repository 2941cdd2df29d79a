"""Learn what the reply check weighs, from the invented examples that come with it, and say how it does on unseen ones.

    python benchmarks/teaching.py [--write]

Reads parameters/sample/replies.yaml and, for the weights alone, sample/reply-matters.yaml: nothing of the shared data,
none of the two hundred answers that benchmarks/replying.py judges by. Whole messages are kept apart; the figures are
chances that a whole answer stands above one with a gap (AUC). With --write it renews parameters/reply-weights.yaml.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from random import Random

from minben.needs.hotline.background import examples as shipped_examples
from minben.needs.hotline.background import shipped
from minben.needs.hotline.core.replying.check import check
from minben.needs.hotline.core.replying.cues import patterns_on
from minben.needs.hotline.core.replying.teaching import Example, teach
from minben.needs.hotline.core.replying.weighing import GENERAL, MEASURES, Taught
from minben.needs.hotline.core.scores import auc
from minben.needs.hotline.sample_texts.tree import read_sample

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parent / "src" / "minben" / "needs" / "hotline" / "parameters" / "reply-weights.yaml"
DAY, SEED, FOLDS = date(2026, 3, 1), 1, 6
BEFORE = (
    "您好！来信收悉，感谢您对我们工作的关心和支持。",
    "您好，您反映的问题我们高度重视，第一时间安排人员核实。",
    "尊敬的市民：您好，您的来电已收悉，现答复如下：",
    "您反映的情况我单位高度重视，主要负责同志专门听取了汇报。",
    "收到您的来信后，我们立即转交承办科室处理，现将结果告知如下。",
    "",
)
AFTER = (
    "下一步，我们将继续加强管理，不断优化服务，感谢您的监督。",
    "给您带来的不便，敬请谅解。今后我局将举一反三，进一步提升服务水平。",
    "感谢您的理解与支持，欢迎继续监督。",
    "我们将持续加大巡查力度，切实维护群众利益，祝您生活愉快！",
    "",
)
FIGURES = (
    "3月18日，我局召开了专题会议，传达市里2026年第7号文件精神。",
    "去年全市共开展此类培训36场，参加人数达到2.1万人次，群众满意率98.6%。",
    "有关宣传月活动将于5月1日启动，欢迎您届时参加。",
    "按照市政府办〔2025〕31号文件部署，三年行动计划到2027年底基本完成。",
    "如您还有其他疑问，可以在工作日上午九点到下午五点拨打5550 7788。",
    "我们已建立24小时值班制度，配备工作人员15名。",
    "4月份以来，班子成员带队走访了12个社区，收集意见建议130多条。",
)
KINDS = ("empty", "beside", "passed_on", "jargon", "partial")


def kind_of(missing: Sequence[str]) -> str:
    """Name the kind of gap: of these benchmarks, not of the product."""
    told = {"plain_words": "jargon", "same_matter": "beside", "contact": "passed_on", "finding": "empty"}
    return next((kind for code, kind in told.items() if code in missing), "partial" if missing else "whole")


HEAVY = {"empty": 1.2, "beside": 1.2, "partial": 1.2, "passed_on": 0.8, "jargon": 0.5}


def examples() -> list[Example]:
    """Read the examples, each once as it is and once put differently."""
    rows = [(one.message, one.reply, one.missing) for one in shipped_examples()]
    rng = Random(SEED)
    dressed = [(message, dressed_up(text, missing, rng), missing) for message, text, missing in rows]
    dressed += put_together(rng)
    return [
        Example(message, message, text, missing, HEAVY.get(kind_of(missing), 1.0))
        for message, text, missing in rows + [row for row in dressed if row not in rows]
    ]


def put_together(rng: Random) -> list[tuple[str, str, tuple[str, ...]]]:
    """Put whole answers, answers to a part and answers beside the point together: message, answer, what is missing."""
    found = []
    for matter in read_sample("reply-matters")["matters"]:
        asks = matter["asks"]
        message = matter["trouble"] + "".join(f"{ask['question']}？" for ask in asks)
        short = [ask["answer"] for ask in asks]
        long = [ask["answer"] + ask["more"] for ask in asks]
        for parts in (short, long, short[::-1], [*long[:1], *short[1:]]):
            found.append((message, rng.choice(BEFORE) + "".join(parts) + rng.choice(AFTER), ()))
        for left_out in range(len(asks)):
            for answers in (short, long):
                kept = [one for number, one in enumerate(answers) if number != left_out]
                text = rng.choice(BEFORE) + "".join(kept) + rng.choice(AFTER)
                found.append((message, text, ("answer_to_question",)))
        beside = rng.choice(BEFORE) + matter["beside"] + rng.choice(AFTER)
        found.append((message, beside, ("answer_to_question", "same_matter")))
    return found


def dressed_up(text: str, missing: Sequence[str], rng: Random) -> str:
    """Put stock phrases around a whole answer and figures into an empty one, so that neither is known by them."""
    if kind_of(missing) == "empty":
        parts = text.split("。")
        parts.insert(rng.randrange(len(parts)), rng.choice(FIGURES).rstrip("。"))
        return "。".join(parts)
    often = 0.7 if not missing else 0.3
    return rng.choice(BEFORE) + text + rng.choice(AFTER) if rng.random() < often else text


def folds_of(rows: Sequence[Example]) -> list[int]:
    """Deal messages out over the folds."""
    names = sorted({row.group for row in rows})
    Random(SEED).shuffle(names)
    place = {name: number % FOLDS for number, name in enumerate(names)}
    return [place[row.group] for row in rows]


def readiness(rows: Sequence[Example], taught: Taught | None) -> list[float]:
    """How sure the check is that nothing is missing."""
    patterns, background = patterns_on(DAY), shipped()
    return [
        check(one.message, one.reply, patterns=patterns, background=background, taught=taught).ready
        for one in rows
    ]


def by_kind(rows: Sequence[Example], ready: Sequence[float]) -> dict[str, float]:
    """The AUC of all and of each kind of gap."""
    whole = [value for value, row in zip(ready, rows, strict=True) if not row.missing]
    lacking = [(kind_of(row.missing), value) for value, row in zip(ready, rows, strict=True) if row.missing]
    found = {"all": auc(whole, [value for _, value in lacking])}
    return found | {kind: auc(whole, [value for own, value in lacking if own == kind]) for kind in KINDS}


def crossed(rows: Sequence[Example], fold: Sequence[int]) -> list[float]:
    """Each example judged by what the other folds taught."""
    ready = [0.0] * len(rows)
    for number in range(FOLDS):
        learnt = [n for n, own in enumerate(fold) if own != number]
        taught = teach([rows[n] for n in learnt], [fold[n] for n in learnt], patterns_on(DAY), shipped())
        held = [n for n, own in enumerate(fold) if own == number]
        for n, value in zip(held, readiness([rows[n] for n in held], taught), strict=True):
            ready[n] = value
    return ready


def written(taught: Taught, rows: int) -> str:
    """The weights as a parameter file."""
    lines = [
        "# What each measure of the reply check weighs; they are named in core/replying/weighing.py. Learned from the",
        "# invented examples of sample/replies.yaml and reply-matters.yaml by benchmarks/teaching.py --write, from",
        "# nothing else.",
    ]
    for key, names, values in (("pair", MEASURES, taught.pair), ("general", GENERAL, taught.general)):
        told = ", ".join(f"{name}: {value:.3f}" for name, value in zip(names, values, strict=True))
        lines += [
            f"{key}:",
            "- from: 2024-01-01",
            f"  source: learned from {rows} invented examples that come with the program",
            "  verified: false",
            f"  value: {{{told}}}",
        ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Learn, print, and when told to, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    rows = examples()
    fold = folds_of(rows)
    found = {"examples": len(rows), "by_rule": by_kind(rows, readiness(rows, None))}
    found |= {"learned_from_other_messages": by_kind(rows, crossed(rows, fold))}
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    if given.write:
        taught = teach(rows, fold, patterns_on(DAY), shipped())
        WEIGHTS.write_text(written(taught, len(rows)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
