"""Addresses of the hotline. The code of a request comes last: it fits almost every word."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from minben.needs.hotline.views import (
    apart,
    aside,
    cases,
    desk,
    draft,
    draft_more,
    endings,
    heard,
    imports,
    messages,
    passing,
    queue,
    removing,
    start,
    track,
    voice,
)

app_name = "hotline"


class RowConverter(IntConverter):
    """The key of a row; a longer number fits no column of the database and names nothing."""

    regex = "[0-9]{1,18}"


register_converter(RowConverter, "row")

residents = [
    path("heard/", heard.heard, name="heard"),
    path("start/", start.start, name="start"),
    path("whistle/", start.whistle, name="whistle"),
    path("nothing-kept/", start.nothing_kept, name="nothing_kept"),
    path("map.svg", draft_more.picture_of_map, name="map"),
    path("drafts/<slug:key>/", draft.draft, name="draft"),
    path("drafts/<slug:key>/photos/", draft_more.photos, name="photos"),
    path("drafts/<slug:key>/photos/<int:number>/", draft_more.photo, name="draft_photo"),
    path("drafts/<slug:key>/map/", draft_more.point, name="point"),
    path("drafts/<slug:key>/join/", draft.join, name="join"),
    path("drafts/<slug:key>/person/", draft.to_person, name="to_person"),
    path("drafts/<slug:key>/keep/", aside.put_aside, name="put_aside"),
    path("drafts/<slug:key>/reminder.ics", aside.reminder, name="reminder"),
    path("drafts/<slug:key>/drop/", draft.drop, name="drop"),
    path("drafts/<slug:key>/submit/", draft.submit, name="submit"),
    path("drafts/<slug:key>/<slug:part>/", draft.amend, name="amend"),
    path("find/", track.find, name="find"),
    path("kept/", removing.kept, name="kept"),
]

staff = [
    path("desk/", desk.desk, name="desk"),
    path("desk/chaser/", desk.chaser, name="chaser"),
    path("queue/", queue.queue, name="queue"),
    path("queue/<row:request_id>/", queue.sort, name="sort"),
    path("alerts/", queue.alerts, name="alerts"),
    path("alerts/<row:alert_id>/", queue.alerts, name="alert"),
    path("apart/", queue.apart, name="apart"),
    path("messages/", messages.messages, name="messages"),
    path("messages/<row:notice_id>/", messages.message_done, name="message_done"),
    path("cases/<row:request_id>/", cases.case, name="case"),
    path("cases/<row:request_id>/correct/", cases.correct, name="correct"),
    path("cases/<row:request_id>/answer/", cases.answer, name="answer"),
    path("cases/<row:request_id>/apart/", cases.set_apart, name="set_apart"),
    path("cases/<row:request_id>/single/", cases.single_out, name="single_out"),
    path("cases/<row:request_id>/says/", cases.caller_says, name="caller_says"),
    path("cases/<row:request_id>/open/", cases.open_contact, name="open_contact"),
    path("cases/<row:request_id>/report/", apart.decide_report, name="decide_report"),
    path("cases/<row:request_id>/photos/<row:photo_id>/", cases.photo, name="case_photo"),
    path("cases/<row:request_id>/pass-on/", passing.pass_on, name="pass_on"),
    path("cases/<row:request_id>/take-back/", passing.take_back, name="take_back"),
    path("cases/<row:request_id>/try-again/", passing.try_again, name="try_again"),
    path("cases/<row:request_id>/ending/", endings.propose, name="propose"),
    path("endings/", endings.endings, name="endings"),
    path("endings/<row:ending_id>/", endings.decide, name="decide"),
    path("erasures/", removing.erasures, name="erasures"),
    path("erasures/<row:erasure_id>/", removing.decide_erasure, name="decide_erasure"),
    path("imports/<row:import_id>/", imports.import_result, name="import"),
    path("imports/<row:import_id>/set-aside.csv", imports.set_aside_file, name="set_aside_file"),
]

followed = [
    path("<slug:code>/", track.track, name="track"),
    path("<slug:code>/photos/<row:photo_id>/", track.photo, name="photo"),
    path("<slug:code>/add/", voice.add, name="add"),
    path("<slug:code>/chase/", voice.chase, name="chase"),
    path("<slug:code>/solved/", voice.solved, name="solved"),
    path("<slug:code>/not-solved/", voice.not_solved, name="not_solved"),
    path("<slug:code>/withdraw/", voice.withdraw, name="withdraw"),
    path("<slug:code>/appeal/", voice.appeal, name="appeal"),
    path("<slug:code>/erase/", removing.erase, name="erase"),
]

urlpatterns = residents + staff + followed
