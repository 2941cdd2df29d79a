"""Two sealers and many writers at once: every entry gets exactly one place, and every head holds."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from minben.ledger import verification
from minben.ledger.actions import seal, write
from minben.ledger.models import Entry
from tests.ledger.cast import MORNING, acts

START = (
    "import django; django.setup(); from minben.ledger.actions import *; from tests.ledger.cast import *\n"
)
WRITER = START + "for n in range(25): write(acts(4, start=n))"
SEALER = START + "for _ in range(40): seal(at=MORNING, limit=7)"
PREPARE = START + "from django.core.management import call_command as c; c('migrate', 'ledger', verbosity=0)"
REPORT = START + (
    "from minben.ledger import queries, verification\n"
    "while seal(at=MORNING): pass\n"
    "print(queries.count(), queries.latest_head().size, list(verification.findings()))"
)


def environment(home: Path) -> dict[str, str]:
    """A file of its own for SQLite; the test's own database for PostgreSQL."""
    values = dict(os.environ) | {"MINBEN_HOME": str(home), "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    if connection.vendor == "postgresql":
        at = connection.settings_dict
        values["DATABASE_URL"] = (
            f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
        )
    return values


def start(program: str, home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.django_db(transaction=True)
def test_writers_and_sealers_in_other_processes_do_not_get_in_each_others_way(tmp_path: Path) -> None:
    if connection.vendor == "sqlite":
        assert start(PREPARE, tmp_path).wait(60) == 0
    crowd = [start(program, tmp_path) for program in (WRITER, SEALER, WRITER, SEALER, WRITER)]
    assert [process.communicate(timeout=90)[1] for process in crowd] == [""] * 5
    said, failed = start(REPORT, tmp_path).communicate(timeout=60)
    assert (said.strip(), failed) == ("300 300 []", "")


@pytest.mark.django_db
def test_an_entry_that_commits_after_a_later_one_was_sealed_is_sealed_too() -> None:
    early, late = write(acts(2))
    row = Entry.objects.get(pk=early)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [early])
    seal(at=MORNING)
    found = {"what": row.what, "who": row.who, "subject": row.subject, "at": row.at}
    Entry(pk=early, leaf=row.leaf, digest=row.digest, **found).save(force_insert=True)
    seal(at=MORNING)
    assert dict(Entry.objects.values_list("id", "position")) == {late: 0, early: 1}
    assert list(verification.findings()) == []
