"""In a process of its own: the small town in the database that the environment names, and one request long overdue."""

from minben.conf.database import prepare
from tests.city import settle


def main() -> None:
    prepare()
    settle().ask("三号楼的路灯坏了一个冬天", category="noise")
