"""The engine of sunlight, as the public register shows it."""

from minben.institutions.sandbox import actions as sandbox
from minben.participation.twin import trials

SUNLIGHT, VERSION = "twin.sunlight", trials.VERSION
_FEATURE = "minben.participation.twin"


def declare() -> None:
    """Enter the engine in the register of this process."""
    told = sandbox.Declaration.from_parameters
    sandbox.declare([told(_FEATURE, "algorithm-sunlight", version=VERSION, trial=trials.try_sunlight)])
