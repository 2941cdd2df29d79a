"""A desk in a process of its own: it does what each line says, as any web process would, and tells what came of it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

FINDER = "hotline.finder"
WORDS = "三号楼暖气片整夜冰凉，老人冻得睡不着，江畔社区"


@contextmanager
def desk(environment: Mapping[str, str]) -> Iterator[Callable[[str], Any]]:
    """Open a desk; give what tells it to do something and returns its answer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.needs.hotline.desk"],
        env={
            **environment,
            "DJANGO_SETTINGS_MODULE": "minben.conf.settings",
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    said, heard = process.stdin, process.stdout

    def tell(what: str) -> Any:
        said.write(what + "\n")
        said.flush()
        return json.loads(heard.readline() or '"the desk is closed"')

    yield tell
    said.close()
    process.wait(timeout=60)


def main() -> None:
    """Do what each line names until there are no more."""
    import django

    django.setup()
    from minben.conf.database import prepare

    prepare()
    for line in sys.stdin:
        print(json.dumps(DEEDS[line.strip()]()), flush=True)


def _settle() -> None:
    """Settle the town; what joins requests about one thing is cleared, which is all that is asked of here."""
    from minben.institutions.sandbox import actions as sandbox
    from minben.institutions.sandbox import queries as register
    from tests.city import NOW, settle
    from tests.trials import trials_in_this_process

    by = settle().users["gao.ming"]
    with trials_in_this_process():
        evidence = sandbox.try_out(name=FINDER, at=NOW)
    found = register.declaration(FINDER)
    assert found
    terms = sandbox.Terms(expires=NOW + timedelta(days=1), error_limit=found.error_limit)
    sandbox.clear(name=FINDER, version=found.running_version, by=by, evidence=evidence, terms=terms, at=NOW)


def _ask() -> dict[str, Any]:
    """Somebody tells of the same cold house, a day later than the one before."""
    from minben.needs.hotline import actions as hotline
    from minben.needs.hotline.models import Request
    from tests.city import NOW

    words = f"{WORDS}，今天是第{Request.objects.count() + 1}天了"
    given = hotline.Intake(text=words, category="heating", channel="phone", received_at=NOW)
    key = hotline.receive(intakes=[given], at=NOW).request_ids[0]
    found = Request.objects.select_related("unit", "place").get(pk=key)
    return {
        "unit": found.unit.code if found.unit else None,
        "place": found.place.code if found.place else None,
        "joined": found.event_id is not None,
        "due": found.due_at.isoformat() if found.due_at else None,
    }


def _stop_finder() -> int:
    from minben.institutions.sandbox import actions as sandbox
    from tests.city import NOW, User

    by = User.objects.get(username="gao.ming")
    return sandbox.revoke(name=FINDER, by=by, reason="it joined what is not one thing", at=NOW)


def _rename() -> None:
    from minben.ground.registers import actions as registers
    from tests.city import NOW

    kind = registers.PlaceKind.COMMUNITY
    named = registers.NewPlace("riverside", kind, "望江社区", "River view", parent="willow")
    registers.enrol_places(rows=[named], at=NOW)


def _reroute() -> int:
    from minben.dispatch.orders import actions as orders
    from minben.ground.registers import queries as registers
    from minben.needs.hotline.models import Category
    from tests.city import NOW

    unit = registers.unit("urban")
    rule = orders.NewRule(
        category_id=Category.objects.get(code="heating").pk,
        unit_id=unit.key if unit else 0,
        since=NOW.date(),
        source="派单目录",
    )
    return orders.bring_catalogue(rows=[rule], at=NOW)


def _holiday() -> int:
    from minben.ground.registers import actions as registers
    from tests.city import NOW

    days = [date(2026, 1, 1), *(NOW.date() + timedelta(n) for n in range(1, 6))]
    rows = [
        registers.NewDay(day, works=False, name="停工", source="市政府通知", verified=True) for day in days
    ]
    return registers.enrol_days(rows=rows, at=NOW)


DEEDS: Mapping[str, Callable[[], Any]] = {
    "settle": _settle,
    "ask": _ask,
    "stop the finder": _stop_finder,
    "rename": _rename,
    "reroute": _reroute,
    "holiday": _holiday,
}

if __name__ == "__main__":
    main()
