"""What others lay beside a decision for people to look at before they vote."""

from minben.participation.ballots.models import Beside


def lay_beside(*, decision_id: int, kind: str, address: str, own_address: str = "") -> None:
    """Lead from a decision to something that concerns it; told again, the newer address holds.

    Parameters
    ----------
    kind : str
        A code with words of its own, for example ``sunlight``.
    address : str
        The page that everybody may open.
    own_address : str
        Where each owner finds their own part, the code of their letter added to it.
    """
    Beside.objects.update_or_create(
        decision_id=decision_id, kind=kind, defaults={"address": address, "own_address": own_address}
    )
