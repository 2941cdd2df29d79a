"""Pictures of the running sample city for the README: ``tools/screenshots.py [ADDRESS]``.

Start ``make demo`` first. Each picture is taken as the person it belongs to sees the page, and made small enough
for a repository. They are the only pictures of pages; take them again when a page changes.
"""

import json
import os
import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ADDRESS = "http://127.0.0.1:8000/"
PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
CHROMIUM = os.environ.get("MINBEN_CHROMIUM", "/usr/bin/chromium")
LARGEST_B = 150_000
ASKED = "今天早上起暖气不热了，家里有老人，民安路的邻居们也一样"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: its name, who looks, where they go, and how [px]."""

    name: str
    role: str
    path: str
    language: str = "zh-hans"
    view: str = "standard"
    width: int = 1100
    height: int = 760


SHOTS = (
    Shot("home-elder", "", "/", view="elder", width=420, height=820),
    Shot("understood", "", "ask"),
    Shot("clerk", "clerk", "/requests/queue/"),
    Shot("officer", "officer", "/orders/"),
    Shot("topics", "", "/topics/"),
    Shot("outcomes", "analyst", "/outcomes/", language="en"),
    Shot("twin", "", "/blocks/1/studies/1/picture/?hour=10", width=1000, height=820),
    Shot("algorithm", "reviewer", "/algorithms/hotline.classifier/", language="en"),
)


def take(address: str, sign_ins: dict[str, str]) -> None:
    """Take every picture of the city at an address."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for shot in SHOTS:
            page = _page(browser, address, shot)
            if shot.role:
                _sign_in(page, shot.role, sign_ins[shot.role])
            _go(page, shot.path)
            size = _keep(page.screenshot(), PICTURES / f"{shot.name}.png")
            sys.stdout.write(f"{shot.name}.png {size // 1000} kB\n")
            page.context.close()
        browser.close()


def _page(browser: Browser, address: str, shot: Shot) -> Page:
    context = browser.new_context(
        base_url=address,
        viewport={"width": shot.width, "height": shot.height},
        reduced_motion="reduce",
        color_scheme="light",
    )
    cookies = {"minben_view": shot.view, "django_language": shot.language}
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return context.new_page()


def _sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/account/sign-in/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def _go(page: Page, path: str) -> None:
    """Open a page; ``ask`` is the one that a person reaches by saying what they need."""
    if path != "ask":
        page.goto(path)
        return
    page.goto("/")
    page.fill("main textarea", ASKED)
    page.click("main form:has(textarea) button.button:visible")
    page.wait_for_load_state("networkidle")


def _keep(picture: bytes, path: Path) -> int:
    """Keep a picture with as many colours as its size allows; return the size [B]."""
    whole = Image.open(BytesIO(picture)).convert("RGB")
    for colours in (128, 64, 32, 16):
        small = BytesIO()
        whole.quantize(colours, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
        if small.tell() <= LARGEST_B:
            break
    path.write_bytes(small.getvalue())
    return small.tell()


def main() -> None:
    home = Path(os.environ.get("MINBEN_HOME", "var"))
    kept = home / "demo.json"
    if not kept.exists():
        sys.exit(f"There is no sample city in {home}. Start it with “make demo”, and run this beside it.")
    sign_ins = {one["username"]: one["password"] for one in json.loads(kept.read_text())}
    take(urljoin(sys.argv[1] if len(sys.argv) > 1 else ADDRESS, "/"), sign_ins)


if __name__ == "__main__":
    main()
