"""Every page of the house, in a crowded town: who may open it, and whether every reader can use it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from minben.accounts.actions import STAFF, Role
from tests.browser import Reader, flaws, seat, small_targets
from tests.laws.everywhere import ANYBODY, Crowd, Stop, routes
from tests.laws.speaking import HAN, speaks_english, spoken
from tests.laws.test_words import CATALOGUES, entries

pytestmark = pytest.mark.django_db

C, O, W, A, R, U, M = (  # noqa: E741  # one letter a column, as in a table on paper
    Role.CLERK, Role.OFFICER, Role.WORKER, Role.ANALYST, Role.REVIEWER, Role.AUDITOR, Role.ADMINISTRATOR,
)  # fmt: skip
SIGNED_IN: frozenset[Role] = frozenset()
# Whose page each route is; what is not named here is everybody's. An empty set means: whoever is signed in.
WHOSE: dict[str, frozenset[Role]] = {
    **dict.fromkeys(("accounts:mine", "accounts:password", "rights:mine", "twin:mine"), SIGNED_IN),
    **dict.fromkeys(("accounts:second_step", "accounts:enrol"), frozenset(STAFF)),
    "loop:turn": frozenset({C, O, A, R, U, M}),
    "hotline:desk": frozenset({C, W}),
    **dict.fromkeys(
        (f"hotline:{name}" for name in (
            "chaser", "queue", "sort", "alerts", "alert", "messages", "message_done", "correct", "set_apart",
            "single_out", "caller_says", "propose", "endings", "decide", "pass_on", "take_back", "try_again",
            "erasures", "decide_erasure",
        )),
        frozenset({C}),
    ),
    # The reporting desk may be anybody on the staff who was given that duty.
    **dict.fromkeys(
        (f"hotline:{name}" for name in (
            "apart", "case", "answer", "open_contact", "decide_report", "case_photo",
        )),
        frozenset(STAFF),
    ),
    **dict.fromkeys(("hotline:import", "hotline:set_aside_file"), frozenset({C, M})),
    **dict.fromkeys(
        (f"orders:{name}" for name in (
            "queue", "crews", "card", "contact", "deed", "pictures", "picture", "proof_photo",
        )),
        frozenset({C, O, W}),
    ),
    **dict.fromkeys(
        (f"telephone:{name}" for name in (
            "home", "pop", "seat", "call", "said", "take_up", "backs", "back", "dial", "settle", "keying", "keyed",
        )),
        frozenset({C}),
    ),
    **dict.fromkeys(("telephone:paper", "telephone:template"), frozenset({C, W})),
    "telephone:recording": frozenset({C, U}),
    "orders:centre": frozenset({C}),
    **dict.fromkeys(("orders:report", "orders:give_up"), frozenset({O, W})),
    **dict.fromkeys(
        (f"outcomes:{name}" for name in ("calls", "call", "number", "tried", "heard")), frozenset({C})
    ),
    **dict.fromkeys(
        (f"agenda:{name}" for name in ("plan", "choose", "candidates", "candidate")), frozenset({A})
    ),
    **dict.fromkeys(("agenda:desk", "agenda:work"), frozenset({C, O, W, A, R})),
    "agenda:deed": frozenset({O, W, A, R}),
    "agenda:hear": frozenset({C, W}),
    **dict.fromkeys(("agenda:tasks", "agenda:end_task"), frozenset({O, W})),
    "agenda:hand_over": frozenset({A}),
    **dict.fromkeys((f"ballots:{name}" for name in ("desk", "take", "paper")), frozenset({C, O, W})),
    **dict.fromkeys(
        (f"ballots:{name}" for name in (
            "new", "template", "organise", "move", "heard", "talk", "owners", "letters", "observers", "open",
        )),
        frozenset({O, W}),
    ),
    **dict.fromkeys(
        (f"twin:{name}" for name in (
            "desk", "new", "setup", "site", "house", "windows", "compute", "show", "propose", "households",
            "all_cards",
        )),
        frozenset({O, W}),
    ),
    "rights:force": frozenset({C, O, W}),
    **dict.fromkeys(("rights:review", "rights:judge"), frozenset({U})),
    **dict.fromkeys(
        (f"partners:{name}" for name in (
            "partners", "partner", "new_token", "take_back", "told", "delivery", "close",
        )),
        frozenset({M}),
    ),
    **dict.fromkeys(("topics:all", "topics:words"), frozenset({A, R, U})),
    "sandbox:clear": frozenset({R}),
    # Whoever takes the calls hears first that a program errs.
    "sandbox:stop": frozenset({C, R}),
}  # fmt: skip
# Whoever holds the code, but never an officer: they would speak for the person about their own work.
THE_PERSONS = {
    f"hotline:{name}"
    for name in ("track", "add", "chase", "solved", "not_solved", "withdraw", "appeal", "erase")
} | {"agenda:say"}
# Whoever holds the code of an appointment; the staff watch only as themselves.
WATCHERS = {"ballots:observe"}
# Routes that show no page, each with why.
POSTED = {
    "accounts:sign_out", "portal:view", "portal:language", "hotline:join", "hotline:to_person", "hotline:drop",
    "hotline:submit", "hotline:chaser", "hotline:sort", "hotline:message_done", "hotline:correct",
    "hotline:answer", "hotline:set_apart", "hotline:single_out", "hotline:caller_says", "hotline:open_contact",
    "hotline:decide_report", "orders:contact", "orders:pictures", "orders:report", "orders:give_up", "orders:deed",
    "hotline:take_back", "hotline:try_again", "partners:take_back", "partners:close",
    "outcomes:number", "outcomes:tried", "outcomes:heard", "telephone:seat", "telephone:said", "telephone:take_up",
    "telephone:dial", "telephone:settle", "telephone:keyed", "agenda:deed", "ballots:object", "ballots:move",
    "ballots:heard", "ballots:talk", "ballots:open", "twin:say", "twin:show", "twin:propose",
}  # fmt: skip
NO_PAGE = {
    **dict.fromkeys(POSTED, "takes a form and leads back to the page it stood on"),
    **dict.fromkeys(
        ("hotline:map", "hotline:photo", "hotline:case_photo", "hotline:draft_photo", "orders:picture",
         "orders:proof_photo"),
        "a picture",
    ),
    **dict.fromkeys(
        ("hotline:set_aside_file", "ledger:head", "ledger:proof", "ledger:growth", "outcomes:download",
         "sandbox:register", "opendata:download", "opendata:catalogue"),
        "a file for machines",
    ),
    **dict.fromkeys(
        ("telephone:events", "telephone:figures_csv", "telephone:figures_json", "telephone:template",
         "ballots:template", "ballots:list_json", "ballots:openings", "agenda:download", "hotline:reminder"),
        "for machines, or a file",
    ),
    "telephone:pop": "leads on to the call that an exchange names",
    **dict.fromkeys(
        (f"open311:{name}" for name in (
            "discovery", "services", "definition", "requests", "request", "token", "updates", "nothing",
        )),
        "a document for machines",
    ),
    "portal:start": "leads on to the first page of one's role",
    **dict.fromkeys(("accounts:sso", "accounts:sso_back"), "leads to the city's own sign-in, and back"),
    "accounts:second_step": "leads on once the second step is done, as here",
    "hotline:alert": "the list of alerts, with the one that was wrongly filled in",
}  # fmt: skip
EVERY_PAGE = [
    Reader("zh-hans", "standard", 1100),
    Reader("zh-hans", "elder", 1100),
    Reader("en", "standard", 320),  # English words are the longer ones: what holds them holds Chinese
]
# The other narrow ones look at every eighth page: the first three have seen its words and its layout.
SAMPLED = [Reader("zh-hans", "standard", 320), Reader("zh-hans", "elder", 320), Reader("en", "elder", 320)]


def test_every_route_is_visited_or_says_why_not(crowd: Crowd) -> None:
    visited = {stop.route for stop in crowd.stops}
    assert set(routes()) - visited - set(NO_PAGE) == set(), "no test opens these pages"
    assert visited & set(NO_PAGE) == set()
    assert set(NO_PAGE) | set(WHOSE) <= set(routes()), "these routes are gone"


def test_every_page_belongs_to_the_roles_it_is_meant_for() -> None:
    told = {
        name: frozenset(route.callback.required_roles)
        for name, route in routes().items()
        if hasattr(route.callback, "required_roles")
    }
    # Guards may lie under another decorator, which copies the mark.
    assert told == WHOSE


def expected(stop: Stop, role: str) -> set[int]:
    """What a reader of this role may be answered: a page, the way to the sign-in page, or a refusal."""
    if role == Role.OFFICER and stop.route in THE_PERSONS:
        return {403}
    if role in STAFF and stop.route in WATCHERS:
        return {404}
    if stop.route not in WHOSE:
        return {200}
    if not role:
        return {302}
    if WHOSE[stop.route] and role not in WHOSE[stop.route]:
        return {403}
    # Whom the role admits, the single case may still refuse: another unit's order, another desk's report.
    return {200} if role == stop.who else {200, 302, 403, 404, 400}


@pytest.mark.parametrize("role", [ANYBODY, *Role])
def test_nobody_sees_a_page_that_is_not_theirs_and_none_breaks(crowd: Crowd, role: str) -> None:
    browser, wrong = crowd.browser(role), []
    for stop in crowd.stops:
        answer = browser.get(stop.address)
        if answer.status_code not in expected(stop, role):
            wrong.append(f"{stop.address}: {answer.status_code}")
        if answer.status_code == 302 and not role:
            assert "/account/sign-in/" in answer["Location"]
    assert wrong == []


def test_in_chinese_no_page_speaks_english(crowd: Crowd) -> None:
    wrong: dict[str, set[str]] = defaultdict(set)
    for stop in crowd.stops:
        for lang, words in spoken(crowd.browser(stop.who).get(stop.address).content.decode()):
            if not lang.startswith("en") and speaks_english(words):
                wrong[words[:90]].add(stop.route)
    assert dict(wrong) == {}


def test_in_english_no_page_speaks_chinese_of_its_own(crowd: Crowd) -> None:
    """What people wrote and what the city named only in Chinese stays as it is; the house's words do not."""
    ours = {
        chinese
        for path in CATALOGUES
        for said in entries(path).values()
        for chinese in ([said] if isinstance(said, str) else said)
        if len(HAN.findall(chinese)) > 5
    }
    wrong: dict[str, set[str]] = defaultdict(set)
    for stop in crowd.stops:
        browser = crowd.browser(stop.who)
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        for lang, words in spoken(browser.get(stop.address).content.decode()):
            if not lang.startswith("zh") and any(one in words for one in ours):
                wrong[words[:90]].add(stop.route)
    assert dict(wrong) == {}


