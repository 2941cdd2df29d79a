"""Which month a reader asks for."""

from datetime import date

from django.http import Http404, HttpRequest

from minben.needs.topics import queries
from minben.needs.topics.wording import month_in_words


def month_of(request: HttpRequest) -> date | None:
    """The month named in the address; None for the newest.

    Raises
    ------
    Http404
        When it is no month.
    """
    said = request.GET.get("month", "")
    if not said:
        return None
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError:
        raise Http404(said) from None


def choice(row: queries.MiningRow | None) -> dict[str, object]:
    """The months to choose from, with the one that is shown."""
    months = [(f"{month:%Y-%m}", month_in_words(month)) for month in queries.months()]
    told = {"month": f"{row.month:%Y-%m}", "month_words": month_in_words(row.month)} if row else {}
    return {"months": months, "mining": row, **told}
