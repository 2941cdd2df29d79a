"""Puts a matter into one speaker's words: a clerk's note, an old person, an angry post, a long letter …"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from minben.ground.registers.core.kinds import Condition
from minben.ground.registers.core.townspeople import Resident
from minben.needs.hotline.sample_texts.slots import Teller
from minben.needs.hotline.sample_texts.tree import read_sample

# How likely a speaker adds: more of the matter, the family, what was tried, their mood, what they ask for.
_HABITS = {
    "clerk": (0.6, 0.15, 0.3, 0.0, 0.35),
    "desk": (0.6, 0.2, 0.3, 0.1, 0.3),
    "elder": (0.6, 0.5, 0.3, 0.3, 0.4),
    "angry": (0.8, 0.2, 0.6, 0.4, 0.4),
    "plain": (0.5, 0.2, 0.25, 0.1, 0.55),
    "terse": (0.1, 0.0, 0.0, 0.0, 0.05),
    "folksy": (0.6, 0.3, 0.3, 0.2, 0.3),
    "letter": (1.0, 0.7, 0.8, 0.8, 0.9),
    "relay": (0.4, 0.1, 0.2, 0.1, 0.4),
    "proxy": (0.5, 0.2, 0.3, 0.1, 0.4),
    "form": (0.6, 0.1, 0.3, 0.0, 0.6),
    "newcomer": (0.5, 0.1, 0.3, 0.3, 0.4),
}


@dataclass(frozen=True, slots=True)
class Content:
    """What is to be said, still with slots: the main sentence and what may be added to it.

    Attributes
    ----------
    bare : bool
        Nothing of the speaker's troubles is added: thanks and ideas.
    """

    main: str
    more: Sequence[str] = ()
    asks: Sequence[str] = ()
    also: str = ""
    question: bool = False
    bare: bool = False


@cache
def _voices() -> dict[str, Any]:
    loaded: dict[str, Any] = read_sample("voices")
    return loaded


# Who speaks on a channel, with weights; a letter, a relay and a helper have a voice of their own.
_SPEAKERS = {
    "letter": {"letter": 1},
    "proxy": {"proxy": 1},
    "text": {"relay": 1},
    "sign": {"relay": 1},
    "counter": {"desk": 80, "plain": 20},
    "web": {"plain": 50, "angry": 20, "terse": 15, "form": 12, "folksy": 3},
    "phone": {"clerk": 62, "plain": 20, "angry": 9, "folksy": 9},
}
_OLD_CALLERS = {"elder": 55, "clerk": 33, "folksy": 12}


def choose_voice(rng: Random, channel: str, resident: Resident) -> str:
    """The speaker that fits a channel and a person."""
    speakers = _SPEAKERS[channel]
    if channel == "phone" and resident.age >= 62:
        speakers = _OLD_CALLERS
    new = channel in ("phone", "web") and resident.person.condition == Condition.NEWCOMER
    if new and rng.random() < 0.3:
        return "newcomer"
    return rng.choices(list(speakers), list(speakers.values()))[0]


def speak(teller: Teller, voice: str, content: Content) -> str:
    """The whole text of a request in one voice."""
    if voice == "angry" and (content.question or content.bare):
        voice = "plain"
    rng, words = teller.rng, _voices()[voice]
    stop = "！" if voice == "angry" and rng.random() < 0.7 else "。"
    body = _body(teller, voice, content)
    lead = rng.choice(words["before"]) + (rng.choice(words["bridge"]) if voice == "letter" else "")
    if "self" in words and rng.random() < 0.7:
        lead += rng.choice(words["self"]) + "，"
    main = "，".join(body[0]) + ("？" if content.question and voice != "form" else stop)
    rest = "".join("，".join(part) + stop for part in body[1:] if part)
    after = rng.choice(_endings(voice, content))
    text = teller.fill(lead + main + rest + after)
    if voice == "terse":
        text = text.rstrip("。") if rng.random() < 0.8 else text.replace("，", " ")
    elif after and text[-1] not in "。！？）":
        text += stop if rng.random() < 0.7 else ""
    return _turned(teller, voice, text)


def _endings(voice: str, content: Content) -> list[str]:
    if not (content.question or content.bare):
        ordinary: list[str] = _voices()[voice]["after"]
        return ordinary
    endings: dict[str, list[str]] = _voices()["after_question" if content.question else "after_bare"]
    return endings.get(voice, endings["any"])


def _body(teller: Teller, voice: str, content: Content) -> list[list[str]]:
    rng, common = teller.rng, _voices()
    more, family, tried, worn, ask = _HABITS[voice]
    first = [content.main]
    if content.more and rng.random() < more:
        first += rng.sample(content.more, 2 if len(content.more) > 1 and rng.random() < 0.3 else 1)
    if content.question or content.bare:
        return [first]
    second: list[str] = []
    if rng.random() < family:
        second.append(rng.choice(common["family"]["elder" if teller.resident.age >= 62 else "any"]))
    if rng.random() < tried:
        second.append(rng.choice(common["tried"]))
    if rng.random() < worn:
        second.append(rng.choice(common["worn"]))
    if rng.random() < 0.15:
        second.reverse()
    third = [rng.choice(content.asks)] if content.asks and rng.random() < ask else []
    also = [rng.choice(common["also"]) + content.also] if content.also else []
    return [first, second, also, third]


def _turned(teller: Teller, voice: str, text: str) -> str:
    """Turns of speech of one voice, and what slips from anybody's pen."""
    rng = teller.rng
    if voice == "folksy":
        for plain, turn in _voices()["folksy"]["turns"]:
            if rng.random() < 0.8:
                text = text.replace(plain, turn)
    elif voice in ("clerk", "desk"):
        text = _reported(text, "来电人" if voice == "clerk" else "来访人")
    if rng.random() < 0.14:
        text = _slip(rng, text)
    if voice == "angry" and rng.random() < 0.3:
        text = text.replace("！", "！！！", 1)
    if rng.random() < 0.06:
        text = text.replace("，", " ").replace("。", " ").strip()
    return text


def _reported(text: str, caller: str) -> str:
    """First person turned into the third, as a clerk notes it down."""
    if "我是我" in text:
        return text
    for own, noted in (
        ("我们", "居民"),
        ("我家", "其家"),
        ("我的", "其"),
        ("联系我", f"联系{caller}"),
        ("我", "其"),
    ):
        text = text.replace(own, noted)
    return text


def _slip(rng: Random, text: str) -> str:
    found = [pair for pair in _voices()["slips"] if pair[0] in text]
    for right, wrong in rng.sample(found, min(len(found), rng.randint(1, 2))):
        text = text.replace(right, wrong, 1)
    return text


def identify(teller: Teller) -> str:
    """Personal data that people put behind their text without being asked, as a sentence of its own."""
    rng, code, words = teller.rng, teller.code, _voices()
    parts = []
    if rng.random() < 0.1:
        parts.append(rng.choice(words["identify"]))
    if rng.random() < (0.06 if code in ("social_insurance", "household_registration") else 0.012):
        parts.append(rng.choice(words["card"]))
    if code in ("wages", "consumer", "assistance") and rng.random() < 0.04:
        parts.append(rng.choice(words["bank"]))
    if rng.random() < 0.03:
        parts.append(rng.choice(words["door"]))
    return teller.fill("，".join(parts) + "。") if parts else ""
