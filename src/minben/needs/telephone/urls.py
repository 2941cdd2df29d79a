"""Addresses of the telephone."""

from django.urls import path

from minben.needs.telephone.views import backs, doing, door, figures, paper, screen

app_name = "telephone"

clerks = [
    path("calls/", screen.home, name="home"),
    path("calls/pop/", screen.pop, name="pop"),
    path("calls/seat/", screen.seat, name="seat"),
    path("calls/backs/", backs.backs, name="backs"),
    path("calls/backs/<row:back_id>/", backs.back, name="back"),
    path("calls/backs/<row:back_id>/dial/", backs.dial, name="dial"),
    path("calls/backs/<row:back_id>/settle/", backs.settle, name="settle"),
    path("calls/paper/", paper.form, name="paper"),
    path("calls/paper/template.xlsx", paper.template, name="template"),
    path("calls/paper/keying/", paper.keying, name="keying"),
    path("calls/paper/keyed/", paper.key_in, name="keyed"),
    path("calls/<row:call_id>/", screen.call, name="call"),
    path("calls/<row:call_id>/said/", doing.said, name="said"),
    path("calls/<row:call_id>/take-up/", backs.take_up, name="take_up"),
    path("calls/<row:call_id>/recording/", doing.recording, name="recording"),
]
everybody = [
    path("calls/figures/", figures.figures, name="figures"),
    path("calls/figures.json", figures.as_json, name="figures_json"),
    path("calls/figures.csv", figures.as_csv, name="figures_csv"),
]
exchanges = [path("telephone/events", door.events, name="events")]

urlpatterns = clerks + everybody + exchanges
