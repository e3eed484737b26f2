"""Addresses of contributions, by audience."""

from django.urls import path

from club.contributions import desk
from club.contributions.views import board, queue, writing

public = [
    path("appel/<str:token>/", writing.call, name="call"),
    path("appel/<str:token>/apercu/", writing.link_preview(desk.of_call), name="call_preview"),
    path("suivi/<str:token>/", writing.follow, name="follow"),
    path("suivi/<str:token>/apercu/", writing.link_preview(desk.of_version), name="follow_preview"),
]
portal = [
    path("", writing.contributions, name="contributions"),
    path("nouveau/<int:organisation>/", writing.new, name="new"),
    path("apercu/<int:organisation>/", writing.preview, name="preview"),
    path("<int:pk>/", writing.contribution, name="contribution"),
]
console = [
    path("appels/", board.board, name="board"),
    path("appels/<int:slot>/", board.board, name="board_of"),
    path("appels/fournisseurs/<int:pk>/", board.supplier, name="board_supplier"),
    path("appels/fournisseurs/<int:pk>/note/", board.note, name="board_note"),
    path("appels/fournisseurs/<int:pk>/ecrire/", queue.write_for, name="write_for"),
    path("appels/<int:pk>/prendre/", board.take_over, name="board_take_over"),
    path("appels/<int:pk>/rien-cette-fois/", board.decline, name="board_decline"),
    path("", queue.queue, name="queue"),
    path("<int:pk>/", queue.read, name="read"),
    path("<int:pk>/retouche/", queue.retouch, name="retouch"),
    path("<int:pk>/document.pdf", queue.document, name="document"),
    path("<int:pk>/<slug:step>/", queue.decide, name="decide"),
]
