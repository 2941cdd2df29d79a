from django.urls import path

from minben.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.index, name="index"),
    path("check/", views.check, name="check"),
    path("head.json", views.head, name="head"),
    path("growth/<int:old_size>.json", views.growth, name="growth"),
    path("entries/<int:entry_id>/", views.entry, name="entry"),
    path("entries/<int:entry_id>/proof.json", views.proof, name="proof"),
]
