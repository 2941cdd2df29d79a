"""Writes the year of requests of the sample city."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from minben.ground.registers.core.city import City
from minben.ground.registers.core.kinds import Condition
from minben.ground.registers.core.rows import NewHousehold, NewPlace
from minben.ground.registers.core.townspeople import Resident
from minben.needs.hotline.sample_texts.happenings import CROWD, happenings
from minben.needs.hotline.sample_texts.phrases import phrases
from minben.needs.hotline.sample_texts.schedule import Plan, plan_year
from minben.needs.hotline.sample_texts.slots import Teller
from minben.needs.hotline.sample_texts.tree import Leaf, leaves, read_sample
from minben.needs.hotline.sample_texts.voices import Content, choose_voice, identify, speak
from minben.needs.hotline.sample_texts.where import draw_precision, name_place


@dataclass(frozen=True, slots=True)
class SampleRequest:
    """A request as it came in, with what its writer knows about it.

    Attributes
    ----------
    category : str
        What the clerk filed it under; about one in fifty is filed under a neighbouring heading.
    true_category : str
        What it is about.
    person : int
        Place of the person among the city's residents.
    place : str
        Code of the place; blank when it happens nowhere in particular.
    precision : str
        How exactly the text names the place: building, compound, community, road, district or none.
    lat, lon : float or None
        A point on the map [°], when the person set one.
    incident : int
        Number shared by requests about one thing; 0 stands alone.
    follows : int
        Number (from 0, in the order written) of the same person's earlier request; −1 for none.
    where : str
        The place in the teller's words; blank when they name none.
    question : str
        What a consultation asks, in its writer's words.
    """

    text: str
    category: str
    true_category: str
    kind: str
    urgency: str
    tier: str
    danger: bool
    person: int
    channel: str
    place: str
    precision: str
    lat: float | None
    lon: float | None
    received_at: datetime
    incident: int
    follows: int
    where: str = ""
    question: str = ""


def write_requests(
    rng: Random, *, n: int, city: City, start: date, days: int = 365, eventful: bool = False
) -> Iterator[SampleRequest]:
    """Write requests in the order they come in.

    Parameters
    ----------
    rng : random.Random
        Seeded by the caller; the same seed writes the same requests.
    n : int
        How many.
    city : City
        From `minben.ground.registers.core.city.imagine`.
    start : date
        First day.
    days : int
        Length of the time they are spread over [d].
    eventful : bool
        Whether weather, one real incident and one crowd are among them; see `happenings`.

    Yields
    ------
    SampleRequest

    Examples
    --------
    >>> from minben.ground.registers.core.city import imagine
    >>> rng = Random(1)
    >>> written = list(write_requests(rng, n=50, city=imagine(rng, people=200), start=date(2026, 1, 1)))
    >>> len(written), written[0].received_at <= written[-1].received_at
    (50, True)
    """
    besides = happenings(rng, n=n, city=city, start=start, days=days) if eventful else []
    plans = plan_year(rng, n=n, city=city, start=start, days=days, besides=besides)
    desk = _Desk(
        rng, city, {leaf.code: leaf for leaf in leaves()}, {row.code: row for row in city.households}
    )
    for plan in plans:
        yield desk.write(plan, plans[plan.follows].at if plan.follows >= 0 else None)


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where plans become requests."""

    rng: Random
    city: City
    leaves: Mapping[str, Leaf]
    households: Mapping[str, NewHousehold]

    def write(self, plan: Plan, earlier: datetime | None) -> SampleRequest:
        written = self._write(plan, earlier)
        # A crowd passes on what was written for it, by the web.
        return replace(written, text=plan.verbatim, channel="web") if plan.incident == CROWD else written

    def _write(self, plan: Plan, earlier: datetime | None) -> SampleRequest:
        rng, resident, leaf = self.rng, self.city.residents[plan.person], self.leaves[plan.said.code]
        here = self.city.neighbourhoods[plan.neighbourhood]
        building = here.buildings[resident.building]
        kind = _kind(rng, plan, leaf)
        # Who only asks or thanks speaks of no particular place.
        at = plan.matter.at if kind in _SERIOUS else "none"
        precision = draw_precision(rng, at)
        channel = draw_channel(rng, resident)
        teller = self._teller(plan, plan.where or name_place(rng, precision, at, here, building), earlier)
        vague = kind in _SERIOUS and rng.random() < 0.02
        content = _vague(rng) if vague else _content(teller, plan, kind)
        pressing = kind in _SERIOUS and earlier is None and not vague
        lat, lon = _point(rng, channel, at, building)
        return SampleRequest(
            text=_text(teller, channel, content),
            category=rng.choice(plan.said.near) if rng.random() < 0.02 else leaf.code,
            true_category=leaf.code,
            kind=kind,
            urgency=plan.matter.urgency if pressing else "normal",
            tier=leaf.tier,
            danger=plan.matter.danger and pressing,
            person=plan.person,
            channel=channel,
            place="" if at == "none" else building.code if at == "home" else here.code,
            precision=precision,
            lat=lat,
            lon=lon,
            received_at=plan.at,
            incident=plan.incident,
            follows=plan.follows,
            where="" if at == "none" else teller.where,
            question=content.main if content.question and "{" not in content.main else "",
        )

    def _teller(self, plan: Plan, where: str, earlier: datetime | None) -> Teller:
        resident = self.city.residents[plan.person]
        return Teller(
            rng=self.rng,
            resident=resident,
            household=self.households[resident.person.household],
            home=self.city.neighbourhoods[resident.neighbourhood],
            where=where,
            at=plan.at,
            code=plan.said.code,
            topic=self.leaves[plan.said.code].zh,
            ago=_ago(plan.at, earlier) if earlier else "",
        )


