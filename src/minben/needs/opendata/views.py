"""What everybody may see: the releases, the privacy ledger, the files, and the catalogue for machines."""

from datetime import date, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from minben.commons.clock import now
from minben.needs.opendata import queries
from minben.needs.opendata.core import dcat
from minben.needs.opendata.files import COLUMNS, FORMS
from minben.needs.opendata.gathering import month_after
from minben.needs.opendata.wording import amount, both, city, let_by, spent_on, tell

NAME = "minben-requests"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what is published, under which licence, and what it has spent."""
    rule = queries.rule(localdate(now()))
    context = {
        "releases": [tell(row) for row in queries.releases()],
        "spendings": [
            (line, amount(line.epsilon_milli), spent_on(line.what), let_by(line.by))
            for line in queries.spendings()
        ],
        "years": [
            {
                "year": row.year,
                "spent": amount(row.spent_milli),
                "left": amount(max(0, rule.budget_milli - row.spent_milli)),
            }
            for row in queries.years()
        ],
        "budget": amount(rule.budget_milli),
        "rule": rule,
        "columns": COLUMNS,
        "licence": settings.MINBEN_OPENDATA_LICENCE,
    }
    return render(request, "opendata/index.html", context)


@require_safe
def download(request: HttpRequest, month: str, form: str) -> HttpResponse:
    """Hand out a release as a file; what was published never changes."""
    try:
        held = queries.content(month=date.fromisoformat(f"{month}-01"), form=form)
    except ValueError:
        held = None
    if held is None or form not in FORMS:
        raise Http404
    name = f"{NAME}-{month}.{FORMS[form].ending}"
    response = HttpResponse(held, content_type=FORMS[form].media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "public, max-age=86400, immutable"
    # Anybody's page may count with it.
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Tell the catalogue of open data as DCAT, for the portals of others to harvest."""
    page = request.build_absolute_uri(reverse("opendata:index"))
    document = dcat.catalogue(
        address=page,
        title=both(lambda: _("Open data of %(city)s") % {"city": city()}),
        description=both(
            lambda: _("What people asked for, coarsened and with noise so that nobody can be found in it.")
        ),
        publisher=dcat.Publisher(name=both(city), phone=settings.MINBEN_HOTLINE, place=both(city)),
        datasets=[_dataset(request, page, row) for row in queries.releases()],
    )
    response = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Type"] = "application/ld+json"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _dataset(request: HttpRequest, page: str, row: queries.ReleaseRow) -> dcat.Dataset:
    return dcat.Dataset(
        address=f"{page}#{row.month:%Y-%m}",
        identifier=f"{NAME}-{row.month:%Y-%m}",
        title=both(lambda: tell(row).title),
        description=both(lambda: tell(row).sentence),
        provenance=both(lambda: tell(row).provenance),
        first=row.month,
        last=month_after(row.month) - timedelta(days=1),
        issued=row.at,
        licence=row.licence,
        files=[
            dcat.Distribution(
                address=request.build_absolute_uri(
                    reverse("opendata:download", args=(f"{row.month:%Y-%m}", file.form))
                ),
                form=file.form,
                media_type=FORMS[file.form].media_type,
                size_b=file.size_b,
                digest=file.digest,
            )
            for file in row.files
        ],
    )
