from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minben.ground.registers import queries
from minben.ground.registers.directory import directory, entry
from minben.ground.registers.models import Unit


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Where to go in person: the counters of each district and the units of the city."""
    sections, whole_city = directory()
    return render(request, "registers/places.html", {"sections": sections, "whole_city": whole_city})


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: what it is, where it is, when it is open, what it belongs to."""
    found, row = Unit.objects.select_related("parent", "place").filter(code=code).first(), queries.unit(code)
    if found is None or row is None:
        raise Http404
    below = Unit.objects.filter(parent=found).order_by("id")
    return render(request, "registers/unit.html", {"unit": found, "entry": entry(row), "below": below})
