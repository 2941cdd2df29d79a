"""A turn on one screen."""

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from minben.loop.turn import Report
from minben.needs.hotline.queries import SetAsideRow

_LINES = (
    ("imported", "收到 received"),
    ("known", "早已收过 known already"),
    ("set_aside", "放在一边 set aside"),
    ("classified", "看懂了类别 category named"),
    ("abstained", "不够把握 not sure enough"),
    ("grouped", "归到同一件事 joined to an event"),
    ("routed", "派了单 sent to a unit, with deadline and reason"),
    ("to_clerk", "等话务员看 with a clerk"),
    ("deadlines_met", "按时 deadlines met"),
    ("deadlines_missed", "超时 deadlines missed"),
    ("deadlines_pending", "未到期 not due yet"),
    ("deadlines_none", "没有期限 without a deadline"),
)


def show(report: Report, aside: Sequence[SetAsideRow], *, city: Mapping[str, str]) -> None:
    """Print the figures, the first rows set aside with their remedies, and where to read on."""
    console = Console()
    table = Table(title=f"{city['zh']} 转了一圈 / once round the loop", show_header=False, min_width=56)
    table.add_column()
    table.add_column(justify="right")
    for name, words in _LINES:
        table.add_row(words, f"{getattr(report, name):,}")
    table.add_row("用时 [s] / 每秒 per second", f"{report.seconds:.1f} / {report.per_s:,.0f}")
    console.print(table)
    for row in aside:
        console.print(
            f"第 {row.row} 行 row {row.row}, {row.column}: {row.reason} → {row.remedy}", style="yellow"
        )
    if report.set_aside:
        console.print(f"全部 all: http://127.0.0.1:8000/requests/imports/{report.import_id}/")
    console.print(f"minben serve → http://127.0.0.1:8000/loop/turns/{report.turn}/")
