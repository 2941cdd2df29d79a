"""Addresses of blocks."""

from django.urls import path

from minben.participation.twin.views import cards, desk, picture, public

app_name = "twin"

everybody = [
    path("", public.blocks, name="blocks"),
    path("<row:block_id>/", public.block, name="block"),
    path("<row:block_id>/studies/<row:study_id>/", public.study, name="study"),
    path("<row:block_id>/studies/<row:study_id>/picture/", picture.picture, name="picture"),
]
households = [
    path("card/", cards.find, name="find"),
    path("card/mine/", cards.mine, name="mine"),
    path("card/<slug:code>/", cards.card, name="card"),
    path("card/<slug:code>/say/", cards.say, name="say"),
]
office = [
    path("desk/", desk.desk, name="desk"),
    path("new/", desk.new, name="new"),
    path("<row:block_id>/setup/", desk.setup, name="setup"),
    path("<row:block_id>/site/", desk.site, name="site"),
    path("<row:block_id>/house/", desk.house, name="house"),
    path("<row:block_id>/windows/", desk.windows, name="windows"),
    path("<row:block_id>/compute/", desk.compute, name="compute"),
    path("<row:block_id>/show/", desk.show, name="show"),
    path("<row:block_id>/studies/<row:study_id>/propose/", desk.propose, name="propose"),
    path("<row:block_id>/studies/<row:study_id>/households/", desk.households, name="households"),
    path("<row:block_id>/studies/<row:study_id>/cards/", cards.all_cards, name="all_cards"),
]

urlpatterns = everybody + households + office
