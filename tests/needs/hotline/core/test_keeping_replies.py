"""What was learned from replies is kept in a folder, opened as it was, and refused when somebody changed it."""

from pathlib import Path

import numpy as np
import pytest

from minben.needs.hotline.core.answering.covering import fit_for_others
from minben.needs.hotline.core.answering.index import Index
from minben.needs.hotline.core.answering.judging import judge, shares
from minben.needs.hotline.core.answering.keeping import KeptRefused, card_of, index_in, keep, ranker_in
from minben.needs.hotline.core.answering.learning import Ranker
from tests.needs.hotline.replies import learned, year


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    return learned()


@pytest.fixture(scope="module")
def index(ranker: Ranker) -> Index:
    asked, answered = year(1)
    return ranker.index(answered, messages=asked[::3], own=np.arange(len(asked))[::3])


def test_a_ranker_and_its_index_say_the_same_after_they_were_kept(
    ranker: Ranker, index: Index, tmp_path: Path
) -> None:
    version = keep(ranker, tmp_path / "ranker", {"rows": 7})
    keep(index, tmp_path / "index", {"keys": [1, 2]})
    again = ranker_in(tmp_path / "ranker")
    laid = index_in(tmp_path / "index", again.learned)
    asked = ["柳荫街道暖气不热，我家冻得睡不着", "东门小区电梯坏了"]
    before, after = ranker.find(index, asked), again.find(laid, asked)
    assert (before.replies == after.replies).all()
    assert np.array_equal(ranker.order.scores(before), again.order.scores(after))
    assert card_of(tmp_path / "ranker")["told"] == {"rows": 7}
    assert keep(again, tmp_path / "third", {"rows": 7}) == version


def test_a_changed_weight_is_refused_as_is_a_folder_that_is_not_ours(ranker: Ranker, tmp_path: Path) -> None:
    keep(ranker, tmp_path, {})
    np.save(tmp_path / "order.sureness.npy", np.zeros(3), allow_pickle=False)
    with pytest.raises(KeptRefused) as refused:
        ranker_in(tmp_path)
    assert refused.value.code == "model_changed"
    keep(ranker, tmp_path, {})
    kept = np.load(tmp_path / "order.sureness.npy")
    # The same bytes in another form would be read as other weights.
    np.save(tmp_path / "order.sureness.npy", kept[None], allow_pickle=False)
    with pytest.raises(KeptRefused) as refused:
        ranker_in(tmp_path)
    assert refused.value.code == "model_changed"
    np.save(tmp_path / "order.sureness.npy", np.array([{}], dtype=object), allow_pickle=True)
    with pytest.raises(KeptRefused) as refused:
        ranker_in(tmp_path)
    assert refused.value.code == "model_foreign"
    with pytest.raises(KeptRefused) as refused:
        card_of(tmp_path / "nowhere")
    assert refused.value.code == "model_absent"


def test_only_the_rows_that_are_asked_for_are_found(ranker: Ranker, index: Index) -> None:
    among = np.array([3, 5, 40], dtype=np.int64)
    found = ranker.find(index, ["河湾小区路灯不亮"], among=among)
    assert sorted(found.replies[0].tolist()) == among.tolist()


def test_a_ranker_is_judged_on_what_it_did_not_learn_by_group(ranker: Ranker, index: Index) -> None:
    asked, _ = year(2)
    rows = np.arange(0, len(asked), 12)
    found = judge(ranker, index, [asked[row] for row in rows], rows, among=[None] * len(rows))
    told = {(one.metric, one.group): one for one in shares(found, {"half": rows % 2 == 0})}
    assert told[("found_first", "all")].hits > 0.8 * len(rows)
    assert told[("wrong_when_shown", "all")].of <= len(rows)
    assert 0 <= found.error <= 1


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("尊敬的陈女士：您好！李师傅已上门，电话13800138000。", "***师傅已上门，电话***。"),
        ("您好，您反映的问题收悉。", "您反映的问题收悉。"),
        ("经马路管理员说明，黄河路已通车。", "经马路管理员说明，黄河路已通车。"),
    ],
)
def test_nobody_learns_from_an_earlier_reply_who_was_answered(said: str, shown: str) -> None:
    assert fit_for_others([said]) == [shown]
