"""What became of an export: what went in, and the rows that could not, with what to do about each."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from minben.accounts.actions import Role, requires
from minben.needs.hotline import queries
from minben.needs.hotline.faults import reason_in_words, remedy_in_words

KEEPERS = (Role.CLERK, Role.ADMINISTRATOR)


@never_cache
@require_safe
@requires(*KEEPERS)
def import_result(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show the counts of a file and its rows set aside."""
    file = queries.import_row(import_id)
    if file is None:
        raise Http404
    rows = [
        {"row": one, "reason": reason_in_words(one), "remedy": remedy_in_words(one)}
        for one in queries.set_aside_rows(import_id)
    ]
    return render(request, "hotline/import.html", {"file": file, "rows": rows})


@never_cache
@require_safe
@requires(*KEEPERS)
def set_aside_file(_request: HttpRequest, import_id: int) -> HttpResponse:
    """Hand out every row set aside as a CSV file, to be put right and brought again."""
    if queries.import_row(import_id) is None:
        raise Http404
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="set-aside-{import_id}.csv"'
    # Spreadsheet programs take a file without this mark for another encoding and garble the Chinese.
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["row", "column", "reason", "remedy", "raw"])
    for one in queries.set_aside_rows(import_id, limit=None):
        cells = [one.column, reason_in_words(one), remedy_in_words(one), one.raw]
        writer.writerow([one.row, *map(_plain, cells)])
    return response


def _plain(cell: str) -> str:
    """Keep a spreadsheet from taking what somebody wrote for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
