"""Invented requests of four kinds, for classifiers to learn from."""

from random import Random

THINGS = {
    "供暖": ["家里没有暖气", "暖气片冰凉", "室温只有十二度", "供暖一直不达标", "暖气管道漏水"],
    "路灯": ["楼下路灯坏了", "路灯白天亮晚上灭", "一排路灯都不亮", "灯杆歪了路灯掉下来", "巷子里路灯太暗"],
    "噪声": [
        "工地半夜打桩太吵",
        "楼下烧烤店放音响",
        "广场舞声音太大",
        "装修电钻吵得没法睡",
        "空调外机嗡嗡响",
    ],
    "公交": ["公交车等了四十分钟", "末班车太早", "司机到站不停车", "这条公交线能不能多加几班", "站牌被拆了"],
}
WHERE = ["和平路", "幸福小区三号楼", "我们小区", "东门菜场旁边", "学校门口", "老年活动中心"]
ASK = ["请尽快处理", "请问什么时候能解决", "反映好几次了", "谢谢", "望回复", "老人孩子都受不了"]


def requests(rows: int, *, seed: int = 1, noise: float = 0.0) -> tuple[list[str], list[str]]:
    """Make texts and labels; a share `noise` of the labels is wrong."""
    rng, names = Random(seed), list(THINGS)
    texts, labels = [], []
    for _ in range(rows):
        label = rng.choice(names)
        texts.append(
            f"{rng.choice(WHERE)}{rng.choice(THINGS[label])}，{rng.choice(ASK)}。{rng.randrange(100)}"
        )
        labels.append(rng.choice(names) if rng.random() < noise else label)
    return texts, labels
