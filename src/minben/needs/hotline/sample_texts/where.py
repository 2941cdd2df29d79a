"""How people name a place and a time: exactly, roughly, or not at all."""

from datetime import datetime, timedelta
from random import Random

from minben.ground.registers.core.city import Neighbourhood
from minben.ground.registers.core.rows import NewPlace

_NUMERALS = "零一二三四五六七八九十"
_VAGUE = {
    "home": ("我家", "我们楼", "我们小区", ""),
    "compound": ("我们小区", "我们这儿", "楼下"),
    "road": ("家门口", "门口这条路", "我们这条街"),
}
_WEIGHTS = {
    "home": {"building": 40, "compound": 20, "community": 14, "district": 7, "road": 6, "none": 13},
    "compound": {"building": 6, "compound": 44, "community": 24, "district": 10, "road": 4, "none": 12},
    "road": {"community": 22, "compound": 18, "road": 40, "district": 8, "none": 12},
    "none": {"community": 25, "district": 25, "none": 50},
}


def draw_precision(rng: Random, at: str) -> str:
    """How exactly the place is named: building, compound, community, district, road or none."""
    weights = _WEIGHTS[at]
    return rng.choices(list(weights), list(weights.values()))[0]


def name_place(rng: Random, precision: str, at: str, here: Neighbourhood, building: NewPlace) -> str:
    """The place in a person's words."""
    if precision == "building":
        return _building(rng, here, building)
    if precision == "compound":
        compound = rng.choice(here.compounds)
        return compound + (
            "" if compound.endswith(("小区", "公寓", "大院")) else rng.choice(("", "小区", ""))
        )
    if precision == "community":
        return rng.choice((here.name, here.street + here.name, here.name, here.district + here.name)) + (
            rng.choice(("门口", "附近", "旁边")) if at == "road" else ""
        )
    if precision == "district":
        return here.district + (
            here.roads[0] if at == "road" else rng.choice(here.compounds) if at != "none" else ""
        )
    if precision == "road":
        return _road(rng, here)
    return rng.choice(_VAGUE.get(at, ("",)))


def _building(rng: Random, here: Neighbourhood, building: NewPlace) -> str:
    number = int(building.name[-3]) if building.name[-3].isdigit() else 1
    compound = building.name[:-3]
    name = rng.choice(
        (
            building.name,
            building.aliases[0],
            building.aliases[1],
            f"{compound}{_NUMERALS[number]}号楼",
            building.name,
        )
    )
    before = rng.choice(("", "", here.name, here.district, here.street))
    return before + name + rng.choice(("", "", "", f"{rng.randint(1, 4)}单元"))


def _road(rng: Random, here: Neighbourhood) -> str:
    first, second = here.roads
    return rng.choice(
        (
            first,
            second,
            f"{first}{rng.randint(1, 160)}号附近",
            f"{first}与{second}交叉口",
            f"{here.district}{first}",
            f"{first}靠近{here.compounds[0]}的地方",
            f"{first}公交站旁边",
        )
    )


def since_when(rng: Random, at: datetime) -> str:
    """Since when, told from a moment.

    >>> since_when(Random(2), datetime(2026, 3, 6))
    '从2月16日起'
    """
    ago = min(int(rng.expovariate(1 / 6)), 45)
    day = at - timedelta(ago)
    weekday = "一二三四五六日"[day.weekday()]
    if ago == 0:
        return rng.choice(("今天一早起", "从今天凌晨起", "今天早上开始"))
    if ago == 1:
        return rng.choice(("从昨天起", "昨天晚上开始", "昨天下午起", "从昨晚起"))
    if ago == 2:
        return rng.choice(("从前天起", "这两天", "前天夜里开始"))
    if ago < 8:
        last = "上" if ago > at.weekday() else ""
        return rng.choice((f"从{last}周{weekday}起", "这几天", f"{last}周{weekday}开始"))
    if ago < 20:
        return rng.choice((f"从{day.month}月{day.day}日起", "最近半个月", f"{day.month}月{day.day}号开始"))
    return rng.choice((f"从{day.month}月起", "这一个月来", f"自{day.month}月{day.day}日以来", "一个多月来"))
