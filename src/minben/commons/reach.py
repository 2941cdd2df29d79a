"""Whether a machine of the city may call an address: never one of its own rooms, unless a setting names it."""

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from minben.commons.errors import TeachingError

__all__ = ["Reach", "why_not"]

_NAT64 = ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Reach:
    """What may be called although it lies inside: names of hosts, and networks."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Reach":
        """Read a list such as ``hooks.example.city, 10.2.0.0/16, ::1``.

        Raises
        ------
        TeachingError
            ``reach_unreadable`` when something that looks like a network is none.

        Examples
        --------
        >>> sorted(Reach.read("Gate.example.city, 10.2.0.0/16").hosts)
        ['gate.example.city']
        """
        parts = [part.strip().lower() for part in text.split(",") if part.strip()]
        numbered = [part for part in parts if part[0].isdigit() or ":" in part or "/" in part]
        try:
            networks = tuple(ip_network(part) for part in numbered)
        except ValueError as error:
            raise TeachingError("reach_unreadable", detail=str(error)) from None
        return cls(frozenset(parts) - frozenset(numbered), networks)


def why_not(address: str, *, host: str = "", reach: Reach | None = None) -> str:
    """Return why an address must not be called; blank when it may.

    Parameters
    ----------
    address : str
        As the resolver gave it, IPv4 or IPv6.
    host : str
        The name it was found under.
    reach : Reach, optional
        What is allowed all the same.

    Returns
    -------
    str
        ``""``, ``unreadable`` or ``inside``: loopback, private, link-local, shared, multicast, unspecified or
        reserved, also where an IPv6 address only wraps such an IPv4 one.

    Examples
    --------
    >>> why_not("127.0.0.1"), why_not("::ffff:10.0.0.1"), why_not("169.254.169.254"), why_not("8.8.8.8")
    ('inside', 'inside', 'inside', '')
    >>> why_not("127.0.0.1", reach=Reach.read("127.0.0.0/8"))
    ''
    """
    try:
        given = ip_address(address.partition("%")[0])
    except ValueError:
        return "unreadable"
    allowed = reach or Reach()
    if host.lower().rstrip(".") in allowed.hosts or any(given in net for net in allowed.networks):
        return ""
    return "inside" if any(_inside(each) for each in _meant_by(given)) else ""


def _meant_by(given: IPv4Address | IPv6Address) -> Iterator[IPv4Address | IPv6Address]:
    """Give an address and every IPv4 address that it wraps."""
    yield given
    if isinstance(given, IPv6Address):
        wrapped = [given.ipv4_mapped, given.sixtofour, *(given.teredo or ())]
        if given in _NAT64:
            wrapped.append(IPv4Address(int(given) & 0xFFFFFFFF))
        yield from (one for one in wrapped if one is not None)


def _inside(one: IPv4Address | IPv6Address) -> bool:
    return not one.is_global or one.is_multicast or one.is_reserved or one.is_unspecified
