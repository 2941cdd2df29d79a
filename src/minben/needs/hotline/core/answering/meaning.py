"""What a message makes one expect in its reply: one small space, turned for each side by canonical correlation."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minben.needs.hotline.core.answering.fields import Fields
from minben.needs.hotline.core.answering.weighing import picked, unit, weighed

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One field of a space: its columns, their rarity, and where the axes lie, shape (columns, dimensions)."""

    columns: NDArray[np.int64]
    rare: Floats
    axes: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """Texts, messages and replies alike, as few numbers: the parts of its axes, by field."""

    parts: dict[str, Part]

    def place(self, fields: Fields) -> Floats:
        """Return where each text lies, shape (texts, dimensions), rows of length one."""
        weights = {
            name: unit(weighed(picked(getattr(fields, name), part.columns), part.rare))
            for name, part in self.parts.items()
        }
        return _unit(np.sum([weights[name] @ part.axes for name, part in self.parts.items()], axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class Bridge:
    """How the places of messages and of replies turn so that a message lies near its reply."""

    message_mean: Floats
    message_turn: Floats
    reply_mean: Floats
    reply_turn: Floats

    def messages(self, places: Floats) -> Floats:
        """Turn messages and scale them to length one."""
        return _unit((places - self.message_mean) @ self.message_turn)

    def replies(self, places: Floats) -> Floats:
        """Turn replies and scale them to length one."""
        return _unit((places - self.reply_mean) @ self.reply_turn)


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """What a reply to a message probably looks like: sums, dates, lists, addresses, how long.

    Attributes
    ----------
    columns, usual
        The commonest shapes and how many replies have each [1], shape (shapes,).
    turn
        From a message's place to how much likelier than usual each becomes, shape (dimensions, shapes).
    """

    columns: NDArray[np.int64]
    usual: Floats
    turn: Floats

    def messages(self, places: Floats) -> Floats:
        """Return what each message makes likelier, weighed by how much each shape tells, shape (messages, shapes)."""
        return np.asarray(
            places @ self.turn / np.sqrt(self.usual * (1.0 - self.usual) + 0.01), dtype=np.float32
        )

    def replies(self, fields: Fields) -> Floats:
        """Return what each reply has more than usual, in the same measure, shape (replies, shapes).

        Examples
        --------
        One reply in ten names a sum: to name one tells much, to name none little.

        >>> from minben.needs.hotline.core.answering.fields import fields_of
        >>> fields = fields_of(["缴费35元", "缴费"])
        >>> looks = Looks(fields.shapes.indices[:1].astype(np.int64), np.array([0.1]), np.array([[1.0]]))
        >>> [[round(float(one[0]), 2) for one in found] for found in (looks.replies(fields), looks.messages([[0.9]]))]
        [[2.85, -0.32], [2.85]]
        """
        held = picked(fields.shapes, self.columns).toarray() > 0
        return np.asarray(
            (held - self.usual) / np.sqrt(self.usual * (1.0 - self.usual) + 0.01), dtype=np.float32
        )


def _unit(rows: NDArray[np.floating]) -> Floats:
    sizes = np.sqrt((rows.astype(np.float64) ** 2).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.maximum(sizes, 1e-9), dtype=np.float32)
