"""The API: what the features offer to machines, at ``/api/v1/``, and its reference for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minben.commons.clock import now
from minben.commons.errors import TeachingError
from minben.evaluation.outcomes.api import router as outcomes
from minben.ground.registers.api import router as registers
from minben.institutions.partners.api import router as partners
from minben.institutions.partners.edge.docs import operations
from minben.institutions.partners.edge.errors import attach, broken
from minben.institutions.partners.edge.offering import OurAPI
from minben.institutions.partners.edge.problems import Problem, answer
from minben.institutions.partners.edge.reading import str_of
from minben.institutions.rights.actions import Refused, keep_refusal
from minben.institutions.sandbox.api import router as sandbox
from minben.ledger.api import router as ledger
from minben.needs.hotline import api as hotline

api = OurAPI(
    title="Minben (民本)",
    version="1",
    description="What people need, turned into service that people can check.",
    urls_namespace="api",
)
attach(api)
for each in (
    hotline.requests,
    hotline.attachments,
    hotline.categories,
    registers,
    outcomes,
    sandbox,
    ledger,
    partners,
):
    api.add_router("", each)


@api.exception_handler(Refused)
def _not_covered(request: HttpRequest, refused: Refused) -> HttpResponse:
    """A reading that no purpose covers is kept, after what asked for it was rolled back."""
    keep_refusal(refused, at=now())
    return answer(request, Problem("reading_refused"))


@api.exception_handler(TeachingError)
def _taught(request: HttpRequest, error: TeachingError) -> HttpResponse:
    """What the ledger cannot prove yet; anything else that teaches is for us to learn."""
    code = "filter_unknown" if error.code == "no_filters" else "ledger_refused"
    if code == "ledger_refused" and not error.code.startswith("ledger_"):
        return broken(request, error)
    return answer(request, Problem(code, detail=str_of(error)))


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show what there is to call, made from the same description that machines read."""
    groups = list(operations(api.get_openapi_schema(path_prefix="/api/v1/")))
    return render(request, "partners/reference.html", {"groups": groups})
