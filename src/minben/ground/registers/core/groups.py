"""Age bands: the groups whose gaps are shown beside every figure."""

from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray


class AgeBand(StrEnum):
    """Bands in completed years, counted by calendar year."""

    UNDER_35 = "under 35"
    FROM_35 = "35–64"
    FROM_65 = "65–79"
    FROM_80 = "80+"
    UNKNOWN = "unknown"


_STARTS: Final = np.array([35, 65, 80])
_BANDS: Final = np.array(list(AgeBand), dtype=object)


def age_bands(born_years: NDArray[np.float64], year: int) -> NDArray[np.object_]:
    """Age band of each person in a year.

    Parameters
    ----------
    born_years : shape (n,)
        Year of birth [a]; ``nan`` where it is not known.
    year : int
        The year in which the age is asked [a].

    Returns
    -------
    shape (n,), of `AgeBand`

    Examples
    --------
    >>> [str(band) for band in age_bands(np.array([1946.0, 1990.0, np.nan]), 2026)]
    ['80+', '35–64', 'unknown']
    """
    known = ~np.isnan(born_years)
    ages = np.where(known, year - born_years, 0)
    return _BANDS[np.where(known, np.searchsorted(_STARTS, ages, side="right"), 4)]
