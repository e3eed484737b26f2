"""Addresses of regional meetings: the answer of a supplier, and the board of the console."""

from django.urls import path

from events.views import answering, regional

public = [path("<str:token>/", answering.by_link, name="answer")]
portal = [
    path("", answering.meetings, name="meetings"),
    path("<int:pk>/<int:organisation>/", answering.answer, name="answer"),
]
console = [
    path("", regional.board, name="board"),
    path("ouvrir/<int:event>/", regional.open_search, name="open"),
    path("<int:pk>/", regional.meeting, name="meeting"),
    path("<int:pk>/solliciter/", regional.ask, name="ask"),
    path("<int:pk>/atelier/", regional.pledge, name="pledge"),
    path("<int:pk>/reponse/", regional.answer, name="answer"),
    path("<int:pk>/a-lieu/", regional.decide, {"shown": "go_form"}, name="go"),
    path("<int:pk>/reporter/", regional.decide, {"shown": "postpone_form"}, name="postpone"),
    path("<int:pk>/nouvelle-date/", regional.decide, {"shown": "day_form"}, name="seek_again"),
    path("<int:pk>/decider-le/", regional.decide, {"shown": "later_form"}, name="decide_later"),
    path("<int:pk>/confirmer/", regional.confirm, name="confirm"),
]
