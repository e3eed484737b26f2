"""Addresses of contributions, by audience."""

from django.urls import path

from club.contributions import desk
from club.contributions.views import board, queue, reach, writing

public = [
    path("appel/<str:token>/", writing.call, name="call"),
    path("appel/<str:token>/apercu/", writing.link_preview(desk.of_call), name="call_preview"),
    path("suivi/<str:token>/", writing.follow, name="follow"),
    path("suivi/<str:token>/apercu/", writing.link_preview(desk.of_version), name="follow_preview"),
    path("portee/<str:token>/", reach.by_link, name="reach_of"),
    path("portee/<str:token>/portee.<slug:kind>", reach.file_by_link, name="reach_of_file"),
]
portal = [
    path("", writing.contributions, name="contributions"),
    path("nouveau/<int:organisation>/", writing.new, name="new"),
    path("apercu/<int:organisation>/", writing.preview, name="preview"),
    path("<int:pk>/", writing.contribution, name="contribution"),
    path("portee/", reach.year, name="reach"),
    path("portee/annee.<slug:kind>", reach.year_file, name="reach_file"),
    path("portee/<int:pk>/", reach.insert, name="reach_of"),
    path("portee/<int:pk>/portee.<slug:kind>", reach.insert_file, name="reach_of_file"),
]
console = [
    path("appels/", board.board, name="board"),
    path("appels/<int:slot>/", board.board, name="board_of"),
    path("appels/fournisseurs/<int:pk>/", board.supplier, name="board_supplier"),
    path("appels/fournisseurs/<int:pk>/note/", board.note, name="board_note"),
    path("appels/fournisseurs/<int:pk>/ecrire/", queue.write_for, name="write_for"),
    path("appels/fournisseurs/<int:pk>/portee/", reach.supplier_year, name="reach"),
    path("appels/fournisseurs/<int:pk>/portee/annee.<slug:kind>", reach.supplier_year_file, name="reach_file"),
    path("portee/<int:pk>/", reach.supplier_insert, name="reach_of"),
    path("portee/<int:pk>/portee.<slug:kind>", reach.supplier_insert_file, name="reach_of_file"),
    path("appels/<int:pk>/prendre/", board.take_over, name="board_take_over"),
    path("appels/<int:pk>/rien-cette-fois/", board.decline, name="board_decline"),
    path("", queue.queue, name="queue"),
    path("<int:pk>/", queue.read, name="read"),
    path("<int:pk>/retouche/", queue.retouch, name="retouch"),
    path("<int:pk>/document.pdf", queue.document, name="document"),
    path("<int:pk>/<slug:step>/", queue.decide, name="decide"),
]