_SERIOUS = ("help", "complaint", "whistle")


def draw_channel(rng: Random, resident: Resident) -> str:
    """By which channel a person asks: who has no smartphone calls, comes by, writes, or sends somebody."""
    shares = _CHANNELS.get(resident.person.condition)
    if shares is None:
        shares = _OLD if resident.age >= 65 else _ANYBODY
    return rng.choices(list(shares), list(shares.values()))[0]


_OLD = {"phone": 70, "counter": 12, "web": 9, "letter": 5, "proxy": 4}
_ANYBODY = {"phone": 44, "web": 51, "counter": 3, "letter": 2}
_CHANNELS = {
    Condition.PHONELESS: {"phone": 52, "counter": 24, "proxy": 18, "letter": 6},
    Condition.DEAF: {"text": 45, "sign": 28, "web": 22, "counter": 5},
    Condition.BLIND: {"phone": 80, "proxy": 14, "counter": 6},
}


def _kind(rng: Random, plan: Plan, leaf: Leaf) -> str:
    if plan.follows >= 0 or plan.incident:
        return leaf.kind if leaf.kind in ("help", "complaint", "whistle") else "complaint"
    draw = rng.random()
    asking = 0.42 if leaf.kind == "consultation" else 0.18
    if draw < asking:
        return "consultation"
    if draw < asking + (0.16 if leaf.kind == "suggestion" else 0.04):
        return "suggestion"
    if draw < asking + 0.06:
        return "praise"
    kinds = {
        "help": ("help", "complaint"),
        "complaint": ("complaint", "help"),
        "whistle": ("whistle", "complaint"),
    }
    return rng.choices(kinds.get(leaf.kind, ("complaint", "help")), (75, 25))[0]


def _text(teller: Teller, channel: str, content: Content) -> str:
    text = speak(teller, choose_voice(teller.rng, channel, teller.resident), content)
    personal = identify(teller)
    stop = "" if not personal or text.endswith(("。", "！", "？", "）")) else "。"
    return text + stop + personal


def _vague(rng: Random) -> Content:
    return Content(rng.choice(read_sample("voices")["vague"]))


def _content(teller: Teller, plan: Plan, kind: str) -> Content:
    rng, said = teller.rng, plan.said
    if teller.ago:
        main = rng.choice(read_sample("voices")["chaser"])
        return Content(main, more=plan.matter.facts if rng.random() < 0.5 else ())
    if kind == "consultation":
        return Content(rng.choice(said.consult), question=True)
    if kind in ("suggestion", "praise"):
        return Content(rng.choice(said.suggest if kind == "suggestion" else said.praise), bare=True)
    return _matter(rng, plan)


def _matter(rng: Random, plan: Plan) -> Content:
    """The matter itself; one in ten tells of a second thing, and some of those begin with it."""
    matter = plan.matter
    main, asks = rng.choice(matter.facts), (*plan.said.asks, *matter.asks, *matter.asks)
    if rng.random() >= 0.1:
        return Content(main, matter.more, asks)
    other = phrases()[rng.choice(plan.said.near)].matters[0]
    also = rng.choice(other.facts)
    if rng.random() < 0.3:
        return Content(also, other.more, asks, also=main)
    return Content(main, matter.more, asks, also=also)


def _ago(at: datetime, earlier: datetime) -> str:
    days = max((at - earlier).days, 1)
    return f"{days}天前" if days < 6 else "上个星期" if days < 12 else f"{earlier.month}月{earlier.day}号"


def _point(rng: Random, channel: str, at: str, near: NewPlace) -> tuple[float | None, float | None]:
    """A point set on the map, some 20 m off; only who uses the web sets one."""
    if channel != "web" or at == "none" or near.lat is None or near.lon is None or rng.random() > 0.45:
        return None, None
    return round(near.lat + rng.gauss(0, 0.00015), 6), round(near.lon + rng.gauss(0, 0.00015), 6)
