"""The mounts: public site, members' portal, staff console, accounts, health."""

from django.contrib import admin
from django.urls import include, path

from club import views

public = [
    path("", views.home, name="home"),
]
portal = [
    path("", views.portal_home, name="home"),
]
console = [
    path("", views.today, name="today"),
]

urlpatterns = [
    path("", include((public, "public"))),
    path("espace/", include((portal, "portal"))),
    path("console/", include((console, "console"))),
    path("console/", admin.site.urls),
    path("compte/", include("allauth.urls")),
]
handler403 = "club.views.forbidden"
