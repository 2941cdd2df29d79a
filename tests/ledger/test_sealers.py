"""Two sealers and many writers at once: every entry gets exactly one place, and every head holds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from minben.ledger import verification
from minben.ledger.actions import seal, write
from minben.ledger.models import Entry
from tests.ledger.cast import MORNING, acts

# The ledger alone, without the rest of the house, so that a process starts at once.
START = """
import json, sys, django
from pathlib import Path
from django.conf import settings
database, home = json.loads(sys.argv[1])
settings.configure(
    INSTALLED_APPS=["minben.ledger"], DATABASES={"default": database}, USE_TZ=True,
    MINBEN_HOME=Path(home), MINBEN_SIGNING_KEY="", MINBEN_DIGEST="sha256", MINBEN_SIGNATURE="ed25519",
)
django.setup()
from minben.ledger import actions, queries, verification
from tests.ledger.cast import MORNING, acts
"""
PREPARE = "from django.core.management import call_command as c; c('migrate', 'ledger', verbosity=0)"
WRITER = "for n in range(25): actions.write(acts(4, start=n))"
SEALER = "for _ in range(40): actions.seal(at=MORNING, limit=7)"
REPORT = """
while actions.seal(at=MORNING): pass
print(queries.count(), queries.latest_head().size, list(verification.findings()))
"""


def database(home: Path) -> dict[str, object]:
    """A file of its own for SQLite; the test's own database for PostgreSQL."""
    at = connection.settings_dict
    name = home / "ledger.sqlite3" if connection.vendor == "sqlite" else at["NAME"]
    kept = {key: at[key] for key in ("ENGINE", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
    return kept | {"NAME": str(name)}


def start(program: str, home: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", START + program, json.dumps([database(home), str(home)])]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


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
