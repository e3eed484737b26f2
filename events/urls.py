"""Addresses of the public agenda, and of its decisions in the console."""

from django.urls import path

from events.views import (
    after,
    beginning,
    checking,
    documents,
    following,
    guests,
    papers,
    registering,
    trainings,
    workshop_board,
    workshops,
)
from events.views import console as console_views
from events.views import console_registrations as registrations
from events.views import portal as portal_views
from events.views import public as views

public = [
    path("", views.agenda, name="list"),
    path("club.ics", views.feed, name="feed"),
    path("departements/<slug:code>.ics", views.departement_feed, name="departement_feed"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/<int:month>/", views.month, name="month"),
    path("inscription/<str:token>/", registering.by_link, name="registration"),
    path("inscription/<str:token>/ateliers/", workshops.by_link, name="workshops"),
    path("suite/<str:token>/", after.by_link, name="after"),
    path("suite/<str:token>/attestation.pdf", after.attestation, name="attestation"),
    path("invitation/<str:token>/", guests.by_link, name="invitation"),
    path("documents/<int:pk>/", documents.file, name="document"),
    path("<slug:slug>/", views.event, name="event"),
    path("<slug:slug>/rencontre.ics", views.event_calendar, name="event_calendar"),
]
portal = [
    path("", portal_views.meetings, name="list"),
    path("formations/sujets/", trainings.topics, name="topics"),
    path("formations/proposer/<int:organisation>/", trainings.propose, name="propose"),
    path("calendrier/abonnement/", following.subscription, name="subscription"),
    path("calendrier/<str:token>/rencontres.ics", following.feed, name="feed"),
    path("<slug:slug>/", portal_views.meeting, name="event"),
    path("<slug:slug>/ateliers/", workshops.mine, name="workshops"),
    path("<slug:slug>/retour/<int:organisation>/", after.supplier_return, name="return"),
]
console = [
    path("formations/", trainings.proposals, name="trainings"),
    path("formations/<int:pk>/", trainings.proposal, name="training"),
    path("agenda/<int:pk>/ateliers/", workshop_board.board, name="workshops"),
    path("agenda/<int:pk>/ateliers/refaire/", workshop_board.undo, name="workshops_undo"),
    path("agenda/<int:pk>/ateliers/mixite/", workshop_board.release, name="workshops_release"),
    path("agenda/ateliers/<int:pk>/", workshop_board.session, name="workshop_session"),
    path("agenda/nouvelle/", beginning.new, name="event_new"),
    path("agenda/<int:pk>/programme/", beginning.programme, name="event_programme"),
    path("agenda/<int:pk>/", console_views.event, name="event"),
    path("agenda/<int:pk>/repartir/", console_views.duplicate, name="event_duplicate"),
    path("agenda/<int:pk>/papiers/", papers.papers, name="event_papers"),
    path("agenda/<int:pk>/papiers/<slug:name>.pdf", papers.paper, name="event_paper"),
    path("agenda/<int:pk>/inscriptions/", registrations.listed, name="event_registrations"),
    path("agenda/<int:pk>/inscriptions/ajouter/", registrations.add, name="event_registration_add"),
    path("agenda/<int:pk>/places/", registrations.resize, name="event_resize"),
    path("agenda/<int:pk>/invites/", guests.guests, name="event_guests"),
    path("agenda/invites/<int:pk>/envoyer/", guests.send, name="event_guest_send"),
    path("agenda/<int:pk>/documents/", documents.documents, name="event_documents"),
    path("agenda/documents/<int:pk>/retirer/", documents.withdraw, name="event_document_withdraw"),
    path("agenda/inscriptions/<int:pk>/", registrations.registration, name="event_registration"),
    path("agenda/<int:pk>/suites/", after.event_after, name="event_after"),
    path("agenda/<int:pk>/suites/<int:organisation>/", after.event_return, name="event_return"),
    path("agenda/<int:pk>/emargement/", checking.check_in, name="check_in"),
    path("agenda/<int:pk>/emargement/entrees/", checking.check_in_entries, name="check_in_entries"),
    path("agenda/<int:pk>/emargement/hors-ligne.js", checking.check_in_worker, name="check_in_worker"),
    path("agenda/<int:pk>/emargement/<int:registration>/retirer/", checking.check_in_undo, name="check_in_undo"),
]
