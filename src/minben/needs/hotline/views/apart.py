"""What the reporting desk decides about a report of wrongdoing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from minben.accounts.actions import STAFF, requires
from minben.commons.clock import now
from minben.needs.hotline import actions
from minben.needs.hotline.forms.cases import ReportForm
from minben.needs.hotline.views.asking import reader_of
from minben.needs.hotline.views.cases import row_for, shown


@require_POST
@requires(*sorted(STAFF))
def decide_report(request: HttpRequest, request_id: int) -> HttpResponse:
    """Close a report with what came of it, or hand it to the clerks because it is something else."""
    row, form = row_for(request, request_id), ReportForm(request.POST)
    if not form.is_valid():
        return shown(request, row, {"report": form}, status=400)
    said = form.cleaned_data
    closed, reader = said["what"] == "closed", reader_of(request)
    try:
        actions.decide_report(request_id=row.key, closed=closed, words=said["words"], reader=reader, at=now())
    except actions.MoveRefused:
        messages.warning(
            request, _("The request has moved on meanwhile; that is no longer possible at this step.")
        )
    else:
        messages.success(request, _("Written down; the person sees it with the code."))
    return redirect("hotline:apart")
