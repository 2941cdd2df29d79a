"""A city is saved while people work, and comes back elsewhere equal, or not at all."""

import json
import shutil
import sqlite3
import threading
import zipfile
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from typer.testing import CliRunner

from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.conf.archive.keys import seal_keys, unseal_keys
from minben.conf.archive.manifest import Manifest
from minben.conf.archive.nightly import nightly_backup
from minben.conf.archive.reading import opened
from minben.conf.archive.restoring import Wish, restore
from minben.conf.archive.writing import make
from minben.conf.backing_up import app as backing_up
from minben.institutions.rights import actions as rights
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Contact, Photo, Request
from tests.city import Town, ledger_holds, settle
from tests.commands import Terminal
from tests.databases import address
from tests.needs.hotline.page_city import photo
from tests.racing import shared_database

__all__ = ["address", "shared_database"]
WORDS = "keep these words elsewhere"


def quiet(_what: str, _share: float) -> None:
    """Nobody looks how far it is."""


@pytest.fixture
def town(shared_database: None, settings: Any, tmp_path: Path) -> Town:
    """A town with a picture, sealed names, and keys of its own."""
    settings.MINBEN_HOME = settings.HOME = tmp_path / "old"
    settings.MEDIA_ROOT = tmp_path / "old" / "media"
    town = settle()
    contact = hotline.ContactGiven(name="周敏", phone="13912345678", reply_by="email", email="z@example.org")
    asked = town.ask(contact=contact)
    hotline.add_photos(request_id=asked.pk, jpegs=[hotline.clean_picture(photo(), size=1).content], at=now())
    assert ledger_holds()
    return town


def moved(file: Path, home: Path, **more: str) -> tuple[Terminal, str]:
    """Another home into which a backup was restored, and the digest that was told."""
    elsewhere = Terminal(home)
    ran = elsewhere.run("restore", str(file), **more)
    assert ran.returncode == 0, ran.stderr
    assert "No list of erasures is here" in ran.stderr
    return elsewhere, ran.stdout.split()[-1]


def test_a_city_moves_to_another_home_and_back_and_is_the_same(
    town: Town, tmp_path: Path, address: str
) -> None:
    told = make(tmp_path / "one.zip", at=now(), passphrase=WORDS).digest
    keys = {"MINBEN_BACKUP_PASSPHRASE": WORDS}
    # From the database of the tests to SQLite, from there to the other kind, and home again.
    first, one = moved(tmp_path / "one.zip", tmp_path / "first", **keys)
    assert first.run("backup", str(tmp_path / "two.zip"), "--keys", **keys).returncode == 0
    there = {"DATABASE_URL": address} if address else {}
    second, two = moved(tmp_path / "two.zip", tmp_path / "second", **keys, **there)
    assert one == two == told
    verified = second.run("ledger", "verify", **there)
    assert verified.returncode == 0, verified.stderr
    assert "sealed entries are as they were written" in verified.stdout
    assert (tmp_path / "second" / "keys" / "fields").read_text() == (
        Path(configured.MINBEN_HOME) / "keys" / "fields"
    ).read_text(), "whoever has the words reads names again"
    assert second.run("backup", str(tmp_path / "three.zip"), **there).stdout.split()[-1] == told


def test_what_she_had_removed_does_not_come_back_with_an_older_backup(town: Town, tmp_path: Path) -> None:
    hers, his = Request.objects.get(), town.ask("电梯坏了，困了人")
    town.finish(hers, now())
    hotline.judge(request_id=hers.pk, solved=True, words="好了", at=now())
    make(tmp_path / "one.zip", at=now())
    asked = hotline.ask_erasure(request_id=hers.pk, words="不想留着", at=now())
    fang = town.users["wang.fang"]
    reader = rights.Reader(key=f"user:{fang.pk}", role="clerk")
    hotline.erase(erasure_id=asked, reader=reader, by=fang.pk, at=now())
    listed = tmp_path / "old" / "erased.jsonl"
    assert hers.code not in listed.read_text("utf-8")
    elsewhere = Terminal(tmp_path / "first")
    ran = elsewhere.run("restore", str(tmp_path / "one.zip"), "--erased", str(listed))
    assert "1 requests had been erased" in ran.stdout, ran.stderr
    with sqlite3.connect(tmp_path / "first" / "minben.sqlite3") as rows:
        assert dict(rows.execute("SELECT code, masked FROM hotline_request")) == {
            hers.code: "",
            his.code: "电梯坏了，困了人",
        }
        assert rows.execute("SELECT count(*) FROM hotline_contact").fetchone() == (0,)


