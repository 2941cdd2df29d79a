"""Addresses of outcomes."""

from django.urls import path

from minben.evaluation.outcomes.views import asking, public

app_name = "outcomes"
urlpatterns = [
    path("", public.figures, name="figures"),
    path("figures/<slug:code>/", public.figure, name="figure"),
    path("units/", public.units, name="units"),
    path("exclusions/", public.exclusions, name="exclusions"),
    path("figures.csv", public.download, name="download"),
    path("answer/", asking.answer, name="answer"),
    path("followups/", asking.calls, name="calls"),
    path("followups/<int:key>/", asking.call, name="call"),
    path("followups/<int:key>/number/", asking.number, name="number"),
    path("followups/<int:key>/tried/", asking.tried, name="tried"),
    path("followups/<int:key>/heard/", asking.heard, name="heard"),
]
