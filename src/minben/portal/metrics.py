"""How the house stands, for whoever watches it by machine: backlogs, the ledger, late orders, imports. No people."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from minben import __version__
from minben.dispatch.orders import queries as orders
from minben.ledger import queries as ledger
from minben.needs.hotline import queries as hotline
from minben.portal import measuring
from minben.portal.health import BEAT, BEAT_LASTS


@dataclass(frozen=True, slots=True)
class Gauge:
    """One figure of the house: what it says, and how it is read at a moment (by label, or under a blank one)."""

    says: str
    read: Callable[[datetime], Mapping[str, float]]
    label: str = ""


def _worker_age(at: datetime) -> Mapping[str, float]:
    beat: float | None = cache.get(BEAT)
    return {"": BEAT_LASTS.total_seconds() if beat is None else max(at.timestamp() - beat, 0.0)}


def _outbox(at: datetime) -> hotline.Outbox:
    return hotline.outbox(at=at)


GAUGES: Mapping[str, Gauge] = {
    "minben_worker_age_seconds": Gauge(
        "Time since the worker last did all its duties [s]; a week if never.", _worker_age
    ),
    "minben_sealer_backlog_seconds": Gauge(
        "How long the oldest unsealed act of the ledger has waited [s].",
        lambda at: {"": ledger.backlog_age(at=at).total_seconds()},
    ),
    "minben_outbox_backlog_seconds": Gauge(
        "How long the oldest unsent message has waited [s].",
        lambda at: {"": _outbox(at).oldest.total_seconds()},
    ),
    "minben_outbox_messages": Gauge("Messages that wait to be sent.", lambda at: {"": _outbox(at).waiting}),
    "minben_ledger_entries": Gauge("Sealed acts in the ledger.", lambda _at: {"": ledger.count()}),
    "minben_orders_late": Gauge("Open orders past their deadline.", lambda at: {"": orders.overdue(at=at)}),
    "minben_imports": Gauge(
        "Files read, by whether they were read to the end.",
        lambda _at: hotline.imports_counted().files,
        "state",
    ),
    "minben_import_rows": Gauge(
        "Rows of all files: imported, known before, set aside.",
        lambda _at: hotline.imports_counted().rows,
        "fate",
    ),
}
DISK, DATABASE, BUILD = "minben_disk_free_bytes", "minben_database_up", "minben_build_info"
ALONE = {
    DISK: "Free space where the house keeps its files [B].",
    DATABASE: "1 while the database answers; 0: the figures that need it are left out.",
    BUILD: "Always 1; the version is its label.",
}


class _House(Collector):
    """Reads the figures when they are asked for, so that they are right whichever process is asked."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def collect(self) -> Iterator[Metric]:
        yield _one(BUILD, ALONE[BUILD], {__version__: 1.0}, "version")
        yield _one(DISK, ALONE[DISK], {"": float(shutil.disk_usage(settings.MINBEN_HOME).free)})
        try:
            read = [
                _one(name, gauge.says, gauge.read(self.at), gauge.label) for name, gauge in GAUGES.items()
            ]
        except DatabaseError:
            read = []
        yield _one(DATABASE, ALONE[DATABASE], {"": float(bool(read))})
        yield from read


def exposition(*, at: datetime) -> bytes:
    """Return all figures in the text form that Prometheus reads."""
    house = CollectorRegistry(auto_describe=False)
    house.register(_House(at))
    return generate_latest(measuring.registry()) + generate_latest(house)


def _one(name: str, says: str, values: Mapping[str, float], label: str = "") -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, says, labels=[label] if label else [])
    for word, value in values.items():
        family.add_metric([word] if label else [], value)
    return family
