"""Invented months of an invented city, and crowds that try to bend what it hears; everything from a seed."""

from dataclasses import dataclass, replace

import numpy as np

from minben.needs.topics.core.shapes import Messages, said

DAY_S = 86_400.0
MONTH_S = 30 * DAY_S
DISTRICTS = 16
PLACES = (
    "丽澜沁园鹿鸣枫溪云栖竹苑棠梨青屿澄江禾风雁栖松涧荷塘梧桐银杏"
    "蓼洲紫薇望湖听涛石榴桃源凤凰白鹭翠屏映月金桂碧潭琼林芦汀晴岚"
)
"""Names of two characters each, one after the other."""
MATTERS = (
    ("旁的搅拌站粉尘噪音扰民", "搅拌站灰尘大，噪音也大，夜里睡不着"),
    ("捆绑销售车位", "买房必须买车位，这是捆绑销售，强买强卖"),
    ("小区经常停水", "自来水说停就停，水压也小，没水做饭"),
    ("楼下烧烤油烟扰民", "烧烤摊油烟直排，烟熏得不敢开窗"),
    ("电梯故障困人", "电梯三天两头坏，老人被困在电梯里"),
    ("工地拖欠农民工工资", "工资拖欠了三个月，血汗钱要不回来"),
)
OPENINGS = ("请问", "反映", "投诉", "", "关于", "再次反映", "求助：")
DETAILS = ("东边", "西边", "门口", "三栋", "七栋", "后面", "前面", "二期", "一期", "旁边", "北门", "南门")
SINCE = ("上周", "前天", "去年", "三月初", "半年前", "昨晚", "国庆以来", "开春以来", "这几天", "两个月前")
ENDINGS = ("请尽快处理。", "希望有人管一管。", "已经很久了。", "大家都很着急。", "谢谢！", "打过电话没有用。")


@dataclass(frozen=True)
class City:
    """A month: its messages, the true event of each, and how many people honestly spoke in each event."""

    messages: Messages
    event: np.ndarray
    honest: np.ndarray


def words(topic: int, rng: np.random.Generator) -> str:
    """What somebody says of an event, in one of many ways."""
    which = 2 * (topic % (len(PLACES) // 2))
    place, (title, body) = PLACES[which : which + 2] + "花园", MATTERS[topic % len(MATTERS)]
    tail = "".join(rng.choice(ENDINGS, size=int(rng.integers(1, 3)), replace=False))
    where, since, hour = rng.choice(DETAILS), rng.choice(SINCE), int(rng.integers(1, 24))
    return f"{rng.choice(OPENINGS)}{place}{title}\n{since}起，{place}{where}{body}，{hour}点最明显。{tail}"


def a_month(seed: int, *, topics: int = 30, largest: int = 400) -> City:
    """Thirty matters of the whole city, each heard in every district about as its people are many."""
    rng = np.random.default_rng(seed)
    people = rng.lognormal(0, 0.4, DISTRICTS)
    volume = largest / np.arange(1, topics + 1) ** 0.8
    mean = volume[:, None] * people / people.sum() * rng.lognormal(0, 0.15, (topics, DISTRICTS))
    counts = rng.poisson(mean)
    event = np.repeat(np.arange(topics), counts.sum(axis=1))
    area = np.concatenate([np.repeat(np.arange(DISTRICTS), row) for row in counts])
    return City(_spoken(event, area, rng, first_person=0), event, np.bincount(event, minlength=topics))


def _spoken(event: np.ndarray, area: np.ndarray, rng: np.random.Generator, *, first_person: int) -> Messages:
    size = len(event)
    return said(
        [words(one, rng) for one in event.tolist()],
        key=np.arange(size) + first_person,
        at=rng.uniform(0, MONTH_S, size),
        person=np.arange(size) + first_person,
        area=area.astype(np.int64),
    )


def together(city: City, fakes: Messages, event: np.ndarray) -> City:
    """The same month with fakes among the honest."""
    columns = {
        name: [*city.messages.text, *fakes.text]
        if name == "text"
        else np.concatenate([getattr(city.messages, name), getattr(fakes, name)])
        for name in Messages.__dataclass_fields__
    }
    return City(Messages(**columns), np.concatenate([city.event, event]), city.honest)


def attacked(city: City, kind: str, *, target: int, share: float, seed: int) -> City:
    """Add as many fakes as there are honest messages in a share of the districts, all for one event."""
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(DISTRICTS)[: 1 if kind == "one_district" else int(share * DISTRICTS)]
    area = np.concatenate([np.repeat(one, (city.messages.area == one).sum()) for one in chosen])
    event = np.full(len(area), target)
    fakes = _spoken(event, area, rng, first_person=len(city.event))
    if kind == "flood":
        fakes = replace(fakes, text=[fakes.text[0]] * len(area), person=fakes.key[0] + area)
    elif kind == "paraphrase":
        fakes = replace(fakes, person=fakes.key[0] + area * 20 + rng.integers(0, 20, len(area)))
    elif kind == "drip":
        # A few accounts in each district, some messages every day.
        fakes = replace(
            fakes,
            person=fakes.key[0] + area * 10 + rng.integers(0, 10, len(area)),
            at=np.linspace(0, MONTH_S, len(area)),
        )
    elif kind == "distinct":
        # All within two days, each by an account of its own.
        fakes = replace(fakes, at=rng.uniform(10 * DAY_S, 12 * DAY_S, len(area)))
    return together(city, fakes, event)


ATTACKS = ("flood", "paraphrase", "drip", "one_district", "distinct")
