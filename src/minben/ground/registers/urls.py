from django.urls import path

from minben.ground.registers import views

app_name = "registers"
urlpatterns = [
    path("places/", views.places, name="places"),
    path("units/<path:code>/", views.unit, name="unit"),
]
