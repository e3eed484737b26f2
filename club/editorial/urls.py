"""Addresses of what the Club publishes, mounted by ``club.urls``."""

from django.urls import path

from club.editorial.models import Level
from club.editorial.views import console as editing
from club.editorial.views import console_calendar as calendar
from club.editorial.views import console_pictures as pictures
from club.editorial.views import console_previews as previews
from club.editorial.views import console_revisions as versions
from club.editorial.views import console_steps as steps
from club.editorial.views import editions, resources
from club.editorial.views import public as views

PATHS = {Level.TIP: "reduire-ses-couts", Level.NEWS: "actualites", Level.DOSSIER: "dossiers"}
STEPS = [
    ("relecture", "submit"),
    ("retour", "send_back"),
    ("publication", "publish"),
    ("deprogrammation", "unschedule"),
    ("archivage", "archive"),
    ("reouverture", "reopen"),
    ("confirmation", "confirm"),
]
console = [
    path("", editing.articles, name="articles"),
    path("nouveau/", editing.new, name="new"),
    path("calendrier/", calendar.calendar, name="calendar"),
    path("a-rafraichir/", calendar.freshness, name="freshness"),
    path("images/", pictures.pictures, name="pictures"),
    path("images/nouvelle/", pictures.new_picture, name="new_picture"),
    path("images/<int:pk>/", pictures.picture, name="picture"),
    path("<int:pk>/", editing.edit, name="edit"),
    path("<int:pk>/apercu/", previews.preview, name="preview"),
    path("<int:pk>/apercu/saisie/", previews.preview_typed, name="preview_typed"),
    path("<int:pk>/versions/", versions.revisions, name="revisions"),
    path("<int:pk>/versions/<int:number>/", versions.share, name="share"),
    path("<int:pk>/versions/<int:number>/reprise/", versions.restore, name="restore"),
    *(path(f"<int:pk>/{address}/", getattr(steps, name), name=name) for address, name in STEPS),
]
public = [
    path("apercu/<str:token>/", previews.shared_preview, name="preview"),
    path("dossiers/<slug:slug>/en-entier/", views.whole, name="whole"),
    *(path(f"{PATHS[level]}/", views.level, {"level": level}, name=level.value) for level in PATHS),
    *(path(f"{PATHS[one]}/atom.xml", views.level_feed, {"level": one}, name=f"{one}_feed") for one in PATHS),
    *(path(f"{PATHS[one]}/<slug:slug>/", views.article, {"level": one}, name=f"{one}_article") for one in PATHS),
    path("dossiers/<slug:slug>/<slug:part>/", views.part, name="part"),
    path("le-club/<slug:slug>/", views.article, {"level": Level.PAGE}, name="page_article"),
    path("themes/<slug:topic>/", views.theme, name="theme"),
    path("themes/<slug:topic>/atom.xml", views.theme_feed, name="theme_feed"),
    path("ressources/", resources.resources, name="resources"),
    path("ressources/<slug:slug>/", resources.resource, name="resource"),
    path("ressources/<slug:slug>/edition-<int:number>.pdf", resources.file, name="edition"),
]
portal = [
    path("", resources.portal_resources, name="resources"),
    path("<slug:slug>/", resources.portal_resource, name="resource"),
]
console_resources = [
    path("<int:pk>/edition/", editions.new_edition, name="resource_edition"),
    path("<int:pk>/retirer/", editions.withdraw, name="resource_withdraw"),
]
media = [
    path("editorial/<str:name>", pictures.image, name="editorial"),
    path("cards/<str:name>", views.card, name="card"),
]
