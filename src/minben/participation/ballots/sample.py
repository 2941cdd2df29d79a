"""This feature's part of the sample city: a vote about a lift half-way through, one that is over, and a secret one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from minben.participation.ballots import actions, queries
from minben.participation.ballots.actions import Channel, Choice, NewBallot, NewDwelling, NewReading, Stage
from minben.participation.ballots.models import Dwelling, Owner

FLOORS, PER_FLOOR = 6, 4
# One flat of each floor is small, one large, as old blocks have them.
_AREAS = ("45.30", "58.75", "63.20", "71.90")


@dataclass(frozen=True, slots=True)
class Block:
    """Where the votes are held, who organises them, and who lives there: names with their keys in the registers.

    Attributes
    ----------
    reader_ids : tuple of int
        Two accounts, which read the ballots on paper.
    """

    unit_id: int
    place_id: int | None
    neighbours: Sequence[tuple[str, int]]
    worker: int
    reader_ids: tuple[int, int]


def decide(rng: Random, block: Block, *, at: datetime) -> tuple[int, int]:
    """Play the votes as far as they are at ``at``; return the key of the one that runs and of the one that is over."""
    over = _light(rng, block, at)
    # From a seed of its own, so that the other votes stay as they are.
    _benches(Random(278), block, at)
    return _lift(rng, block, at), over


def _homes(block: Block) -> list[NewDwelling]:
    names = [name for name, _key in block.neighbours]
    homes = []
    for n in range(FLOORS * PER_FLOOR):
        floor, door = n // PER_FLOOR + 1, n % PER_FLOOR + 1
        # Every sixth flat has two owners, and the last belongs to whoever has the first, too.
        owners = (names[n % len(names)],) if n % 6 else (names[n % len(names)], names[(n + 7) % len(names)])
        if n == FLOORS * PER_FLOOR - 1:
            owners = (names[0],)
        homes.append(NewDwelling(f"{floor}0{door}", floor, Decimal(_AREAS[door - 1]), owners))
    return homes


def _lift(rng: Random, block: Block, at: datetime) -> int:
    new = actions.NewDecision(
        title="柳荫路老楼加装电梯", title_en="A lift for the old block in Willow Road",
        question="是否同意在本楼北侧加装一部电梯？总费用六十五万二千元，政府补贴二十八万元，"
        "其余由业主按楼层分摊；一层不出资。",
        question_en="Shall a lift be added on the north side of this block? It costs 652,000 yuan; the city pays"
        " 280,000; the owners share the rest by floor, and the ground floor pays nothing.",
        unit_id=block.unit_id, place_id=block.place_id, procedure="civil-code-278-building",
        dwellings=_homes(block), scheme="guangzhou-reference", cost_cents=652_000_00, subsidy_cents=280_000_00,
        instalments=3, persons=dict(block.neighbours),
    )  # fmt: skip
    start = at - timedelta(days=19)
    key = actions.prepare(new=new, by=block.worker, at=start)
    _step(block, key, Stage.NOTICE, at=at - timedelta(days=18), words="公示张贴在各单元门口和社区公告栏。")
    shade = actions.object_to(
        decision_id=key, words="装在北面会挡我家厨房的光，白天也要开灯。", gist="担心厨房采光受影响。", by=block.worker,
        at=at - timedelta(days=15),
    )  # fmt: skip
    noise = actions.object_to(
        decision_id=key,
        words="电梯一响我妈睡不着。",
        gist="担心运行噪声。",
        by=block.worker,
        at=at - timedelta(days=14),
    )
    _step(
        block, key, Stage.HEARING, at=at - timedelta(days=12), words="听证会在社区活动室举行，二十一户到场。"
    )
    _step(block, key, Stage.OBJECTIONS, at=at - timedelta(days=10))
    talks = (
        (shade, "已按逐窗日照计算说明影响，井道改用玻璃，住户接受。", "settled", 9),
        (noise, "设备房移到屋顶并加隔声，住户仍有顾虑。", "stands", 8),
    )
    for objection, words, outcome, days in talks:
        actions.mediate(
            objection_id=objection,
            words=words,
            outcome=outcome,
            by=block.worker,
            at=at - timedelta(days=days),
        )
    closes = at + timedelta(days=5)
    ways = "可以凭信中的投票码自己投，也可以打电话、到窗口、填纸质选票。"
    _step(block, key, Stage.VOTE, at=at - timedelta(days=4), words=ways, closes=closes)
    _vote(rng, block, key, at, share=0.62, agree=0.8)
    _paper(block, key, at)
    return key


def _light(rng: Random, block: Block, at: datetime) -> int:
    new = actions.NewDecision(
        title="更换楼道照明", title_en="New lights in the stairwells",
        question="是否同意把楼道灯换成声控灯？费用从公共收益中支出，业主不另出资。",
        question_en="Shall the stairwells get lights that come on at a sound? Paid from common income.",
        unit_id=block.unit_id, place_id=block.place_id, procedure="civil-code-278-ordinary",
        dwellings=_homes(block), persons=dict(block.neighbours),
    )  # fmt: skip
    key = actions.prepare(new=new, by=block.worker, at=at - timedelta(days=61))
    for stage, days in ((Stage.NOTICE, 60), (Stage.HEARING, 50), (Stage.OBJECTIONS, 48)):
        _step(block, key, stage, at=at - timedelta(days=days))
    _step(block, key, Stage.VOTE, at=at - timedelta(days=45), closes=at - timedelta(days=36))
    _vote(rng, block, key, at - timedelta(days=36), share=0.9, agree=0.85)
    _step(block, key, Stage.RESULT, at=at - timedelta(days=35), words="结果和名单张贴在各单元门口。")
    _step(block, key, Stage.FOLLOW_UP, at=at - timedelta(days=20), words="声控灯已装好，业主代表验收。")
    return key


def _benches(rng: Random, block: Block, at: datetime) -> None:
    """A secret vote: neighbours who quarrel about a bench shall meet on the stairs all the same."""
    new = actions.NewDecision(
        title="院内长椅放在哪里", title_en="Where the benches of the yard stand",
        question="是否同意把三把长椅从车棚旁移到香樟树下？",
        question_en="Shall the three benches move from the bicycle shed to the camphor tree?",
        unit_id=block.unit_id, place_id=block.place_id, procedure="civil-code-278-ordinary",
        dwellings=_homes(block), secret=True, persons=dict(block.neighbours),
    )  # fmt: skip
    key = actions.prepare(new=new, by=block.worker, at=at - timedelta(days=32))
    _step(block, key, Stage.NOTICE, at=at - timedelta(days=31), words="公示张贴在院门口。")
    for (name, _person), side in zip(block.neighbours[-2:], ("车棚旁的住户", "树下的住户"), strict=True):
        observer = actions.NewObserver(decision_id=key, name=name, stands_for=side)
        actions.name_observer(new=observer, by=block.worker, at=at - timedelta(days=30))
    _step(block, key, Stage.HEARING, at=at - timedelta(days=24))
    _step(block, key, Stage.OBJECTIONS, at=at - timedelta(days=21))
    closes = at - timedelta(days=5)
    _step(block, key, Stage.VOTE, at=at - timedelta(days=14), closes=closes)
    _vote(rng, block, key, closes, share=0.95, agree=0.6)
    actions.open_ballots(decision_id=key, by=block.worker, at=closes + timedelta(hours=1))
    for number, row in enumerate(queries.observers(key), 2):
        file = actions.read_openings(observer_id=row.key, at=closes + timedelta(hours=number))
        # Each says what the count of the very file that they got comes to.
        agrees = queries.recounted(decision=key, openings=file).holds
        when = closes + timedelta(hours=number, minutes=20)
        words = "在家里又数了一遍，相符。" if agrees else "数出来与公开的记录不符。"
        actions.say(observer_id=row.key, agrees=agrees, reason=words, at=when)
    _step(
        block, key, Stage.RESULT, at=closes + timedelta(days=1), words="结果张贴在院门口，不公布谁投了什么。"
    )


def _step(
    block: Block, key: int, stage: Stage, *, at: datetime, words: str = "", closes: datetime | None = None
) -> None:
    actions.move(decision_id=key, to=stage, by=block.worker, at=at, words=words, closes=closes)


def _vote(rng: Random, block: Block, key: int, until: datetime, *, share: float, agree: float) -> None:
    """Have a share of the dwellings vote in the four days before ``until``, by every way."""
    homes = list(Dwelling.objects.filter(decision_id=key).order_by("pk").prefetch_related("ownerships"))
    for home in homes[: round(len(homes) * share)]:
        channel = rng.choices((Channel.WEB, Channel.PHONE, Channel.COUNTER, Channel.HOME), (5, 2, 2, 1))[0]
        choice = Choice.FOR if rng.random() < agree else rng.choice((Choice.AGAINST, Choice.ABSTAIN))
        ballot = NewBallot(
            owner_id=home.ownerships.all()[0].owner_id, dwelling_id=home.pk, choice=choice, channel=channel
        )
        when = until - timedelta(minutes=rng.randrange(10, 3 * 24 * 60))
        actions.cast(ballots=[ballot], at=when, by=None if channel is Channel.WEB else block.worker)


def _paper(block: Block, key: int, at: datetime) -> None:
    """Give in two sheets: one is read by two people, the other waits for its second reader."""
    owners = Owner.objects.filter(decision_id=key).order_by("-number").prefetch_related("ownerships")[:2]
    for number, owner in enumerate(owners, 1):
        reading = NewReading(
            decision_id=key, number=f"{key}-{owner.number}-1", owner_id=owner.pk,
            dwelling_id=owner.ownerships.all()[0].dwelling_id, choice=Choice.FOR,
            handed_in_at=at - timedelta(hours=30),
        )  # fmt: skip
        for reader in block.reader_ids[:number]:
            actions.read_sheet(reading=reading, by=reader, at=at - timedelta(hours=3))
