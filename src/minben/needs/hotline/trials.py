"""How the hotline's algorithms are tried out before a person may clear them."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np

from minben.commons.digests import canonical_json, digest
from minben.commons.errors import TeachingError
from minben.commons.statistics import Estimate, share
from minben.commons.tables import columns, rows
from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline import model
from minben.needs.hotline.core.modelfile import load_card
from minben.needs.hotline.core.scores import scores
from minben.needs.hotline.core.similar import Finder, Item

FINDER_VERSION = "2"


def evidence_of(folder: Path) -> sandbox.TrialResult:
    """What a trained model showed on the rows kept back from its training, as evidence for a clearance."""
    card = load_card(folder)
    kept = card.provenance.metrics
    rows_kept = int(kept["rows"])
    measures = [sandbox.Measure("accuracy", share(round(kept["accuracy"] * rows_kept), rows_kept))]
    measures += [
        sandbox.Measure(name, Estimate(float(kept[name]), None, None, rows_kept, "1"))
        for name in ("macro_f1", "ece")
        if name in kept
    ]
    if kept.get("accuracy_above") is not None:
        named = round((1 - kept["abstained"]) * rows_kept)
        wrong = round((1 - kept["accuracy_above"]) * named)
        measures.append(sandbox.Measure("wrong", share(wrong, named)))
    return sandbox.TrialResult(
        version=card.version,
        rows=rows_kept,
        data_digest=f"sha256:{card.provenance.data_digest}",
        measures=tuple(measures),
        data_source="rows kept back from training / 训练时留出的样本",
    )


def threshold_of(folder: Path) -> float:
    """The confidence below which a model abstains, as chosen on the rows kept back."""
    return load_card(folder).threshold


def try_classifier(context: sandbox.TrialContext) -> sandbox.TrialResult:
    """Try a model, the trial's material, on a file (``text``, ``label``, other columns are groups) or its own rows.

    Raises
    ------
    TeachingError
        ``no_model`` when none was taken up; ``trial_columns`` when the file lacks ``text`` or ``label``;
        ``trial_empty`` when it has no rows.
    """
    folder = context.material
    if folder is None:
        raise TeachingError("no_model")
    if context.data is None:
        return evidence_of(folder)
    loaded = model.load_from(folder)
    found = columns(context.data)
    if not {"text", "label"} <= set(found):
        raise TeachingError("trial_columns", columns=", ".join(found))
    table = [row for batch in rows(context.data) for row in batch.rows]
    if not table:
        raise TeachingError("trial_empty", file=context.data.name)
    texts, labels = [str(row["text"]) for row in table], np.array([str(row["label"]) for row in table])
    said = loaded.classifier.predict(texts)
    right = np.array(said.labels) == labels
    groups = {
        name: np.array([str(row.get(name, "")) for row in table]) for name in set(found) - {"text", "label"}
    }
    handed = said.confidence < loaded.classifier.threshold
    overall = scores(labels.tolist(), said, threshold=loaded.classifier.threshold)
    return sandbox.TrialResult(
        version=loaded.version,
        rows=len(table),
        data_digest=digest(canonical_json([[row["text"], row["label"]] for row in table]).encode()),
        measures=(
            *_shares("accuracy", right, groups),
            *_wrong(right, handed, groups),
            *_shares("abstained", handed, groups),
            *(
                sandbox.Measure(name, Estimate(overall[name], None, None, len(table), "1"))
                for name in ("macro_f1", "ece")
            ),
        ),
        data_source=context.data.name,
    )


def _wrong(right: np.ndarray, handed: np.ndarray, groups: dict[str, np.ndarray]) -> list[sandbox.Measure]:
    """The share of wrong headings among those it named; where it named none it was not wrong, but showed nothing."""
    named = np.flatnonzero(~handed)
    if not len(named):
        return []
    return _shares("wrong", ~right[named], {name: values[named] for name, values in groups.items()})


def _shares(measure: str, rows_so: np.ndarray, groups: dict[str, np.ndarray]) -> list[sandbox.Measure]:
    """The share of rows that are so, of all and of each group of ten or more."""
    made = [sandbox.Measure(measure, share(int(rows_so.sum()), len(rows_so)))]
    for name, values in sorted(groups.items()):
        for value in np.unique(values):
            rows_of = rows_so[values == value]
            if len(rows_of) >= 10:
                estimate = share(int(rows_of.sum()), len(rows_of))
                made.append(sandbox.Measure(measure, estimate, f"{name}:{value}"))
    return made


def try_finder(context: sandbox.TrialContext) -> sandbox.TrialResult:
    """Try the finder on invented pairs: the same thing said twice, and different things at the same place."""
    rng = Random(context.seed)
    items, truth = _invented(rng, 400)
    joined = Finder().join(items, [])
    by_key = dict(enumerate(truth))
    pairs = [(one.key, one.to) for one in joined if one.to is not None]
    false = sum(by_key[a] != by_key[b] for a, b in pairs)
    second = sum(truth[n] in truth[:n] for n in range(len(truth)))
    found = sum(by_key[a] == by_key[b] for a, b in pairs)
    return sandbox.TrialResult(
        version=FINDER_VERSION,
        rows=len(items),
        data_digest=digest(canonical_json([[item.text, item.place or 0] for item in items]).encode()),
        measures=(
            sandbox.Measure("false_joins", share(false, max(1, len(pairs)))),
            sandbox.Measure("found", share(min(found, second), max(1, second))),
        ),
        data_source=f"invented, seed {context.seed} / 按种子生成的样例",
    )


_THINGS: Sequence[tuple[str, str, Sequence[str]]] = (
    ("路灯不亮", "street_light", ("晚上走路看不见", "老人怕摔跤", "已经好几天了")),
    ("下水道堵了，污水冒出来", "drainage", ("味道很难闻", "楼道口都是水", "请尽快疏通")),
    ("暖气不热", "heating", ("家里只有十几度", "孩子都冻感冒了", "打电话没人接")),
    ("半夜施工噪声很大", "noise", ("睡不着觉", "第二天还要上班", "孩子要考试")),
)
# Two of them stand in no list of spots, for people name what they see.
_WHERE = (
    "老槐树底下",
    "小卖部那儿",
    "东门口",
    "三号楼前",
    "菜场旁边",
    "学校后面",
    "公交站边上",
    "西边围墙下",
    "地下车库入口",
    "幼儿园对面",
)


def _invented(rng: Random, count: int) -> tuple[list[Item], list[str]]:
    items, truth = [], []
    for key in range(count):
        what, category, more = rng.choice(_THINGS)
        where, place = rng.choice(_WHERE), rng.randrange(12)
        said = [f"{where}{what}", f"我们{where}的{what}", f"{what}，就在{where}"][rng.randrange(3)]
        text = f"{said}，{rng.choice(more)}。"
        items.append(Item(key, category, place, None, None, float(key * 600), text))
        truth.append(f"{category}@{place}@{where}")
    return items, truth
