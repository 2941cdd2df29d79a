"""One turn of the loop. Who reads this file has read the figure of the five stages.

    SENSE ─► (PREDICT) ─► DISPATCH ─► DELIVER ─► EVALUATE ─► calibrate ─► SENSE

What must follow at once (a received request is routed in the same transaction) runs inside ``bring_file`` through the
hand-overs of ``followers.py``; what looks back runs here, one stage after the other.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from minben.commons import rjieba
from minben.commons.collecting import collecting_seldom, giving_back
from minben.commons.tables import Days, Shown
from minben.evaluation.outcomes import actions as outcomes
from minben.ledger import actions as ledger
from minben.loop.models import Turn
from minben.loop.planning import count_anew
from minben.needs.hotline import actions as hotline
from minben.needs.topics import actions as topics


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One turn in figures; ``seconds`` covers reading, the database and the summary.

    It does not cover opening the model and the dictionary of words, which takes as long for ten requests as for a
    million.

    ``days`` are the cells that told how the file writes its days, where its year stands last.

    ``apart`` are those of ``to_clerk`` that report wrongdoing: a clerk of the reporting desk decides about them.
    """

    turn: str
    import_id: int
    imported: int
    known: int
    set_aside: int
    classified: int
    abstained: int
    grouped: int
    topics: int
    routed: int
    to_clerk: int
    apart: int
    orders: int
    deadlines_met: int
    deadlines_missed: int
    deadlines_pending: int
    deadlines_none: int
    seconds: float
    per_s: float
    header_row: int = 0
    days: tuple[Shown, ...] = ()


@collecting_seldom()
def run(
    *,
    path: Path,
    columns: dict[str, tuple[str, ...]],
    source: str,
    at: datetime,
    model_dir: Path | None = None,
    days: Days | None = None,
    progress: Callable[[hotline.Brought], None] = lambda brought: None,
) -> Report:
    """Take the requests of a file once round the loop.

    Parameters
    ----------
    path : Path
        The export.
    columns : dict
        Which of its columns are what, as far as said; the rest is fitted by the usual names.
    source : str
        The name under which its rows are known: the same row is taken in once only.
    at : datetime
        Now.
    model_dir : Path, optional
        A cleared classifier other than the one in use.
    days : Days, optional
        How the file writes its days, where that was looked at before.
    progress : callable
        Told after each batch.
    """
    # What is opened once takes as long for ten requests as for a million: the figure is to tell of requests.
    rjieba.cut("市民")
    hotline.understand(texts=[], at=at, model_dir=model_dir)
    started = time.perf_counter()
    days = days or hotline.look_at_days(path=path, columns=columns)
    turn = Turn.objects.create(key=str(uuid.uuid4()), name=path.name[:200], started_at=at)
    file = hotline.FileToBring(
        path=path, columns=columns, source=source, turn=turn.key, model_dir=model_dir, days=days
    )
    brought = hotline.bring_file(file=file, at=at, progress=progress)  # sense, understand, group, dispatch
    count_anew()
    with giving_back():
        mined = topics.mine_turn(turn=turn.key, at=at)  # what is most urgent in the newest month
        summary = outcomes.summarise(at=at, turn=turn.key)  # evaluate
    while ledger.seal(at=at):  # and let anybody check
        pass
    report = _report(turn, brought, mined, summary, time.perf_counter() - started)
    turn.ended_at, turn.figures, turn.file_id = at, asdict(report), brought.import_id
    turn.save(update_fields=["ended_at", "figures", "file"])
    return report


def _report(
    turn: Turn,
    brought: hotline.Brought,
    mined: topics.Mined | None,
    summary: outcomes.Summary,
    seconds: float,
) -> Report:
    kept = summary.deadlines
    return Report(
        turn=turn.key,
        import_id=brought.import_id,
        imported=brought.imported,
        known=brought.known,
        set_aside=brought.set_aside,
        classified=brought.classified,
        abstained=brought.abstained,
        grouped=brought.grouped,
        topics=mined.topics if mined else 0,
        routed=brought.handed_over,
        to_clerk=brought.imported - brought.handed_over,
        apart=brought.apart,
        orders=brought.handed_over,
        deadlines_met=kept.met,
        deadlines_missed=kept.late + kept.overdue,
        deadlines_pending=kept.pending,
        deadlines_none=kept.without,
        seconds=round(seconds, 3),
        per_s=round((brought.imported + brought.known) / seconds, 1),
        header_row=brought.header_row,
        days=brought.days,
    )
