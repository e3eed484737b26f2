"""Mounted at /demo/ outside production."""

from django.urls import path

from club.demo import views

app_name = "demo"
urlpatterns = [
    path("code/", views.second_factor, name="second_factor"),
    path("releve.xml", views.statement, name="statement"),
    path("boite/", views.mailbox, name="mailbox"),
    path("boite/<int:mail_id>/", views.mail, name="mail"),
    path("boite/<int:mail_id>/html/", views.mail_html, name="mail_html"),
    path("boite/<int:mail_id>/source/", views.mail_source, name="mail_source"),
]
