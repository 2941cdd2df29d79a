"""Messages as other people would have written them: seeded changes that must not change what a message is about."""

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from random import Random

from messages import Labelled

SEED = 20260105
TYPOS = 0.03
"""The share of Chinese characters that are mistyped [1]."""
LONG = 3_000
"""How many characters of talk a long-winded writer adds before and after what matters."""
DIGITS = "零一二三四五六七八九"
SOUNDS = (
    "的地得 在再 做作坐座 像象向相 帐账 哪那 以已己意 他她它 进近尽 到道倒 路露 园圆员元原 校较教 费废 "
    "工公供 收受 修休 谁水 电店 是事市式 有友又 无物 业页 区去 住主注 停听 暖软 气汽 噪燥 音因 车扯 "
    "学雪 医一 院愿 保宝报 险显 钱前 问文 题提 请清 求球 理里力 处出 房防 楼漏 拆差 安按 置制 "
    "城成程 管馆 环还 境静 污无 染然 商上 场厂 价加假 营赢 交教 通同 站占 线现 劳老 "
)
ALIKE = {character: group.replace(character, "") for group in SOUNDS.split() for character in group}
TALK = (
    "尊敬的各位领导，你们好！", "打扰了，实在没有办法才写这封信。", "我说话啰嗦，请多包涵。",
    "先谢谢您百忙之中看这封信。", "我也不懂这些，只是把知道的说一说。", "说来话长，还请您耐心看完。",
    "这事我想了很久，不知道该不该说。", "家里人都劝我算了。", "我相信政府会给老百姓一个说法。",
    "希望能够引起重视。", "盼望早日得到回复。", "祝各位工作顺利，身体健康！", "我们也理解大家的难处。",
    "如有说得不对的地方，请指正。", "不知道该找哪个部门，只好写在这里。", "打过很多次电话，也跑了很多趟。",
    "每次都说会处理，让我们回去等。", "等来等去没有下文。", "大家心里都不是滋味。",
    "我年纪大了，写得不好。", "再次表示感谢。", "不是万不得已也不会来麻烦您。",
)  # fmt: skip
"""Polite talk about nothing, invented: it fits every label alike."""


def typed_badly(text: str, rng: Random) -> str:
    """Mistype some characters: one that sounds alike, one left out, or two changed about."""
    said = list(text)
    for place, character in enumerate(text):
        if not "一" <= character <= "鿿" or rng.random() >= TYPOS:
            continue
        fate = rng.random()
        if fate < 0.6:
            said[place] = rng.choice(ALIKE.get(character, text))
        elif fate < 0.8 or place + 1 == len(text):
            said[place] = ""
        else:
            said[place], said[place + 1] = said[place + 1], said[place]
    return "".join(said)


def in_words(text: str) -> str:
    """Write each number in Chinese words: 2019 digit by digit, 15 as 十五."""
    return re.sub(r"\d+", lambda hit: _words(hit.group()), text)


def _words(digits: str) -> str:
    if len(digits) > 3 or digits.startswith("0"):
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in digits)
    number, said = int(digits), ""
    for worth, unit in ((100, "百"), (10, "十"), (1, "")):
        share, number = divmod(number, worth)
        said += DIGITS[share] + unit if share else "零" if said and number else ""
    return said.removeprefix("一") if said.startswith("一十") else said


def talk(rng: Random, length: int) -> str:
    """Return polite talk about nothing of at least this many characters."""
    said = ""
    while len(said) < length:
        said += rng.choice(TALK)
    return said


def traditional(texts: list[str]) -> tuple[list[str], str]:
    """Write texts in traditional characters; also tell by whose table.

    ICU's command line knows them independently of us; without it nothing is measured.
    """
    program = shutil.which("uconv")
    if not program:
        return [], "uconv (ICU) is absent: not measured"
    plain = [text.replace("\n", " ") for text in texts]
    run = subprocess.run(
        [program, "-f", "utf-8", "-t", "utf-8", "-x", "Hans-Hant"],
        input="\n".join(plain).encode(),
        capture_output=True,
        check=True,
    )
    return run.stdout.decode().split("\n"), "uconv (ICU)"


Ways = Mapping[str, list[str]]


def perturbed(data: Labelled) -> tuple[Ways, str]:
    """Return every message in each of the ways, and by whose table the traditional ones were written."""
    ways: dict[str, list[str]] = {
        "typos": _each(data.texts, typed_badly),
        "no_title": data.bodies,
        "numerals": [in_words(text) for text in data.texts],
        "long_winded": [
            f"{title} {talk(rng, LONG)} {body} {talk(rng, LONG)}"
            for title, body, rng in zip(data.titles, data.bodies, _rngs(len(data.texts)), strict=True)
        ],
        "ten_times": [" ".join([text] * 10) for text in data.texts],
    }
    written, by = traditional(data.texts)
    if written:
        ways["traditional"] = written
    return ways, by


def _each(texts: list[str], change: Callable[[str, Random], str]) -> list[str]:
    return [change(text, rng) for text, rng in zip(texts, _rngs(len(texts)), strict=True)]


def _rngs(count: int) -> list[Random]:
    return [Random(SEED * 100_003 + number) for number in range(count)]
