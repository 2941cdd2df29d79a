"""What it cost the person: contacts, visits, papers, each as they counted them themselves."""

from minben.evaluation.outcomes.core.measures import Kind, Measure
from minben.evaluation.outcomes.core.rates import Voices


def efforts(voices: Voices) -> tuple[Measure, Measure, Measure]:
    """Return contacts, visits and papers per request as measures [1].

    Examples
    --------
    >>> import numpy as np
    >>> nan = np.full(2, np.nan)
    >>> contacts, _, _ = efforts(Voices(nan, nan, nan, np.array([1.0, 3.0]), nan, nan))
    >>> contacts.estimate().value
    2.0
    """
    columns = {"contacts": voices.contacts, "visits": voices.visits, "papers": voices.papers}
    first, second, third = (Measure(code, Kind.MEAN, "", False, column) for code, column in columns.items())
    return first, second, third
