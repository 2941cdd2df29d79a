"""What may be shown to everybody: the newest summary, with its counts made safe."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from minben.commons.statistics import SMALLEST_SHOWN, Estimate
from minben.commons.suppression import hidden
from minben.evaluation.outcomes.core.figures import Figure, Gap
from minben.evaluation.outcomes.core.notation import from_json
from minben.evaluation.outcomes.core.rates import bounds
from minben.evaluation.outcomes.core.summaries import Summary
from minben.evaluation.outcomes.models import Snapshot
from minben.evaluation.outcomes.queries.gathering import EPOCH
from minben.needs.hotline import queries as hotline


@dataclass(frozen=True, slots=True)
class Count:
    """A count under its code; None where it is too small to show, or would give a small one away."""

    code: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Today:
    """The one figure for the circle: what share of people say it is solved, and who fares worse.

    ``figure`` is the one that ``gap`` belongs to; ``before`` is what the share was earlier, as published then.
    """

    solution: Estimate | None
    figure: Figure | None
    gap: Gap | None
    at: datetime
    before: Estimate | None = None
    figures: tuple[Figure, ...] = ()


_SILENT = ("declined", "not_reached")
_LEFT_OUT = ("chasers", "unfinished", "unknown_person", "too_recent")


def latest(turn: str = "", *, until: datetime | None = None) -> Summary | None:
    """Return what was last published of the whole city, or the newest summary of one turn, which is for the staff.

    Periods that somebody asked for at the console are not among them: periods that overlap would tell of
    those who are in one and not in the other. With ``until`` what is newer is left out.
    """
    found = Snapshot.objects.filter(turn=turn, since=None, until=None).order_by("-at", "-id")
    if until is not None:
        found = found.filter(at__lte=until)
    facts = found.values_list("facts", flat=True).first()
    return from_json(facts) if facts is not None else None


def newest() -> Summary | None:
    """Return what was last published of the city; for the staff, where there is none, the newest turn."""
    found = latest()
    if found is not None:
        return found
    turns = Snapshot.objects.exclude(turn="").order_by("-at", "-id")
    facts = turns.values_list("facts", flat=True).first()
    return from_json(facts) if facts is not None else None


def today(turn: str = "", *, before: datetime | None = None) -> Today | None:
    """Return the figure that stands for "evaluate" on the circle, and what it was ``before``."""
    summary = latest(turn)
    if summary is None:
        return None
    solution = summary.figure("solution")
    gap = solution.gap or largest_gap(summary)
    earlier = latest(turn, until=before) if before is not None else None
    was = earlier.figure("solution").estimate if earlier else None
    return Today(
        solution.estimate, gap_figure(summary=summary, gap=gap), gap, summary.at, was, summary.figures
    )


def largest_gap(summary: Summary) -> Gap | None:
    """Return the largest gap among the figures that are shares, a clear one before any other."""
    gaps = [figure.gap for figure in summary.figures if figure.unit == "share" and figure.gap]
    return max(gaps, key=lambda gap: (gap.clear, abs(gap.difference.value or 0.0)), default=None)


def gap_figure(*, summary: Summary, gap: Gap | None) -> Figure | None:
    """Return the figure that a gap belongs to."""
    return next((each for each in summary.figures if gap is not None and each.gap == gap), None)


def asked(summary: Summary) -> int | None:
    """Return how many were asked; None where it would give away how few were silent."""
    silent = [count for code in _SILENT if (count := getattr(summary.calls, code))]
    protected = not silent or sum(silent) - len(silent) >= SMALLEST_SHOWN or not hidden(silent).any()
    return summary.calls.drawn - summary.calls.waiting if protected else None


def calls(summary: Summary) -> tuple[Count, ...]:
    """Return what came of asking; figures tell how many answered, so the silent protect one another."""
    silent = {code: getattr(summary.calls, code) for code in _SILENT}
    alone = {code: getattr(summary.calls, code) for code in ("reached", "waiting")}
    return (*_safe({"reached": alone["reached"]}), *_safe(silent), *_safe({"waiting": alone["waiting"]}))


def deadlines(summary: Summary) -> tuple[Count, ...]:
    """Return how requests stand to their deadlines; the share tells ``met``, so the missed hide together."""
    counts = asdict(summary.deadlines)
    missed = _safe({code: counts.pop(code) for code in ("late", "overdue")})
    met, *others = (_safe({code: count})[0] for code, count in counts.items())
    return (met, *missed, *others)


def left_out(summary: Summary) -> tuple[Count, ...]:
    """Return what first-contact resolution says nothing about."""
    return _safe({code: getattr(summary.left_out, code) for code in _LEFT_OUT})


def if_the_silent(*, summary: Summary, code: str) -> tuple[float, float] | None:
    """Return a rate if all the silent had said no, and if they had said yes; None when too few."""
    found = summary.figure(code).estimate
    if found is None or found.value is None or asked(summary) is None:
        return None
    silent = summary.calls.declined + summary.calls.not_reached
    return bounds(round(found.value * found.n), found.n, silent)


def _safe(counts: Mapping[str, int]) -> tuple[Count, ...]:
    """Hide small counts and their neighbours; a nought is shown, for it is nobody's."""
    present = [code for code, count in counts.items() if count]
    mask = dict(zip(present, hidden([counts[code] for code in present]), strict=True)) if present else {}
    return tuple(Count(code, None if mask.get(code, False) else count) for code, count in counts.items())


def ended_for(summary: Summary) -> tuple[Count, ...]:
    """Return the agreed ends decided in a summary's period, by ``kind/reason``."""
    since, until = summary.since or EPOCH, summary.until or summary.at
    counts = hotline.endings_counted(since=since, until=until)
    return _safe({f"{kind}/{reason}": count for (kind, reason), count in sorted(counts.items())})
