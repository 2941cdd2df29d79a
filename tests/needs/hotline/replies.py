"""What people of a small city asked in a year, and what the units answered."""

from functools import cache
from random import Random

import numpy as np

from minben.needs.hotline.core.answering.learning import Ranker, learn

MATTERS = {
    "暖气不热": "经测温不足18度，换热站循环泵已检修",
    "路灯不亮": "电缆破损，已更换灯具恢复照明",
    "下水道堵了": "管道已疏通，化粪池已清掏",
    "停水了": "破损的水管已更换，恢复供水",
    "电梯坏了": "门机已更换，检验合格后恢复运行",
    "垃圾没人收": "垃圾已清运，改为一日两次",
    "半夜施工": "夜间巡查并责令停工",
    "公交不准点": "高峰加开班次",
}
WHERE = [
    f"{name}{kind}"
    for name in ("柳荫", "河湾", "向阳", "东门", "桂花", "北桥")
    for kind in ("小区", "街道", "村")
]


def year(seed: int) -> tuple[list[str], list[str]]:
    """What people asked in a year and what the units answered, each matter at each place once."""
    rng = Random(seed)
    asked, answered = [], []
    for matter, deed in MATTERS.items():
        for where in WHERE:
            asked.append(
                f"{where}{matter}\n{rng.choice(('已经三天了', '老人很着急', '打电话没人接'))}，请尽快处理。"
            )
            answered.append(f"您好，您反映的问题收悉。{where}的情况属实，{deed}。感谢您的支持。")
    return asked, answered


@cache
def learned() -> Ranker:
    """What that year teaches; learned once for all tests of a process."""
    asked, answered = year(1)
    return learn(asked, answered, np.arange(len(asked)), asked, seed=0)
