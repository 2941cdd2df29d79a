"""Addresses of decisions."""

from django.urls import path

from minben.participation.ballots.views import desk, observing, organising, public, voting

app_name = "ballots"

everybody = [
    path("", public.decisions, name="decisions"),
    path("<row:decision_id>/", public.decision, name="decision"),
    path("<row:decision_id>/list/", public.listed, name="list"),
    path("<row:decision_id>/list.json", public.as_json, name="list_json"),
    path("<row:decision_id>/costs/", public.costs, name="costs"),
]
owners = [
    path("vote/", voting.find, name="find"),
    path("vote/<slug:code>/", voting.ballot, name="ballot"),
    path("vote/<slug:code>/object/", voting.object_to, name="object"),
]
watching = [
    path("observe/", observing.appointment, name="appointment"),
    path("observe/<slug:code>/", observing.observe, name="observe"),
    path("observe/<slug:code>/openings.json", observing.openings, name="openings"),
]
staff = [
    path("desk/", desk.desk, name="desk"),
    path("desk/<row:owner_id>/", desk.take, name="take"),
    path("<row:decision_id>/paper/", desk.paper, name="paper"),
]
organisers = [
    path("new/", organising.new, name="new"),
    path("new/owners.xlsx", organising.template, name="template"),
    path("<row:decision_id>/organise/", organising.organise, name="organise"),
    path("<row:decision_id>/move/", organising.move, name="move"),
    path("<row:decision_id>/heard/", organising.heard, name="heard"),
    path("<row:decision_id>/objections/<row:objection_id>/", organising.talk, name="talk"),
    path("<row:decision_id>/owners/", organising.owners, name="owners"),
    path("<row:decision_id>/letters/", organising.letters, name="letters"),
    path("<row:decision_id>/observers/", observing.observers, name="observers"),
    path("<row:decision_id>/open/", observing.open_vote, name="open"),
]

urlpatterns = everybody + owners + watching + staff + organisers
