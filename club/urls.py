"""The mounts: public site, members' portal, staff console, accounts, health."""

from django.contrib import admin
from django.urls import include, path

from club.views import console as console_views
from club.views import portal as portal_views
from club.views import public as public_views

PAGES = {  # name: address; the text is templates/public/<name>.html
    "club": "le-club/",
    "join": "adherer/",
    "cercle": "cercle/",
    "partners": "club-des-partenaires/",
    "ambassadors": "forum-des-ambassadeurs/",
    "channel": "channel-expert/",
    "contact": "contact/",
    "legal": "mentions-legales/",
    "privacy": "donnees-personnelles/",
    "accessibility": "accessibilite/",
}
public = [
    path("", public_views.home, name="home"),
    path("pres-de-chez-vous/", public_views.place_search, name="place_search"),
    *(path(address, public_views.page, {"template": name}, name=name) for name, address in PAGES.items()),
]
portal = [
    path("", portal_views.home, name="home"),
]
console = [
    path("", console_views.today, name="today"),
    path("recherche/", console_views.search, name="search"),
]

urlpatterns = [
    path("", include((public, "public"))),
    path("espace/", include((portal, "portal"))),
    path("console/", include((console, "console"))),
    path("console/", admin.site.urls),
    path("compte/", include("allauth.urls")),
]
handler403 = "club.views.errors.forbidden"