def test_people_go_on_while_a_backup_is_made_and_it_holds_one_moment(town: Town, tmp_path: Path) -> None:
    """Nobody waits for it, and a request is in it whole or not at all."""
    ended, troubles = threading.Event(), []

    def people_go_on() -> None:
        from django.db import connection

        browser = Client()
        try:
            while not ended.is_set():
                draft = browser.post("/requests/start/", {"text": "路灯不亮"})["Location"]
                browser.post(f"{draft}submit/")
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    before = Request.objects.count()
    person = threading.Thread(target=people_go_on)
    person.start()
    manifests = [make(tmp_path / f"{n}.zip", at=now()) for n in range(3)]
    ended.set()
    person.join(60)
    assert troubles == []
    assert Request.objects.count() > before
    for n, manifest in enumerate(manifests):
        with zipfile.ZipFile(tmp_path / f"{n}.zip") as archive:
            held = [json.loads(line) for line in archive.open("tables/hotline.entry.jsonl")]
        step = manifest.tables["hotline.entry"].columns.index("step")
        received = sum(row[step] == "received" for row in held)
        assert received == manifest.tables["hotline.request"].rows
        assert manifest.missing == []


def test_nothing_is_written_over_a_city_unless_it_is_named(town: Town, tmp_path: Path) -> None:
    make(tmp_path / "one.zip", at=now())
    elsewhere, told = moved(tmp_path / "one.zip", tmp_path / "new")
    again = elsewhere.run("restore", str(tmp_path / "one.zip"))
    assert again.returncode == 2
    assert "holds a city already" in again.stderr
    assert "--replace minben.sqlite3" in again.stderr
    replaced = elsewhere.run("restore", str(tmp_path / "one.zip"), "--replace", "minben.sqlite3")
    assert replaced.stdout.split()[-1] == told
    aside = list((tmp_path / "new").glob("before-*"))
    assert len(aside) == 1, "the files of the city that was replaced are put aside"


def test_what_came_back_takes_new_requests(town: Town, tmp_path: Path) -> None:
    make(tmp_path / "one.zip", at=now())
    count = Request.objects.count()
    Request.objects.get(pk=town.ask().pk)
    restore(tmp_path / "one.zip", Wish(at=now(), replace=database()), quiet)
    assert Request.objects.count() == count, "what came after the backup is gone with it"
    assert town.ask("又来一件").pk > 0
    assert Contact.objects.get().name == "周敏"
    assert ledger_holds()


def database() -> str:
    from minben.conf.archive.restoring import database_name

    return database_name()


