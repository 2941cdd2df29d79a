"""A secret in a file: whole, its owner's alone, and the first one stands."""

from pathlib import Path
from stat import S_IMODE

from minben.commons.keyfiles import kept_secret, write_secret


def test_a_secret_is_its_owners_alone_and_its_draft_is_gone(tmp_path: Path) -> None:
    place = tmp_path / "keys" / "field"
    assert kept_secret(place, lambda: "first") == "first"
    assert kept_secret(place, lambda: "second") == "first"
    assert [one.name for one in place.parent.iterdir()] == ["field"]
    assert [S_IMODE(one.stat().st_mode) for one in (place, place.parent)] == [0o600, 0o700]


def test_a_secret_written_anew_replaces_the_one_before(tmp_path: Path) -> None:
    place = tmp_path / "field"
    for text in ("old", "new"):
        write_secret(place, text)
    assert place.read_text() == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["field"]
