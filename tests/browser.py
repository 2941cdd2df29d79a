"""A real browser for tests: Debian's Chromium, the reader's views, and the accessibility checker.

The root ``conftest.py`` takes the fixtures in, once: two of Playwright's loops in one thread do not get along.
Browser tests carry ``pytest.mark.browser`` and ``pytest.mark.django_db(transaction=True)``.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import axe_playwright_python
import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

# Debian's Chromium without windows takes two thirds of the time; where it is not packaged, the whole one does.
WITHOUT_WINDOWS, WHOLE = Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")
CHROMIUM = Path(os.environ.get("MINBEN_CHROMIUM") or (WITHOUT_WINDOWS if WITHOUT_WINDOWS.exists() else WHOLE))
REMEDY = (
    f"browser: no Chromium at {CHROMIUM}; apt-get install chromium fonts-noto-cjk, or set MINBEN_CHROMIUM"
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
# Only what is wrong comes back: the list of what is right is long and slow to hand over.
_ASK_AXE = """([tags, colours]) => axe.run(document, {runOnly: {type: 'tag', values: tags},
        rules: {'color-contrast': {enabled: colours}}, resultTypes: ['violations'],
        preload: false, iframes: false, elementRef: false})
    .then(found => found.violations.map(rule => `${rule.id}: ${rule.help} at ${rule.nodes[0].target}`))"""


@dataclass(frozen=True, slots=True)
class Reader:
    """How somebody looks at a page: language, view, width of their screen [px]."""

    language: str
    view: str
    width: int

    def __str__(self) -> str:
        return f"{self.language}-{self.view}-{self.width}"


READERS = [
    Reader(language, view, width)
    for language, (view, width) in product(
        ("zh-hans", "en"), (("standard", 1100), ("elder", 1100), ("standard", 320), ("elder", 320))
    )
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once; skip by name when this machine has none."""
    if not CHROMIUM.exists():
        pytest.skip(REMEDY)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


def seat(
    browser: Browser,
    address: str,
    reader: Reader,
    *,
    session: str = "",
    scripts: bool = True,
    motion: str = "reduce",
) -> BrowserContext:
    """Seat a reader before a browser of their own, signed in or not, scripts on or off."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": reader.width, "height": 900},
        java_script_enabled=scripts,
        reduced_motion="reduce" if motion == "reduce" else "no-preference",
    )
    cookies = {"minben_view": reader.view, settings.LANGUAGE_COOKIE_NAME: reader.language}
    if session:
        cookies[settings.SESSION_COOKIE_NAME] = session
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return context


@pytest.fixture
def reading(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a fresh browser page as a reader, signed in or not, scripts on or off."""
    opened: list[BrowserContext] = []

    def open_as(
        reader: Reader = READERS[0], *, session: str = "", scripts: bool = True, motion: str = "reduce"
    ) -> Page:
        seated = seat(chromium, live_server.url, reader, session=session, scripts=scripts, motion=motion)
        opened.append(seated)
        return seated.new_page()

    yield open_as
    for context in opened:
        context.close()


def flaws(page: Page, *, colours: bool = True) -> list[str]:
    """Return what axe finds wrong with the page that is open, and whether it overflows its width.

    Contrast takes axe as long as all its other rules: ``colours`` leaves it out where it was looked at before.

    Each line names the rule and the first place, so that a failing test says what to mend.
    """
    # The product's policy forbids foreign scripts; axe is put in by the debugger, past that policy.
    page.evaluate(AXE.read_text("utf-8"))
    lines = page.evaluate(_ASK_AXE, [TAGS, colours])
    width, shown = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [*lines, f"overflow: {width} px wide on {shown} px"] if width > shown else lines


def small_targets(page: Page, *, at_least: int) -> list[str]:
    """Return buttons and lone links lower than ``at_least`` [px]; links within a sentence may be."""
    return list(
        page.evaluate(
            """least => [...document.querySelectorAll(
                 'button, .button, input:not([type=hidden]), select, textarea, nav a, .reader a, .foot li a')]
               .filter(part => part.checkVisibility() && part.getBoundingClientRect().height < least - 0.5)
               .filter(part => !['checkbox', 'radio'].includes(part.type))
               .map(part => part.outerHTML.slice(0, 90))""",
            at_least,
        )
    )
