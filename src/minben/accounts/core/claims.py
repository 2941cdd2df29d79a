"""What the city's identity provider says of a person, and what it is worth.

References
----------
OpenID Connect Core 1.0, section 3.1.3.7 (checks of an ID token); RFC 8176 (values of ``amr``).
"""

from collections.abc import Collection, Mapping
from typing import Any

from minben.accounts.core.permissions import Role

# How far the clocks of two houses may differ [s].
LEEWAY_S = 60
_TWICE = frozenset({"mfa"})


class ClaimRefused(ValueError):
    """A token that proves nothing here; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_claims(claims: Mapping[str, Any], *, issuer: str, client: str, nonce: str, at_s: float) -> None:
    """Check that a signed token was made by this provider, for this city, for this sign-in, and still holds.

    Raises
    ------
    ClaimRefused
        ``issuer``, ``audience``, ``party``, ``expired``, ``nonce`` or ``subject``.

    Examples
    --------
    >>> claims = {"iss": "https://id", "aud": "minben", "exp": 100, "iat": 10, "nonce": "n", "sub": "7"}
    >>> check_claims(claims, issuer="https://id", client="minben", nonce="n", at_s=50)
    >>> check_claims(claims, issuer="https://id", client="minben", nonce="n", at_s=500)
    Traceback (most recent call last):
    minben.accounts.core.claims.ClaimRefused: expired
    """
    audience = claims.get("aud")
    several = audience if isinstance(audience, list) else [audience]
    wrong = {
        "issuer": claims.get("iss") != issuer,
        "audience": client not in several,
        "party": len(several) > 1 and claims.get("azp") != client,
        "expired": not _holds(claims.get("nbf", claims.get("iat")), claims.get("exp"), at_s),
        "nonce": not nonce or claims.get("nonce") != nonce,
        "subject": not (isinstance(claims.get("sub"), str) and claims["sub"]),
    }
    for code, is_so in wrong.items():
        if is_so:
            raise ClaimRefused(code)


def was_twofold(claims: Mapping[str, Any], *, levels: Collection[str]) -> bool:
    """Tell whether the provider itself asked for a second step: ``mfa`` among the methods, or a level that counts.

    Examples
    --------
    >>> was_twofold({"amr": ["pwd", "mfa"]}, levels=()), was_twofold({"amr": ["pwd"], "acr": "high"}, levels=["high"])
    (True, True)
    >>> was_twofold({"amr": "mfa", "acr": "0"}, levels=())
    False
    """
    methods = claims.get("amr")
    twice = isinstance(methods, list) and bool(_TWICE & {one for one in methods if isinstance(one, str)})
    level = claims.get("acr")
    return twice or (isinstance(level, str) and level in levels)


def role_of_groups(groups: object, mapping: Mapping[str, Role]) -> Role | None:
    """Return the role that a mapping gives to one of a person's groups; None when it names none, or several.

    Examples
    --------
    >>> role_of_groups(["staff", "12345"], {"12345": Role.CLERK})
    <Role.CLERK: 'clerk'>
    >>> role_of_groups(["12345", "heat"], {"12345": Role.CLERK, "heat": Role.OFFICER}) is None
    True
    """
    given = [groups] if isinstance(groups, str) else groups
    if not isinstance(given, list):
        return None
    found = {mapping[one] for one in given if isinstance(one, str) and one in mapping}
    return found.pop() if len(found) == 1 else None


def read_mapping(text: str) -> dict[str, Role]:
    """Read ``group=role`` pairs with commas between them.

    Raises
    ------
    ValueError
        A pair that cannot be read, an unknown role, or the administrator: that post is given by a person.

    Examples
    --------
    >>> read_mapping("12345=clerk, heat=officer")["heat"]
    <Role.OFFICER: 'officer'>
    """
    found: dict[str, Role] = {}
    for pair in filter(None, (one.strip() for one in text.split(","))):
        group, mark, role = (part.strip() for part in pair.rpartition("="))
        if not (group and mark) or role == Role.ADMINISTRATOR:
            raise ValueError(pair)
        found[group] = Role(role)
    return found


def _holds(begins: object, ends: object, at_s: float) -> bool:
    if not (isinstance(begins, int | float) and isinstance(ends, int | float)):
        return False
    return begins - LEEWAY_S <= at_s < ends + LEEWAY_S
