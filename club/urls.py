"""The mounts: public site, members' portal, staff console, accounts, health."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from club.core import views as core_views
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

health = [
    path("", core_views.live, name="live"),
    path("pret/", core_views.ready, name="ready"),
    path("metriques", core_views.metrics, name="metrics"),
]

urlpatterns = [
    path("", include((public, "public"))),
    path("espace/", include((portal, "portal"))),
    path("console/", include((console, "console"))),
    path("console/", admin.site.urls),
    path("compte/", include("allauth.urls")),
    path("sante/", include((health, "health"))),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("demo/", include("club.demo.urls")))
handler403 = "club.views.errors.forbidden"
