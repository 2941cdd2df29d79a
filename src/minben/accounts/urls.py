from django.urls import path

from minben.accounts import sso, views

app_name = "accounts"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("second-step/", views.second_step, name="second_step"),
    path("second-step/enrol/", views.enrol, name="enrol"),
    path("sso/", sso.begin, name="sso"),
    path("sso/back/", sso.back, name="sso_back"),
    path("password/", views.change_password, name="password"),
]
