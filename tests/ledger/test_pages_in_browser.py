"""The ledger's pages in a real browser: large print, small screens, both languages, without scripts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from minben.ledger.actions import seal, write
from tests.browser import READERS, flaws
from tests.ledger.cast import MORNING, acts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


def addresses() -> list[str]:
    ids = write(acts(12))
    seal(at=MORNING)
    waiting = write(acts(1))
    return ["/ledger/", f"/ledger/entries/{ids[5]}/", f"/ledger/entries/{waiting[0]}/", "/ledger/check/"]


@pytest.mark.parametrize("scripts", [True, False])
def test_zhou_min_downloads_a_proof_and_checks_it_by_hand(
    reading: Open, tmp_path: Path, scripts: bool
) -> None:
    page = reading(READERS[4], scripts=scripts)
    page.goto(addresses()[1])
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the proof").click()
    path = tmp_path / "proof.json"
    download.value.save_as(path)
    page.get_by_role("link", name="Check a proof").click()
    page.get_by_label("The proof's file").set_input_files(path)
    page.get_by_role("button", name="Check this proof").click()
    expect(page.get_by_role("heading", name="The proof holds")).to_be_visible()
    path.write_text(path.read_text().replace("request:5", "request:6"))
    page.get_by_label("The proof's file").set_input_files(path)
    page.get_by_role("button", name="Check this proof").click()
    expect(page.get_by_role("heading", name="The proof does not hold")).to_be_visible()
    page.get_by_label("Or its text").fill("nonsense")
    page.get_by_role("button", name="Check this proof").click()
    expect(page.get_by_role("main")).to_contain_text("This is not JSON")
    # The checker is itself a script.
    assert not scripts or flaws(page) == []
