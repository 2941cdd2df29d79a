"""Where a person can go: what everybody may use first, then what belongs to their role."""

from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from minben.accounts.queries import Role, role_of, who_may


@dataclass(frozen=True, slots=True)
class Way:
    """One line of the navigation: a named page, its words, and whose it is (empty: everybody's)."""

    name: str
    label: Promise
    roles: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """A line as one reader sees it."""

    address: str
    label: str
    here: bool


WAYS = (
    Way("portal:home", _("Say what you need")),
    Way("hotline:find", _("Follow a request")),
    Way("registers:places", _("Counters near you")),
    Way("loop:circle", _("How the city is doing")),
    Way("hotline:desk", _("Desk"), who_may("sort", "request")),
    Way("telephone:home", _("Calls"), who_may("answer", "call")),
    Way("hotline:queue", _("To sort"), who_may("sort", "request")),
    Way("orders:queue", _("Orders"), who_may("work on", "order")),
    Way("orders:centre", _("Dispatch and supervision"), who_may("dispatch", "order")),
    Way("ballots:desk", _("Ballots"), who_may("take for another", "ballot")),
    Way("twin:desk", _("Blocks"), who_may("set up", "block")),
    Way("outcomes:calls", _("Follow-up calls"), who_may("ask by phone", "outcome")),
    Way("outcomes:figures", _("Did it help?"), who_may("study", "outcome")),
    Way("topics:all", _("Topics"), who_may("study", "outcome")),
    Way(
        "agenda:desk",
        _("Questions of the month"),
        who_may("choose", "question") | who_may("work on", "question") | who_may("close", "question"),
    ),
    Way("telephone:figures", _("How calls are answered"), who_may("study", "outcome")),
    Way("sandbox:algorithms", _("Algorithms"), who_may("clear", "algorithm")),
    Way("rights:review", _("Who read what"), who_may("review", "access")),
    Way("ledger:index", _("Ledger"), who_may("audit", "ledger")),
    Way("admin:index", _("Administration"), who_may("keep", "account")),
    Way("partners:partners", _("Partners"), who_may("keep", "partner")),
)
# At the foot of each page: how the house itself can be checked, by anybody.
CHECKS = (
    Way("rights:purposes", _("Who may read your data")),
    Way("sandbox:algorithms", _("Which programs help")),
    Way("ledger:index", _("The public record")),
    Way("opendata:index", _("Open data")),
)


def places_for(user: AbstractBaseUser | AnonymousUser | None, path: str) -> list[Place]:
    """Return the places this reader may go, marking the one they are in."""
    role = role_of(user) if user is not None else None
    open_to = [way for way in WAYS if not way.roles or role in way.roles]
    addressed = [(address, way) for way in open_to if (address := address_of(way.name))]
    here = max(
        (a for a, _way in addressed if path == a or (a != "/" and path.startswith(a))), key=len, default=""
    )
    return [Place(address, str(way.label), address == here) for address, way in addressed]


def checks() -> list[Place]:
    """Return the pages where anybody can check the house."""
    addressed = ((address_of(way.name), way) for way in CHECKS)
    return [Place(address, str(way.label), here=False) for address, way in addressed if address]


def start_of(user: AbstractBaseUser | AnonymousUser) -> str:
    """Return the first page that belongs to the reader's role; home for residents."""
    role = role_of(user)
    own = (address_of(way.name) for way in WAYS if role in way.roles)
    return next((address for address in own if address), reverse("portal:home"))


def address_of(name: str) -> str:
    """Return where a page lives; nothing when this city runs without its feature."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