def spoilt(file: Path, target: Path, part: str) -> Path:
    """The same backup with one byte of one part changed."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith(part):
                content = content.replace(b"1", b"2", 1) if b"1" in content else content + b" "
            new.writestr(name, content)
    return target


@pytest.mark.parametrize(
    "part", ["tables/hotline.request.jsonl", "files/media/", "manifest.json", "files.jsonl"]
)
def test_a_backup_that_was_changed_is_refused_and_nothing_is_touched(
    town: Town, tmp_path: Path, part: str
) -> None:
    make(tmp_path / "one.zip", at=now())
    bad, before = spoilt(tmp_path / "one.zip", tmp_path / "bad.zip", part), Request.objects.count()
    with pytest.raises(TeachingError) as refused:
        restore(bad, Wish(at=now(), replace=database()), quiet)
    assert refused.value.code in {"backup_changed", "backup_unreadable"}
    assert Request.objects.count() == before
    assert Path(Photo.objects.get().file.path).is_file()
    assert not list(Path(configured.MINBEN_HOME).glob("restoring-*"))


def test_a_path_that_leads_out_of_the_house_is_refused(town: Town, tmp_path: Path) -> None:
    make(tmp_path / "one.zip", at=now())
    with zipfile.ZipFile(tmp_path / "one.zip") as old, zipfile.ZipFile(tmp_path / "bad.zip", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"media/", b"../../x/") if name == "files.jsonl" else content)
    with pytest.raises(TeachingError, match="backup"):
        restore(tmp_path / "bad.zip", Wish(at=now(), replace=database()), quiet)
    assert not (tmp_path.parent / "x").exists()


def test_half_a_file_and_what_is_no_backup_are_told_apart_from_a_good_one(town: Town, tmp_path: Path) -> None:
    make(tmp_path / "one.zip", at=now())
    whole = (tmp_path / "one.zip").read_bytes()
    (tmp_path / "half.zip").write_bytes(whole[: len(whole) // 2])
    terminal = Terminal(tmp_path / "new")
    good = terminal.run("restore", str(tmp_path / "one.zip"), "--only-check")
    assert "is whole" in good.stdout
    assert not (tmp_path / "new" / "minben.sqlite3").exists(), "looking changes nothing"
    bad = terminal.run("restore", str(tmp_path / "half.zip"))
    assert (bad.returncode, "copied whole" in bad.stderr) == (2, True)


def test_a_backup_of_a_newer_version_says_so(town: Town, tmp_path: Path) -> None:
    make(tmp_path / "one.zip", at=now())
    with opened(tmp_path / "one.zip") as (_archive, manifest):
        told = json.loads(manifest.written())
    told["migrations"]["hotline"] = "0999_of_next_year"
    with zipfile.ZipFile(tmp_path / "one.zip") as old, zipfile.ZipFile(tmp_path / "newer.zip", "w") as new:
        for name in old.namelist():
            new.writestr(name, json.dumps(told) if name == "manifest.json" else old.read(name))
    with pytest.raises(TeachingError) as refused:
        restore(tmp_path / "newer.zip", Wish(at=now(), replace=database()), quiet)
    assert refused.value.code == "backup_newer"


def test_a_disk_that_fills_leaves_no_half_backup(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("minben.conf.archive.writing._files", full)
    with pytest.raises(OSError, match="No space"):
        make(tmp_path / "backups" / "one.zip", at=now())
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_backup_never_writes_over_another_and_only_its_owner_reads_it(town: Town, tmp_path: Path) -> None:
    make(tmp_path / "one.zip", at=now())
    assert (tmp_path / "one.zip").stat().st_mode & 0o077 == 0
    with pytest.raises(TeachingError) as refused:
        make(tmp_path / "one.zip", at=now())
    assert refused.value.code == "backup_there"


def test_names_and_numbers_stay_sealed_in_the_file(town: Town, tmp_path: Path) -> None:
    make(tmp_path / "one.zip", at=now())
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        held = b"".join(archive.read(name) for name in archive.namelist())
    assert "周敏".encode() not in held
    assert b"13912345678" not in held
    assert "三号楼暖气不热".encode() in held, (
        "the words of requests are in it: keep the file as you keep the city"
    )


def test_a_picture_whose_file_is_gone_is_told(town: Town, tmp_path: Path) -> None:
    kept = Photo.objects.get().file
    Path(kept.path).unlink()
    assert make(tmp_path / "one.zip", at=now()).missing == [kept.name]


def test_keys_open_with_the_words_alone(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    folder.mkdir()
    (folder / "ledger").write_text("5ec7e7")
    sealed = seal_keys(folder, WORDS)
    assert unseal_keys(sealed, WORDS) == {"ledger": "5ec7e7"}
    for wrong in ("other words altogether", ""):
        with pytest.raises(TeachingError) as refused:
            unseal_keys(sealed, wrong)
        assert refused.value.code == "passphrase_wrong"
    with pytest.raises(TeachingError) as refused:
        seal_keys(folder, "short")
    assert refused.value.code == "passphrase_short"


def test_a_wrong_word_touches_nothing(town: Town, tmp_path: Path) -> None:
    make(tmp_path / "one.zip", at=now(), passphrase=WORDS)
    before = Request.objects.count()
    with pytest.raises(TeachingError):
        restore(tmp_path / "one.zip", Wish(at=now(), passphrase="other words now", replace=database()), quiet)
    assert Request.objects.count() == before


def test_each_night_has_its_backup_and_the_oldest_go(town: Town, settings: Any, tmp_path: Path) -> None:
    assert nightly_backup(at=now()) is None, "no folder, no backup"
    settings.MINBEN_BACKUPS, settings.MINBEN_BACKUPS_KEPT = str(tmp_path / "nights"), 2
    (tmp_path / "nights").mkdir()
    (tmp_path / "nights" / "minben-by-hand.zip").write_bytes(b"of the administrator")
    made = [nightly_backup(at=now() + timedelta(days=n)) for n in (0, 1, 1, 2)]
    kept = {path.name for path in (tmp_path / "nights").iterdir()}
    assert kept == {"minben-by-hand.zip", *(path.name for path in made[1:] if path)}
    with opened(made[-1] or Path()) as (_archive, manifest):
        assert isinstance(manifest, Manifest)


def test_a_clock_that_is_set_back_does_not_take_tonights_backup_away(
    town: Town, settings: Any, tmp_path: Path
) -> None:
    settings.MINBEN_BACKUPS, settings.MINBEN_BACKUPS_KEPT = str(tmp_path / "nights"), 1
    nightly_backup(at=now() + timedelta(days=30))
    tonight = nightly_backup(at=now())
    assert tonight is not None
    assert tonight.exists()


def test_the_command_says_where_the_keys_are(town: Town, tmp_path: Path, prepared_home: Path) -> None:
    terminal = Terminal(Path(shutil.copytree(prepared_home, tmp_path / "terminal")))
    ran = terminal.run("backup", str(tmp_path / "one.zip"))
    assert ran.returncode == 0
    assert "The keys are not in it." in ran.stderr
    refused = terminal.run("backup", str(tmp_path / "two.zip"), "--keys", MINBEN_BACKUP_PASSPHRASE="short")
    assert refused.returncode == 2
    assert "at least 12 characters" in refused.stderr
    assert not (tmp_path / "two.zip").exists()


def test_words_that_are_set_for_every_night_seal_the_keys_of_a_backup_by_hand_too(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MINBEN_BACKUP_PASSPHRASE = words = "words that Ma Chao keeps elsewhere"
    sealed_under: list[str] = []

    def made(_file: Path, *, passphrase: str, **_facts: Any) -> Any:
        sealed_under.append(passphrase)
        return SimpleNamespace(rows=0, files=0, digest="", missing=[], keys="")

    monkeypatch.setattr("minben.conf.backing_up.make", made)
    for options in ([], ["--no-keys"], ["--keys"]):
        assert CliRunner().invoke(backing_up, [str(tmp_path / "one.zip"), *options]).exit_code == 0
    assert sealed_under == [words, "", words]


def test_keys_that_were_asked_for_are_never_left_out_in_silence(tmp_path: Path) -> None:
    """A timer has no terminal to type at: without words in the environment nothing is written."""
    told = CliRunner().invoke(backing_up, [str(tmp_path / "one.zip"), "--keys"])
    assert isinstance(told.exception, TeachingError)
    assert told.exception.code == "passphrase_short"
    assert not (tmp_path / "one.zip").exists()
