"""Two cities, each a Minben of its own with its own home and server: what is passed on comes back, to the last word."""

import json
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.commands import Terminal

ROOT = Path(__file__).parents[4]
# The city on the other bank: a service of its own is let in, and heating has its company.
OTHER_BANK = """
import json
from minben.commons.clock import now
from minben.institutions.partners import actions as partners
from tests.city import settle
settle()
partners.enrol_partners(rows=[partners.NewPartner("linjiang", "临江市", "12345")], at=now())
new = partners.NewToken("linjiang", "hotline", ["requests:write"])
print("SAYS", json.dumps(partners.issue_token(new=new, at=now()).token))
"""
# Our own city: an administrator names the other bank, Li Wei asks, Wang Fang passes it on with his consent.
OUR_BANK = """
import json
from minben.commons.clock import now
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Peer
from tests.city import settle
town = settle()
peer = Peer.objects.create(name="江东市", name_en="Jiangdong", endpoint={endpoint!r}, sealed_key={key!r})
hotline.ask_services(at=now())
contact = hotline.ContactGiven(name="李伟", phone="13912345678")
request = town.ask("河对岸三号楼暖气不热", "heating", contact=contact, received_at=now(), at=now())
to = hotline.PassOn(peer_id=peer.pk, service="heating", with_contact=True, consent_how="电话里问过")
hotline.send_to_peer(request_id=request.pk, pass_on=to, by=town.users["wang.fang"].pk, at=now())
print("SAYS", json.dumps(request.code))
"""
# The heating company of the other bank does the work.
WORK = """
from minben.commons.clock import now
from minben.accounts.models import User
from minben.needs.hotline.models import Request
from tests.city import Town
town = Town({}, {}, {}, {}, {user.username: user for user in User.objects.all()})
town.finish(Request.objects.get(), now())
print("SAYS", "0")
"""


class City:
    """A Minben with a home and a server of its own."""

    def __init__(self, home: Path) -> None:
        self.terminal = Terminal(home)
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        self.address = f"http://127.0.0.1:{self.port}"
        self.more = {"MINBEN_REACH": "127.0.0.0/8", "MINBEN_TOTP": "off"}
        self.server: subprocess.Popen[bytes] | None = None

    def serve(self) -> None:
        web = ["-m", "gunicorn", "minben.conf.wsgi", "--bind", f"127.0.0.1:{self.port}", "--threads", "2"]
        log = (self.terminal.home / "web.log").open("wb")
        self.server = subprocess.Popen(
            [sys.executable, *web], env=self.terminal.environment(**self.more), stdout=log, stderr=log
        )
        until = time.monotonic() + 90
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/open311/discovery.json", timeout=5):
                    return
            except OSError:
                assert self.server.poll() is None
                assert time.monotonic() < until
                time.sleep(0.1)

    def stop(self) -> None:
        if self.server is not None:
            self.server.terminate()
            self.server.wait(timeout=40)

    def does(self, script: str) -> Any:
        """Let somebody of the cast act in this city."""
        ran = self.terminal.run("manage", "shell", "-v", "0", "-c", script, PYTHONPATH=_path(), **self.more)
        said = re.search(r"^SAYS (.*)$", ran.stdout, re.MULTILINE)
        assert said, ran.stderr[-2000:]
        return json.loads(said[1])

    def worker(self) -> None:
        """Let the worker come round once, as if the time to ask again had come."""
        self.sql("update hotline_peer set next_at = null")
        ran = self.terminal.run("worker", "--once", "--only", "neighbours", **self.more)
        assert ran.returncode == 0, ran.stderr

    def sql(self, words: str) -> list[Any]:
        with closing(sqlite3.connect(self.terminal.database, timeout=30)) as database, database:
            return database.execute(words).fetchall()


def _path() -> str:
    return f"{ROOT / 'src'}:{ROOT}"


@pytest.fixture
def banks(prepared_home: Path, tmp_path: Path) -> Iterator[tuple[City, City]]:
    """Our city, and the one on the other bank."""
    cities = [City(Path(shutil.copytree(prepared_home, tmp_path / name))) for name in ("ours", "other")]
    yield cities[0], cities[1]
    for city in cities:
        city.stop()


def says_solved(city: City, code: str) -> str:
    """Li Wei opens his page with his code and presses the button that says it is solved."""
    jar = urllib.request.HTTPCookieProcessor(CookieJar())
    browser = urllib.request.build_opener(jar)
    with browser.open(f"{city.address}/requests/{code}/solved/", timeout=20) as page:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    assert token
    form = urlencode({"csrfmiddlewaretoken": token[1], "words": "热了"}).encode()
    with browser.open(f"{city.address}/requests/{code}/solved/", form, timeout=20) as page:
        return str(page.read().decode())


def test_a_request_crosses_the_river_and_the_last_word_comes_back(banks: tuple[City, City]) -> None:
    ours, other = banks
    key = other.does(OTHER_BANK)
    other.serve()
    code = ours.does(OUR_BANK.format(endpoint=f"{other.address}/open311/v2", key=key))
    ours.serve()
    ours.worker()
    assert other.sql("select text, channel, source from hotline_request") == [
        ("河对岸三号楼暖气不热", "open311", "open311.linjiang")
    ]
    assert other.sql("select count(*) from hotline_contact") == [(1,)], "the person agreed"
    ((number,),) = other.sql("select key from hotline_publicid")
    assert ours.sql("select number, tries from hotline_sent") == [(number, 0)]

    other.does(WORK)
    ours.worker()
    assert ours.sql("select state, solved from hotline_request") == [("answered", None)]
    with urllib.request.urlopen(f"{ours.address}/requests/{code}/", timeout=20) as page:
        followed = page.read().decode()
    assert "已换循环泵，量得二十度。" in followed
    assert "江东市" in followed

    says_solved(ours, code)
    ours.worker()
    assert ours.sql("select state, solved from hotline_request") == [("closed", 1)]
    assert other.sql("select state, solved from hotline_request") == [("closed", 1)], (
        "heard on the other bank"
    )
    assert other.sql("select words from hotline_entry where step = 'solved'") == [("热了",)]
    assert other.sql("select count(*) from hotline_request") == [(1,)], "nothing crosses twice"
