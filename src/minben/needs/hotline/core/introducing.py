"""Who says in Latin letters who they are: "I'm Zhang Wei", "my name is Maria Lopez", "我叫Tom"."""

import re
from collections.abc import Callable, Sequence

# The syllables of 汉语拼音 by what they begin with (GB/T 16159-2012 cuts a name into surname and given name).
_SYLLABLE = (
    r"(?:[bp](?:ai?|an|ang|ao|ei|en|eng|i|ian|iao|ie|in|ing|ou?|u)|m(?:ai?|an|ang|ao|e|ei|en|eng|i|ian|iao|ie|in|ing|iu|ou?|u)"
    r"|f(?:an?|ang|ei|en|eng|ou?|u)|[dt](?:ai?|an|ang|ao|e|ei|en|eng|i|ia|ian|iao|ie|ing|iu|ong|ou|u|uan|ui|un|uo)"
    r"|[nl](?:ai?|an|ang|ao|e|ei|en|eng|i|ia|ian|iang|iao|ie|in|ing|iu|ong|ou|u|v|uan|ue|ve|un|uo)"
    r"|(?:[gkh]|[zcs]h?)(?:ai?|an|ang|ao|e|ei|en|eng|i|ong|ou|ua?|uai|uan|uang|ui|un|uo)"
    r"|[jqx](?:i|ia|ian|iang|iao|ie|in|ing|iong|iu|u|uan|ue|un)|r(?:an|ang|ao|e|en|eng|i|ong|ou|u|ua|uan|ui|un|uo)"
    r"|y(?:an?|ang|ao|e|i|in|ing|o|ong|ou|u|uan|ue|un)|w(?:ai?|an|ang|ei|en|eng|o|u)|ai?|an|ang|ao|e|ei|en|er|ou)"
)
PINYIN = re.compile(rf"{_SYLLABLE}(?:['-]?{_SYLLABLE}){{0,2}}")
_FAMILY = """
    ai an ao ba bai ban bao bi bian cai cao cen cha chai chang che chen cheng chou chu cui dai deng diao
    dong dou du duan fan fang fei feng fu gan gao ge geng gong gu guang guo hai han hao he hong hou hu hua
    huang huangfu huo ji jia jiang jiao jin jing kang ke kong kuai kuang lai lan lang lao le lei leng li
    lian liang liao lin ling liu lou lu luo lv ma mao mei meng mi miao min miu mo mu murong nie ning niu ou
    ouyang pan pang pei peng pi ping pu qi qian qin qiu qu quan que ren rong ruan sha shangguan shao shen
    shi shu shui sima situ song su sun tan tang tao teng tian tong wan wang wei wen weng wu xia xiang xiao
    xie xin xing xiong xu xue yan yang yao ye yi yin you yu yuan yun zeng zhan zhang zhao zheng zhong zhou
    zhu zhuang zhuge zhuo zou zuo
"""
FAMILY = frozenset(_FAMILY.split())
_LIKE_PINYIN = """
    a ai an ane bai ban banana bang bin can cane chain change coin dance dane die dine done dong dune fan
    fang fine gain game gang gave gong guide han hang he heat hen her here him hope hot how hunger in it
    june lane lang lean leng lie line long man manage mandarin mane many me mean men mine mo more mu nan
    nice none nun one ouch our pan pane pang pen people piano pin pine ran range run sane sang shame she
    shine shone shun sin sing so song sun sung tai tan tang ten tie tin tong tune under wan want we wen wine
    women won you young
"""
LIKE_PINYIN = frozenset(_LIKE_PINYIN.split())
"""English words that read as pinyin: small, they are no names."""
_NEVER = """
    about account address afraid after again against age ago all alone already also always am american and
    angry another any anything are as asking at aware be because been before being blind british but by
    calling chief child chinese citizen city clerk complaining concerned contacting deaf deputy did director
    disabled do doctor dog doing dr driver elderly email engineer english equivalent every everybody
    everyone everywhere extremely father female first for foreign foreigner french from fully german getting
    glad going gone good grateful happy has having hearing homeless hoping hukou i id if ill indian injured
    is japanese just kind korean last late like listed live lived lives living local looking lost male
    manager married me member minister miss missing misspelled mistaken mobile moslem mother mr mrs ms
    muslim my name native neighbor neighbour never new no nobody not now nurse of off old on only or out
    over owner parent party passport patient phone pleased pregnant really reporting resident retired
    russian secretary seeing sick single so somebody someone sorry speaking spelled spelt staff still
    student such sure surprised teacher tel tenant thankful thanks that the their them then there these they
    this those tired to too trapped two unable unhappy unwell up upset urgent us using very victim visually
    waiting walking was wechat what wheelchair when where which who whose will with without worker working
    worried would writing written wrong yes yet your
"""
NEVER = frozenset(_NEVER.split())
"""English words that are no names even where all words begin with capitals."""
PARTICLES = frozenset(("al", "bin", "da", "de", "del", "der", "di", "dos", "el", "la", "le", "van", "von"))
WORD = re.compile(r"[a-z\xdf-\u024f]++(?:['’-][a-z\xdf-\u024f]++)*+(?![\w@])")
_GAP = re.compile(r"[ \t]{1,2}|·")
MOST = 4
"""Words of a name at most."""


