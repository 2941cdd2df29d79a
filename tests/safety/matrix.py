"""Who meets what: nine people before every address, each with things that are theirs, another's, and nobody's."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

from minben.evaluation.agenda import actions as agenda
from minben.needs.hotline import actions as hotline
from minben.needs.hotline.models import Alert, Notice, Request
from tests.city import NOW, Town
from tests.safety.corpus import photo
from tests.safety.walking import MAY_BE_WRITTEN, intruder, put_back, written

# One column each: nobody, the resident, clerk, officer of the unit, community worker, analyst, reviewer, auditor,
# administrator.
PEOPLE = ("", "li.wei", "wang.fang", "zhao.qiang", "he.jing", "liu.yan", "gao.ming", "sun.li", "ma.chao")
# Of whom: an order of officer Zhao's unit, the same without a name, one of another unit, a report of wrongdoing, and
# what is not there.
OWNERS = ("own", "confidential", "another", "report", "none")
NOTHING = {"code": "AA-AAAA-AAAA", "key": 987_654, "number": 987_654}


@dataclass
class Things:
    """The keys of what each owner has."""

    town: Town
    found: dict[str, dict[str, object]] = field(default_factory=dict)
    # Questions of the month, by whether officer Zhao's unit leads them.
    questions: dict[str, int] = field(default_factory=dict)

    def arguments(self, pattern: URLPattern, owner: str) -> dict[str, object] | None:
        """The arguments of an address for one owner; None when this owner has nothing of the kind."""
        names = [*pattern.pattern.converters]
        if owner == "none":
            return {name: NOTHING["code"] if name == "code" else self.fixed(name) for name in names}
        if pattern.lookup_str.startswith("minben.evaluation.agenda"):
            return {"key": self.questions[owner]} if owner in self.questions and "key" in names else None
        # Only these two stages keep things that belong to somebody; a code of another stage is another thing.
        own = (
            self.found[owner]
            if pattern.lookup_str.startswith(("minben.needs.hotline", "minben.dispatch"))
            else {}
        )
        known = {name: own.get(name, self.fixed(name)) for name in names}
        return known if any(name in own for name in names) else None

    @staticmethod
    def fixed(name: str) -> object:
        return {"part": "what", "name": "sign", "sign": "x", "number": 0}.get(name, NOTHING["key"])


def gather(town: Town) -> Things:
    """Lay out one thing of each kind for each owner."""
    contact = hotline.ContactGiven(name="陈桂英", phone="19900001234", reply_by="phone")
    asked = {
        "own": town.ask(contact=contact),
        "confidential": town.ask("二号楼暖气不热", identity="confidential", contact=contact),
        "another": town.ask("夜里施工太吵", "noise", contact=contact),
        "report": town.ask("食品厂用过期的肉", "", kind="whistle", identity="confidential", contact=contact),
    }
    things = {owner: _of(town, request) for owner, request in asked.items()}
    return Things(town, things, {"own": _question(town, "heat"), "another": _question(town, "urban")})


def _question(town: Town, unit: str) -> int:
    """A question of the month, led by a unit; the work has not begun."""
    liu = town.users["liu.yan"]
    named = agenda.NewTheme(year=2026, month=3, title=agenda.Text("住得暖"))
    theme = agenda.plan_theme(theme=named, by=liu, at=NOW)
    choice = agenda.Choice(
        theme=theme, title=agenda.Text(f"{unit}：家里为什么还冷"), unit=town.units[unit],
        category=town.categories["heating"], starts_on=date(2026, 4, 1), due_on=date(2026, 12, 1), target=-0.3,
        goal=agenda.Text("少三成。"), reason=agenda.Text("反映最多。"),
    )  # fmt: skip
    return agenda.choose(choice=choice, by=liu, at=NOW)


def _of(town: Town, request: Request) -> dict[str, object]:
    hotline.add_photos(request_id=request.pk, jpegs=[photo()], at=NOW)
    found: dict[str, object] = {
        "request_id": request.pk,
        "code": request.code,
        "photo_id": Request.objects.get(pk=request.pk).photos.get().pk,
        "alert_id": Alert.objects.create(request=request, kind="children", at=NOW).pk,
        "notice_id": Notice.objects.create(request=request, how="phone", step="answered", at=NOW).pk,
    }
    if request.state == "routed":
        found["order_id"] = town.order(request).pk
    return found


def tried(client: Client, address: str) -> str:
    """What a person is answered there, in one letter.

    ``+`` shown, or done; ``=`` answered, nothing changed; ``-`` refused; ``s`` sent to sign in; ``0`` not there.
    """
    # How often somebody tried is not what is asked here.
    cache.clear()
    with put_back(), written() as tables:
        answer = client.get(address)
        posted = answer.status_code == 405
        if posted:
            answer = client.post(address)
        changed = any(not MAY_BE_WRITTEN.match(table) for table in tables)
    if answer.status_code in (301, 302) and "/account/sign-in/" in answer.headers["Location"]:
        return "s"
    reached = "=" if posted and not changed else "+"
    return {401: "-", 403: "-", 404: "0", 410: "0"}.get(
        answer.status_code, "!" if answer.status_code >= 500 else reached
    )


def rows(things: Things, routes: dict[str, URLPattern]) -> Iterator[tuple[str, str, str]]:
    """For each address with an argument and each owner: what each of the people is answered, a letter each."""
    browsers = [intruder(Client()) if not name else intruder(things.town.browser(name)) for name in PEOPLE]
    for route, pattern in sorted(routes.items()):
        if not pattern.pattern.converters:
            continue
        for owner in OWNERS:
            arguments: dict[str, Any] | None = things.arguments(pattern, owner)
            if arguments is None:
                continue
            try:
                address = reverse(route, kwargs=arguments)
            except NoReverseMatch:
                continue
            yield route, owner, "".join(tried(browser, address) for browser in browsers)
