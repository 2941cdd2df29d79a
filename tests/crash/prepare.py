"""In a process of its own: the small town in the database that the environment names, and one request long overdue."""

from pathlib import Path

from minben.commons.clock import now
from minben.conf.database import prepare
from minben.institutions.partners.actions import NewPartner, NewToken, Scope, enrol_partners, issue_token
from tests.city import settle


def main(token: str) -> None:
    """Write the token of Willow street's own program into a file."""
    prepare()
    settle().ask("三号楼的路灯坏了一个冬天", category="noise")
    enrol_partners(rows=[NewPartner("willow", "柳荫街道办", "the street office")], at=now())
    wanted = NewToken("willow", "its program", [Scope.REQUESTS_WRITE], per_minute=100_000)
    Path(token).write_text(issue_token(new=wanted, at=now()).token, encoding="ascii")
