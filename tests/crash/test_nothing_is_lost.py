"""Twenty times killed and once without room: whoever was told a code finds their request under it, once and whole."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from tests.commands import Terminal
from tests.crash.house import PARTS, House, small_disk
from tests.crash.residents import Machine, Resident
from tests.databases import address

__all__ = ["address"]

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes: no /proc here; run on Linux"),
]

SEED, RESIDENTS, MACHINES = 20260311, 3, 2
KILLS = {"web": 4, "answering": 6, "worker": 4, "sealer": 4, "all": 2}
ROOT = Path(__file__).parents[2]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path | None]:
    with small_disk(tmp_path / "disk", 96) as mounted:
        yield mounted


@pytest.fixture
def environment(tmp_path: Path, disk: Path | None, address: str) -> dict[str, str]:
    home = (disk or tmp_path) / "home"
    more = {"DATABASE_URL": address} if address else {}
    # Each household stands behind the city's proxy, with an address of its own.
    return Terminal(home).environment(MINBEN_PROXIES="1", MINBEN_NOTIFY="file", **more)


def program(name: str, environment: dict[str, str], *words: str) -> str:
    """Run one of the modules beside this one, with the settings that the server has."""
    script = f"import django; django.setup(); from tests.crash import {name}; {name}.main(*{words!r})"
    known = {**environment, "DJANGO_SETTINGS_MODULE": "minben.conf.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=known, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout


def test_whoever_was_told_a_code_finds_their_request_under_it(
    tmp_path: Path, environment: dict[str, str], disk: Path | None
) -> None:
    program("prepare", environment, str(tmp_path / "token"))
    token = (tmp_path / "token").read_text(encoding="ascii")
    house, ending, chance = House(environment, tmp_path / "log"), threading.Event(), Random(SEED)
    residents = [Resident(number, house.address, ending) for number in range(RESIDENTS)]
    residents += [Machine(RESIDENTS + n, house.address, ending, token) for n in range(MACHINES)]
    victims = [name for name, times in KILLS.items() for _ in range(times)]
    chance.shuffle(victims)
    try:
        house.wait(house.answers, 60, "the first answer")
        for resident in residents:
            resident.start()
        for turn, victim in enumerate(victims):
            kill(house, victim, residents, chance)
            if turn == len(victims) // 2:
                without_room(house, disk, residents)
        heard(house, residents)
    finally:
        ending.set()
        for resident in residents:
            resident.join(120)
        house.end()
    assert [resident.trouble for resident in residents] == [None] * len(residents)
    said = house.log.read_text()
    assert all(f"{name} ended (-9); it is started again" in said for name in PARTS), said[-2000:]
    promised = [asdict(told) for resident in residents for told in resident.told]
    (tmp_path / "told.json").write_text(json.dumps(promised), encoding="utf-8")
    found = json.loads(program("found", environment, str(tmp_path / "told.json")))
    assert (found["failed"], found["troubles"]) == ([], []), found
    assert found["figures"]["unsealed"] == 0
    sys.stdout.write(f"{len(promised)} told, {found['figures']}\n")
    assert len(promised) > len(victims)
    assert sum(resident.refusals for resident in residents) > 0, "nobody noticed a thing: nothing was killed"


def heard(house: House, residents: list[Resident]) -> None:
    """Wait until one more person was told a code."""
    before = sum(len(resident.told) for resident in residents)
    house.wait(
        lambda: sum(len(r.told) for r in residents) > before or any(r.trouble for r in residents),
        90,
        "one more request",
    )


def kill(house: House, victim: str, residents: list[Resident], chance: Random) -> None:
    """Kill one part at a moment of its work, once it is there."""
    house.wait(lambda: all(map(house.running, PARTS if victim == "all" else [victim])), 60, victim)
    heard(house, residents)
    time.sleep(chance.uniform(0, 0.7))
    house.kill(victim)


def without_room(house: House, disk: Path | None, residents: list[Resident]) -> None:
    """Let the disk be full under the same load until people are told: no room for a picture, or not stored at all."""

    def told() -> int:
        return sum(resident.no_room for resident in residents)

    heard(house, residents)
    before = told()
    with house.without_room(disk):
        house.wait(lambda: told() >= before + 3, 90, "the full disk")
