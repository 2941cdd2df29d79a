"""What the hotline understands of a batch of texts; every algorithm behind its guard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from django.utils.timezone import localdate

from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline import model
from minben.needs.hotline.actions.categories import codes_of
from minben.needs.hotline.algorithms import CLASSIFIER
from minben.needs.hotline.core.extraction import counted, first_sinces, fullest_places
from minben.needs.hotline.core.facts import since_when
from minben.needs.hotline.core.lexicon import Lexicon, Reading, load_lexicon, read
from minben.needs.hotline.core.masking import Masked, mask
from minben.needs.hotline.core.places import PlaceFound
from minben.needs.hotline.gazetteer import gazetteer


@dataclass(frozen=True, slots=True)
class Guess:
    """A category that a text may belong to, with its calibrated confidence [1]."""

    category: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of one text; ``sure`` when the first guess is above its cleared confidence."""

    reading: Reading
    masked: Masked
    place: PlaceFound | None
    since_when: str
    counts: tuple[str, ...] = ()
    guesses: tuple[Guess, ...] = ()
    sure: bool = False


_lexicon: list[Lexicon] = []


def understand(*, texts: Sequence[str], at: datetime, model_dir: Path | None = None) -> list[Understood]:
    """Read kind, tier, urgency, place, time and category from each text.

    Without a cleared classifier the guesses stay empty and a clerk chooses.
    """
    if not _lexicon:
        _lexicon.append(load_lexicon())
    readings = read(texts, _lexicon[0], at_day=localdate(at))
    places, sinces = _places(texts), _sinces(texts)
    guesses = guess(texts, at, model_dir)
    rows = zip(readings, mask(texts), places, sinces, counted(texts), guesses, strict=True)
    return [
        Understood(reading, masked, place, since, counts, said, sure)
        for reading, masked, place, since, counts, (said, sure) in rows
    ]


def _places(texts: Sequence[str]) -> list[PlaceFound | None]:
    """Find where; what the register and plain addresses do not tell is read more closely, which takes longer."""
    found = gazetteer().find(texts)
    unknown = [row for row, place in enumerate(found) if place is None]
    for row, words in zip(unknown, fullest_places([texts[row] for row in unknown]), strict=True):
        found[row] = PlaceFound(None, "", 0, 0, (), words) if words else None
    return found


def _sinces(texts: Sequence[str]) -> list[str]:
    """Find since when; only what is not told plainly is read more closely."""
    found = since_when(texts)
    unknown = [row for row, since in enumerate(found) if not since]
    for row, words in zip(unknown, first_sinces([texts[row] for row in unknown]), strict=True):
        found[row] = words
    return found


def guess(
    texts: Sequence[str], at: datetime, model_dir: Path | None = None
) -> list[tuple[tuple[Guess, ...], bool]]:
    """Name two headings for each text, and whether the first is sure; none while no classifier may run."""
    nothing: list[tuple[tuple[Guess, ...], bool]] = [((), False)] * len(texts)
    loaded = model.load_from(model_dir) if model_dir else model.current()
    if loaded is None:
        return nothing
    with sandbox.guard(CLASSIFIER, version=loaded.version, at=at, rows=False) as guard:
        if not guard.cleared:
            return nothing
        said = loaded.classifier.predict(texts)
        threshold = guard.threshold if guard.threshold is not None else loaded.classifier.threshold
        sure = (said.confidence >= threshold) & np.array(
            [_says_anything(text) for text in texts], dtype=np.bool_
        )
        guard.count(items=len(texts), abstained=int((~sure).sum()))
        # It may have learnt the names that clerks wrote; the city's list, its units and its deadlines go by code.
        code = codes_of([*said.labels, *said.second])
        firsts = zip(map(code.__getitem__, said.labels), said.confidence.tolist(), strict=True)
        seconds = zip(map(code.__getitem__, said.second), said.second_confidence.tolist(), strict=True)
        return [
            ((Guess(*first), Guess(*second)), bool(certain))
            for first, second, certain in zip(firsts, seconds, sure, strict=True)
        ]
    return nothing


def _says_anything(text: str) -> bool:
    """Tell a word from a lone letter ("停"), however sure a program is of it: a person asks what is meant."""
    return len({letter for letter in text if letter.isalpha()}) > 1