def introduced(found: re.Match[str], text: str, said: str) -> tuple[int, int] | None:
    """Return where the name stands that follows a beginning like "I'm", or None when none follows.

    Parameters
    ----------
    found
        The beginning in the text. Its groups tell how sure a name follows: "surely" whenever a word may be one,
        "caller" if "calling" comes after it as well.
    text, said
        The same characters, folded and as they were said: capitals tell names from words.
    """
    words = _words(text, found.end())
    count = _named(words, said, surely=found.lastgroup is not None)
    if not count:
        return None
    start, end = words[0].start(), words[count - 1].end()
    calls = found.lastgroup != "caller" or text.startswith((" calling", " speaking"), end)
    return (start, end) if calls else None


def _words(text: str, start: int) -> list[re.Match[str]]:
    """Return the words after a place, as long as one blank parts them."""
    found: list[re.Match[str]] = []
    while len(found) < MOST and (word := WORD.match(text, start)):
        found.append(word)
        gap = _GAP.match(text, word.end())
        start = gap.end() if gap else len(text)
    return found


def _named(words: Sequence[re.Match[str]], said: str, *, surely: bool) -> int:
    """Return how many of the words are a name; after "my name is" one is enough, after "I'm" it takes two."""
    capital = _capital(words, said)
    if not surely:
        return capital if capital > 1 else _chinese(words)
    plain = _leading(words, lambda word: word.group() not in NEVER)
    return max(capital, min(plain, 2), _chinese(words))


def _capital(words: Sequence[re.Match[str]], said: str) -> int:
    """Return how many of the words are written like a name: "Maria del Carmen"."""
    count = _leading(
        words,
        lambda word: (
            (_is_capital(said[word.start() : word.end()]) and word.group() not in NEVER)
            or (word.group() in PARTICLES and word is not words[0])
        ),
    )
    while count and words[count - 1].group() in PARTICLES:
        count -= 1
    return count


def _is_capital(word: str) -> bool:
    return any(part[:1].isupper() for part in word.split("-")) and (len(word) == 1 or not word.isupper())


def _chinese(words: Sequence[re.Match[str]]) -> int:
    """Return how many of the words are a Chinese name in pinyin, the surname first or last; 0 if they are none."""
    spelled = _leading(words, lambda word: _is_spelled(word.group()))
    if spelled < 2:
        return 0
    count = 3 if spelled > 2 and words[0].group() in FAMILY else 2
    return count if words[0].group() in FAMILY or words[count - 1].group() in FAMILY else 0


def _is_spelled(word: str) -> bool:
    return word not in LIKE_PINYIN and word not in NEVER and PINYIN.fullmatch(word) is not None


def _leading(words: Sequence[re.Match[str]], holds: Callable[[re.Match[str]], bool]) -> int:
    return next((count for count, word in enumerate(words) if not holds(word)), len(words))
