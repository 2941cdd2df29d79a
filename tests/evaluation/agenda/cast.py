"""The town of all tests through a year of cold flats: who asked about them, where, and who looks after it."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from minben.evaluation.agenda import actions
from minben.evaluation.agenda.actions import NewWord, Text
from minben.ground.registers import actions as registers
from minben.needs.hotline.models import Request
from minben.needs.topics.queries import Candidate
from tests.city import NOW, SHANGHAI, Town, settle

_codes = count(1)
# The work began in November; April to September come before it, October is left out, four months are over since.
BEGAN = date(2025, 11, 1)
BEFORE = [date(2025, month, 1) for month in range(4, 10)]
AFTER = [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
CHOSEN = datetime(2025, 10, 20, 10, 0, tzinfo=SHANGHAI)
PEOPLE = 120


def found(**facts: object) -> Candidate:
    """A candidate as needs/topics would find it."""
    told: dict[str, object] = {
        "key": 7, "rank": 1, "title": "江畔三号楼暖气不热", "keywords": ("暖气", "不热"), "places": ("江畔社区",),
        "category": "heating", "voices": 40, "members": 44, "discounted": 3, "first": NOW - timedelta(days=60),
        "last": NOW, "hotness": 0.7, "parts": {"voices": 0.4, "duration": 0.2, "danger": 0.1},
    }  # fmt: skip
    return Candidate(**{**told, **facts})  # type: ignore[arg-type]  # a test says what it changes


@dataclass(frozen=True, slots=True)
class Row:
    """What else the door tells of a topic: its month."""

    month: date


@dataclass
class Topics:
    """A door to topics with what a test puts behind it."""

    found: list[Candidate] = field(default_factory=list)
    keys: dict[int, list[int]] = field(default_factory=dict)

    def candidates(self, *, month: date | None = None, limit: int = 20) -> list[Candidate]:
        return self.found[:limit]

    def members(self, *, topic: int) -> list[int]:
        return self.keys.get(topic, [])

    def topic(self, *, key: int) -> Row | None:
        return Row(date(2026, 3, 1)) if any(one.key == key for one in self.found) else None


@dataclass
class Winter:
    """The town, its second district, its people by number, and what analyst Liu may do in it."""

    town: Town
    people: list[int]
    topics: Topics

    def asked(
        self, month: date, n: int, *, place: str = "riverside", category: str = "heating", first: int = 0
    ) -> None:
        """So many different people ask in a month, spread over its days."""
        Request.objects.bulk_create(
            Request(
                code=f"W{next(_codes):08d}", text="暖气不热", masked="暖气不热", channel="phone",
                received_at=_morning(month + timedelta(days=one * 27 // max(n, 1))), state="routed",
                person_id=self.people[(first + one) % len(self.people)], category_by="person",
                category_id=self.town.categories[category], place_id=self.town.places[place],
            )
            for one in range(n)
        )  # fmt: skip

    def a_year(self, *, before: int = 30, after: int = 12, elsewhere: int = 40) -> None:
        """Cold flats on the north bank, as many as said a month; on the south bank always the same."""
        for number, month in enumerate((*BEFORE, *AFTER)):
            self.asked(month, after if month in AFTER else before, first=23 * number)
            self.asked(month, elsewhere, place="south", first=40)

    def choice(self, **facts: object) -> actions.Choice:
        """What Liu promises unless said otherwise: a third fewer cold flats on the north bank by summer."""
        given: dict[str, object] = {
            "theme": self.theme(), "title": Text("家里为什么还冷", "Why is it still cold at home?"),
            "unit": self.town.units["heat"], "category": self.town.categories["heating"],
            "place": self.town.places["north"], "comparison": "elsewhere", "starts_on": BEGAN,
            "due_on": date(2026, 6, 30), "target": -0.3,
            "goal": Text("明年春天前，报修的住户少三成。", "By next spring a third fewer homes are cold."),
            "reason": Text("江北区反映最多，八十岁以上老人却很少开口。"),
        }  # fmt: skip
        return actions.Choice(**{**given, **facts})  # type: ignore[arg-type]  # a test says what it changes

    def theme(self, month: int = 11) -> int:
        named = actions.NewTheme(year=2025, month=month, title=Text("住得暖", "Warm homes"))
        return actions.plan_theme(theme=named, by=self.town.users["liu.yan"], at=NOW)

    def chosen(self, at: datetime = CHOSEN, **facts: object) -> int:
        """Liu chooses, twelve days before the work begins; the key of the question."""
        return actions.choose(choice=self.choice(**facts), by=self.town.users["liu.yan"], at=at)

    def begun(self, **facts: object) -> int:
        """Chosen, and taken up by an officer of the unit: Zhao, or He Jing of the street."""
        key = self.chosen(**facts)
        street = facts.get("unit") == self.town.units["willow"]
        who = self.town.users["he.jing" if street else "zhao.qiang"]
        actions.begin(question_id=key, words=Text("先查循环泵。"), by=who, at=NOW)
        return key

    def asking(self, **facts: object) -> int:
        """Begun, and people are asked since three weeks."""
        key = self.begun(**facts)
        actions.open_asking(question_id=key, by=self.town.users["liu.yan"], at=NOW - timedelta(days=21))
        return key

    def members(self, key: int) -> list[int]:
        """The requests about a question, one of each person."""
        rows = Request.objects.filter(pk__in=_member_ids(key)).order_by("pk").values_list("person_id", "pk")
        return list(dict(rows).values())

    def speak(self, key: int, *, better: int = 0, same: int = 0, worse: int = 0) -> None:
        """So many people say it got better, is the same, got worse."""
        words = ["better"] * better + ["same"] * same + ["worse"] * worse
        for request, word in zip(self.members(key), words, strict=False):
            actions.say(question_id=key, said=NewWord(request=request, word=word), at=NOW)


def build() -> Winter:
    """Settle the town with a south bank and people enough to ask."""
    town = settle()
    kind = registers.PlaceKind
    town.places |= registers.enrol_places(
        rows=[registers.NewPlace("south", kind.DISTRICT, "江南区", "South bank")], at=NOW
    )
    # Nobody has a name in these tests but the cast: the rest of the town is numbered.
    rows = [
        registers.NewPerson(f"n{one}", "", born_year=1940 if one % 6 == 0 else 1985) for one in range(PEOPLE)
    ]
    keys = registers.enrol_people(rows=rows, at=NOW)
    return Winter(town, [keys[f"n{one}"] for one in range(PEOPLE)], Topics())


def _member_ids(key: int) -> list[int]:
    from minben.evaluation.agenda.models import Member

    return list(Member.objects.filter(question=key).values_list("request_id", flat=True))


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 0, tzinfo=SHANGHAI)
