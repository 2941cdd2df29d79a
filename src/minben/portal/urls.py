from django.urls import path
from django.views.i18n import set_language

from minben.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("start/", views.start, name="start"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("health/", views.health, name="health"),
    path("view/", views.choose_view, name="view"),
    path("language/", set_language, name="language"),
]
