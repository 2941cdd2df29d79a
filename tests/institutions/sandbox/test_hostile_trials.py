"""A trial that wants our network, our files or our secrets gets none of them."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from minben.institutions.sandbox import confining
from minben.institutions.sandbox.actions import TrialContext, TrialError, TrialResult, try_out
from minben.institutions.sandbox.core.isolation import Limits, address_of
from minben.institutions.sandbox.core.jail import Jail, command
from minben.institutions.sandbox.evidence import genuine
from minben.institutions.sandbox.models import Evidence
from minben.institutions.sandbox.public import entry
from minben.institutions.sandbox.queries import evidence_of, register
from minben.institutions.sandbox.trying import run_apart
from tests.institutions.sandbox import hostile
from tests.institutions.sandbox.algorithms import NAME, good_trial, only_declared, sorter

shut_in = pytest.mark.skipif(
    confining.isolation() != confining.BUBBLEWRAP,
    reason="bubblewrap: it is not installed here, or may make no namespaces (apt install bubblewrap)",
)


@pytest.fixture
def said(at: datetime, tmp_path: Path) -> Callable[..., str]:
    """Run a trial whose data is one line, and return what it says it got."""

    def run(trial: Callable[[TrialContext], TrialResult], line: str = "") -> str:
        data = tmp_path / "data.txt"
        data.write_text(line)
        return run_apart(address_of(trial), TrialContext(at=at, data=data)).data_source

    return run


@pytest.fixture
def somebody_listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            while True:
                try:
                    server.accept()[0].sendall(b"hello")
                except OSError:
                    return

        threading.Thread(target=greet, daemon=True).start()
        yield server.getsockname()[1]


@shut_in
def test_it_reaches_nobody_on_the_network(said: Callable[..., str], somebody_listening: int) -> None:
    with socket.create_connection(("127.0.0.1", somebody_listening), timeout=3) as reached:
        assert reached.recv(5) == b"hello"
    assert said(hostile.caller, str(somebody_listening)).startswith("refused")


@shut_in
def test_it_reads_no_file_of_ours(said: Callable[..., str], tmp_path: Path) -> None:
    secret = tmp_path / "private" / "secret"
    secret.parent.mkdir()
    secret.write_text("13912345678")
    told = said(hostile.reader, f"{secret} /etc/shadow /etc/passwd {Path.home() / '.bashrc'}")
    assert told.count("refused") == 4


@shut_in
def test_it_does_not_see_our_home_even_where_it_lies_beside_the_code(
    said: Callable[..., str], settings: object, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "code" / "var"
    home.mkdir(parents=True)
    (home / "secret").write_text("our key")
    monkeypatch.syspath_prepend(str(tmp_path / "code"))
    assert "got our key" in said(hostile.reader, str(home / "secret")), "the code itself can be read"
    settings.MINBEN_HOME = home  # type: ignore[attr-defined]  # pytest-django's settings
    assert "refused" in said(hostile.reader, str(home / "secret"))


@shut_in
def test_it_leaves_nothing_behind(said: Callable[..., str], tmp_path: Path) -> None:
    assert "got" not in said(hostile.writer, str(tmp_path))
    assert not (tmp_path / "left-behind").exists()


@shut_in
def test_it_finds_nothing_in_its_environment_and_no_other_program(
    said: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_PASSWORD", "our-password")
    told = said(hostile.looker)
    assert "DATABASE_PASSWORD" not in told
    names, programs, user = told[: told.index("]")], *told[told.index("]") + 2 :].split()
    assert {"PYTHONPATH", "MINBEN_HOME"} <= {one.strip("[' ") for one in names.split(",")}
    assert int(programs) <= 2
    assert user == "uid=65534"


@shut_in
def test_it_does_not_become_root_again(said: Callable[..., str]) -> None:
    assert said(hostile.climber).startswith("refused")


def test_without_bubblewrap_it_still_gets_no_environment_of_ours(
    said: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confining, "_bubblewrap", lambda: None)
    monkeypatch.setenv("DATABASE_PASSWORD", "our-password")
    assert "DATABASE_PASSWORD" not in said(hostile.looker)


def test_one_that_never_comes_back_is_ended(at: datetime) -> None:
    with pytest.raises(TrialError) as error:
        run_apart(address_of(hostile.sleeper), TrialContext(at=at), Limits(wall_s=3))
    assert error.value.code == "broke_off"


@pytest.mark.django_db
@pytest.mark.parametrize("there", [True, False])
def test_the_evidence_says_how_the_trial_was_kept_apart(
    at: datetime, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    if not there:
        monkeypatch.setattr(confining, "_bubblewrap", lambda: None)
    with only_declared(sorter(trial=good_trial)):
        try_out(name=NAME, at=at)
        [listed] = register(at)
        [row] = evidence_of(NAME)
        told = entry(listed, row)["evidence"]["isolation"]
    assert told == (confining.isolation() if there else "process")
    kept = Evidence.objects.get()
    assert genuine(kept)
    kept.isolation = "bubblewrap" if told == "process" else "process"
    assert not genuine(kept), "nobody can say afterwards that it was shut in"


def test_who_is_not_root_asks_for_a_user_namespace_and_is_nobody_in_it() -> None:
    jail = Jail(system={"/usr": ""}, reads=[Path("/srv/a"), Path("/srv/a/b")], environment={"A": "b"})
    words = command("bwrap", jail, ["true"])
    assert words[words.index("--uid") + 1] == "65534"
    assert "--cap-add" not in words
    assert words.count("/srv/a") == 2
    assert "/srv/a/b" not in words
    assert {"--unshare-user", "--unshare-net", "--unshare-pid", "--clearenv"} <= set(words)
    assert os.environ.keys() & set(words) == set()
