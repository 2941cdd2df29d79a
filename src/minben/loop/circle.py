"""The five stages on a circle: where each stands, what it says today, where it leads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians, sin

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from minben.commons.statistics import Estimate
from minben.dispatch.orders import queries as orders
from minben.evaluation.outcomes import queries as outcomes
from minben.needs.hotline import queries as hotline
from minben.needs.topics import queries as topics

WIDTH, HEIGHT, RADIUS = 640, 430, 54
_CENTRE, _ARMS = (320, 215), (205, 152)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its name, its figure, what the figure is, the week before, and the page behind it.

    ``gap`` is the outcome whose gap between groups stands beside it; ``likely`` is there where it is an estimate.
    """

    name: str | Promise
    figure: str
    meaning: str
    before: str
    address: str
    gap: str
    likely: Estimate | None
    x: int
    y: int

    @property
    def lines(self) -> tuple[int, int, int]:
        """Where its three lines of text stand [px]."""
        return self.y - 18, self.y + 8, self.y + 27


@dataclass(frozen=True, slots=True)
class Circle:
    """Today's circle; ``day`` is the last day on which anybody asked for anything, today where nobody ever ``asked``.

    ``quiet`` are the districts that report less than chance would explain; None where nothing is known of it.
    """

    day: datetime
    asked: bool
    is_today: bool
    stages: tuple[Stage, ...]
    arrows: tuple[str, ...]
    today: outcomes.Today | None
    quiet: tuple[str, ...] | None


_NAMES = (gettext_lazy("Sense"), gettext_lazy("Ahead"), gettext_lazy("Dispatch"), gettext_lazy("Deliver"),
          gettext_lazy("Evaluate"))  # fmt: skip


def circle(*, at: datetime) -> Circle:
    """Gather the figures of the last day on which the city heard anything, at most a dozen queries."""
    newest = hotline.newest_at(at)
    day = localtime(newest or at).replace(hour=0, minute=0, second=0, microsecond=0)
    heard = hotline.stage_figures(day_start=day)
    work = orders.stage_figures(day_start=day, at=at)
    ahead = orders.due_between(since=at, until=at + timedelta(days=1))
    one = timedelta(days=1)
    done, done_before = orders.finished_in([(day, day + one), (day - 7 * one, day - 6 * one)])
    said = outcomes.today(before=at - 7 * one)
    solved = said.solution if said else None
    told = [
        (f"{heard.heard:,}", _("requests heard"), f"{heard.heard_before:,}", reverse("hotline:heard"), "", None),
        (f"{ahead:,}", _("orders due within a day"), "–", reverse("orders:catalogue"), "", None),
        (
            f"{work.open:,}", _("orders open, %(n)s late") % {"n": f"{work.overdue:,}"}, "–",
            reverse("orders:catalogue"), "deadlines_met", None,
        ),
        (f"{done:,}", _("finished by the units"), f"{done_before:,}", reverse("outcomes:units"), "to_finish", None),
        (
            _share(solved), _("say it is solved"), _share(said.before if said else None),
            reverse("outcomes:figures"), "solution", solved,
        ),
    ]  # fmt: skip
    stages = tuple(
        Stage(name, *facts, *_place(n)) for n, (name, facts) in enumerate(zip(_NAMES, told, strict=True))
    )
    return Circle(
        day, newest is not None, day.date() == localtime(at).date(), stages, _arrows(), said, _quiet()
    )


def _share(estimate: Estimate | None) -> str:
    return f"{estimate.value:.0%}" if estimate and estimate.value is not None else "–"


def _quiet() -> tuple[str, ...] | None:
    heard = topics.hearings()
    return tuple(one.name for one in heard if one.is_quiet) if heard else None


def _place(n: int) -> tuple[int, int]:
    x, y = _on_ellipse(72 * n)
    return round(x), round(y)


def _on_ellipse(degrees: float) -> tuple[float, float]:
    angle = radians(degrees - 90)
    return _CENTRE[0] + _ARMS[0] * cos(angle), _CENTRE[1] + _ARMS[1] * sin(angle)


def _arrows() -> tuple[str, ...]:
    """Arcs from one stage to the next, leaving room for the discs."""
    paths = []
    for n in range(5):
        start, end = _on_ellipse(72 * n + 22), _on_ellipse(72 * (n + 1) - 24)
        arms = f"{_ARMS[0]} {_ARMS[1]}"
        paths.append(f"M{start[0]:.0f} {start[1]:.0f}A{arms} 0 0 1 {end[0]:.0f} {end[1]:.0f}")
    return tuple(paths)
