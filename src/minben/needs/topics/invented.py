"""An invented month for trials: who says what of which incident is known, and nobody ever said it."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from minben.needs.topics.core.shapes import Bools, Ints, Messages, said

DISTRICTS, PER_DISTRICT = 10, 4
_DAY_S = 86_400.0
_MATTERS: Sequence[tuple[str, ...]] = (
    ("路灯不亮", "路灯坏了好几盏", "一到晚上路灯全黑"),
    ("下水道堵了，污水冒出来", "污水井往外冒脏水", "下水管道堵塞，满地污水"),
    ("暖气不热", "供暖一直不热，家里只有十几度", "暖气片是凉的"),
    ("半夜施工噪声很大", "夜里工地施工太吵", "凌晨还在施工，噪音扰民"),
    ("停水了", "从早上就没有水", "自来水停了，做饭都没水"),
    ("电梯坏了", "电梯停运，老人下不了楼", "电梯老是出故障"),
)
_NAMES = (
    "枫林", "海棠", "云栖", "石榴", "银杏", "白鹭", "青禾", "竹影", "听涛", "望山",
    "兰亭", "碧桃", "松涛", "芦荻", "月湖", "杏坛", "槐荫", "榆钱", "梅岭", "荷塘",
    "锦绣", "鹿鸣", "沁园", "丹霞", "汀兰", "雁栖", "南薰", "凤仪", "溪口", "石井",
)  # fmt: skip
_KINDS = ("新苑", "雅居")
_VOICES = {
    "elder": (
        "同志你好，我八十多了，{what}，{where}这边，麻烦你们来看看",
        "{where}{what}，我腿脚不好，等不起啊",
    ),
    "clerk": ("来电人反映：{where}{what}，要求尽快处理", "来电人称{where}{what}，此前反映过未解决"),
    "short": ("{where}{what}", "{where}，{what}，没人管"),
}
_MORE = (
    "，已经{n}天了", "，{n}号楼到{n}单元都这样", "，找物业{n}趟没用", "，希望{n}天内解决", "，邻居{n}户都说过", "",
    "，打过{n}次电话", "，孩子才{n}岁", "，上个月也坏过{n}回", "，请给个准信", "，晚上{n}点最厉害", "，还要等几天",
)  # fmt: skip
TRIFLE = (
    "建议广场的喷泉换成五颜六色的灯",
    "广场喷泉灯光太单调，建议换彩色的",
    "喷泉应该加彩灯，广场晚上才好看",
)


@dataclass(frozen=True, slots=True)
class Invented:
    """Messages, the incident of each, and in whose way it is told."""

    messages: Messages
    incident: Ints
    voice: tuple[str, ...]


def month(rng: Random, *, incidents: int = 60) -> Invented:
    """Write a month of incidents, each told by two to twelve people within a week."""
    rows: list[tuple[str, float, int, int, int, str]] = []
    for number in range(incidents):
        matter, place = number % len(_MATTERS), rng.randrange(DISTRICTS * PER_DISTRICT)
        starts = rng.uniform(0, 23) * _DAY_S
        for _ in range(rng.randint(2, 12)):
            voice = rng.choice(sorted(_VOICES))
            words = rng.choice(_VOICES[voice]).format(where=_name(place), what=rng.choice(_MATTERS[matter]))
            words += rng.choice(_MORE).format(n=rng.randint(2, 9))
            when, incident = starts + rng.uniform(0, 6) * _DAY_S, place * len(_MATTERS) + matter
            rows.append((words, when, place, matter, incident, voice))
    texts, at, place_of, kind, truth, voices = zip(*rows, strict=True)
    area = np.array(place_of, dtype=np.int64) // PER_DISTRICT
    messages = said(
        texts, at=np.array(at), person=np.arange(len(texts)), place=np.array(place_of), area=area,
        category=np.array(kind), vulnerable=np.array([voice == "elder" for voice in voices]),
        unsolved=np.ones(len(texts), dtype=bool),
    )  # fmt: skip
    return Invented(messages, np.array(truth, dtype=np.int64), voices)


def brigaded(rng: Random, honest: Messages, *, districts: int, accounts: float) -> Messages:
    """Add, in some districts, as many requests about a trifle as there are honest ones.

    There are `accounts` times as many accounts as fakes.
    """
    hit = np.flatnonzero(honest.area < districts)
    size = len(honest)
    texts = [rng.choice(TRIFLE) for _ in hit]
    fakes = said(
        texts, key=size + np.arange(len(hit)), at=np.array([rng.uniform(0, 29) * _DAY_S for _ in hit]),
        person=size + np.arange(len(hit)) % max(1, int(len(hit) * accounts)), area=honest.area[hit],
        category=np.full(len(hit), len(_MATTERS)), unsolved=np.ones(len(hit), dtype=bool),
    )  # fmt: skip
    return _together(honest, fakes)


def _together(one: Messages, other: Messages) -> Messages:
    columns: dict[str, Any] = {
        name: one.text + other.text
        if name == "text"
        else np.concatenate([getattr(one, name), getattr(other, name)])
        for name in one.__dataclass_fields__
    }
    return Messages(**columns)


def _name(place: int) -> str:
    return _NAMES[place % len(_NAMES)] + _KINDS[place // len(_NAMES)]


def shares_its_name(places: Ints) -> Bools:
    """Tell which places another place shares its name with, but for the kind of houses."""
    return places % len(_NAMES) < DISTRICTS * PER_DISTRICT - len(_NAMES)