@dataclass
class Readers:
    """The readers of one view, each role before a browser of its own."""

    chromium: Browser
    address: str
    sessions: dict[str, str]
    open: dict[tuple[str, str], Page] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def page(self, reader: Reader, who: str) -> Page:
        """The open page of whoever reads; what the browser complains about is gathered."""
        key = (str(reader), who)
        if key not in self.open:
            context: BrowserContext = seat(self.chromium, self.address, reader, session=self.sessions[who])
            page = context.new_page()
            page.on("console", lambda told: self.said.append(told.text))
            page.on("pageerror", lambda error: self.said.append(str(error)))
            self.open[key] = page
        return self.open[key]


@pytest.fixture(scope="module")
def readers(crowd: Crowd, chromium: Browser) -> Iterator[Readers]:
    """Browsers before the crowded town; their sessions are kept before any test begins."""
    server = LiveServer("localhost")
    server._live_server_modified_settings.enable()
    yield Readers(chromium, server.url, {who: crowd.session(who) for who in {s.who for s in crowd.stops}})
    server._live_server_modified_settings.disable()
    server.stop()


def faults(page: Page, stop: Stop, reader: Reader) -> list[str]:
    """Everything wrong with a page for a reader."""
    answer = page.goto(stop.address)
    if answer is None or not answer.ok or urlsplit(page.url).path != urlsplit(stop.address).path:
        return [f"is not shown: {answer and answer.status} {page.url}"]
    # What is folded away is read too.
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    lang, title, headings = page.evaluate(
        "[document.documentElement.lang, document.title, document.querySelectorAll('h1').length]"
    )
    # No colour depends on a screen's width.
    found = flaws(page, colours=reader.width > 320 or reader in SAMPLED)
    found += [f"small: {one}" for one in small_targets(page, at_least=60 if reader.view == "elder" else 44)]
    found += [] if lang == ("en" if reader.language == "en" else "zh-Hans") else [f"language {lang}"]
    found += [] if title.count("·") and title.strip(" ·") else [f"title {title!r}"]
    found += [] if headings == 1 else [f"{headings} main headings"]
    return found


def walked(readers: Readers, reader: Reader, stops: list[Stop]) -> dict[str, list[str]]:
    wrong = {}
    for stop in stops:
        readers.said.clear()
        found = faults(readers.page(reader, stop.who), stop, reader) + readers.said
        if found:
            wrong[f"{stop.route} {stop.address}"] = found
    return wrong


@pytest.mark.browser
@pytest.mark.parametrize("reader", EVERY_PAGE, ids=str)
def test_every_page_can_be_used_by_every_reader(crowd: Crowd, readers: Readers, reader: Reader) -> None:
    assert walked(readers, reader, crowd.stops) == {}


@pytest.mark.browser
@pytest.mark.parametrize("reader", SAMPLED, ids=str)
def test_every_eighth_page_can_be_used_on_every_small_screen(
    crowd: Crowd, readers: Readers, reader: Reader
) -> None:
    assert walked(readers, reader, crowd.stops[::8]) == {}
