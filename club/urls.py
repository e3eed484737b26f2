"""The mounts: public site, members' portal, staff console, accounts, health."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

import newsletters.urls
from ambassadors import urls as ambassador_urls
from channel import urls as channel_urls
from club.contributions import urls as contribution_urls
from club.core import mail_views
from club.core import views as core_views
from club.editorial import urls as editorial_urls
from club.editorial.models import Place
from club.press import urls as press_urls
from club.views import console as console_views
from club.views import directory as directory_views
from club.views import everything, machines, plan, sitemap
from club.views import portal as portal_views
from club.views import public as public_views
from club.views.components import components
from events import regional_urls
from events import urls as event_urls
from members import urls as member_urls
from members.billing import urls as billing_urls

PAGES = [  # a page whose text is its template
    ("contact", "contact/", "public/contact.html"),
    ("legal", "mentions-legales/", "public/legal.html"),
    ("privacy", "donnees-personnelles/", "public/privacy.html"),
    ("accessibility", "accessibilite/", "public/accessibility.html"),
]
ABOUT = [  # the same until editors write it themselves; its figures
    ("cercle", "cercle", Place.CERCLE, "public/cercle.html"),
    ("partners", "club-des-partenaires", Place.PARTNERS, "public/partners.html"),
    ("ambassadors", "forum-des-ambassadeurs", Place.AMBASSADORS, "public/ambassadors.html"),
    ("channel", "channel-expert", Place.CHANNEL, "public/channel.html"),
]
directory = [
    path("", directory_views.search, name="search"),
    path("departements/<slug:code>/", directory_views.departement, name="departement"),
    path("specialites/<slug:slug>/", directory_views.speciality, name="speciality"),
    *channel_urls.directory,
    *ambassador_urls.directory,
    *member_urls.directory,
]
for_robots = [
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", sitemap.listings, name="sitemap_listings"),
    path("sitemap-<slug:name>.xml", sitemap.section, name="sitemap_section"),
]
public = [
    *for_robots,
    path("", public_views.home, name="home"),
    path("recherche/", everything.search, name="search"),
    path("plan-du-site/", plan.plan, name="plan"),
    path("lieux/", core_views.place_options, name="places"),
    path("flash-info/", include((newsletters.urls.public, "flash"))),
    newsletters.urls.objection,
    newsletters.urls.told_by_provider,
    path("le-club/qui-paie-quoi/", public_views.who_pays, name="who_pays"),
    path("le-club/membres/", public_views.members, name="members_by_kind"),
    path("", include((editorial_urls.public, "articles"))),
    path("adherer/", include(member_urls.offer)),
    path("adhesion/", include((billing_urls.public, "billing"))),
    path("", include((member_urls.public, "members"))),
    path("contribuer/", include((contribution_urls.public, "contributions"))),
    path("agenda/", include((event_urls.public, "agenda"))),
    path("rencontres-regionales/atelier/", include((regional_urls.public, "regional"))),
    path("annuaire/", include((directory, "directory"))),
    path("pres-de-chez-vous/", directory_views.former, name="place_search"),
    path("pres-de-chez-vous/<slug:code>/", directory_views.former, name="place"),
    path("le-club/", public_views.about, {"template": "public/club.html", "place": Place.CLUB}, name="club"),
    *(
        path(f"{slug}/", public_views.about, {"template": file, "place": place, "slug": slug}, name=name)
        for name, slug, place, file in ABOUT
    ),
    *(path(address, public_views.page, {"template": file}, name=name) for name, address, file in PAGES),
]
portal = [
    path("", portal_views.home, name="home"),
    path("flash-info/", include((newsletters.urls.portal, "flash"))),
    path("coordonnees/", portal_views.profile, name="profile"),
    path("adhesion/", include((billing_urls.portal, "billing"))),
    path("ressources/", include((editorial_urls.portal, "articles"))),
    path("contributions/", include((contribution_urls.portal, "contributions"))),
    path("rencontres/", include((event_urls.portal, "agenda"))),
    path("rencontres-regionales/", include((regional_urls.portal, "regional"))),
    path("", include((member_urls.portal_pages, "members"))),
    path("", include((ambassador_urls.portal, "ambassadors"))),
    path("", include((channel_urls.portal, "channel"))),
]
console = [
    path("contributions/", include((contribution_urls.console, "contributions"))),
    path("flash-info/", include((newsletters.urls.console, "flash"))),
    path("contenus/", include((editorial_urls.console, "articles"))),
    path("veille/", include((press_urls.console, "press"))),
    path("rencontres-regionales/", include((regional_urls.console, "regional"))),
    path("", console_views.today, name="today"),
    path("recherche/", console_views.search, name="search"),
    path("courriels/", mail_views.mails, name="mails"),
    path("courriels/<int:pk>/regler/", mail_views.mail_settle, name="mail_settle"),
    path("composants/", components, name="components"),
    path("ressources/", include(editorial_urls.console_resources)),
    path("", include(member_urls.console)),
    path("", include(billing_urls.console)),
    path("", include(ambassador_urls.console)),
    path("", include(channel_urls.console)),
    path("", include(event_urls.console)),
]

health = [
    path("", core_views.live, name="live"),
    path("pret/", core_views.ready, name="ready"),
    path("metriques", core_views.metrics, name="metrics"),
]

urlpatterns = [
    path("media/", include(([*newsletters.urls.media, *member_urls.media, *editorial_urls.media], "media"))),
    path("", include((public, "public"))),
    path("espace/", include((portal, "portal"))),
    path("console/", include((console, "console"))),
    path("console/", admin.site.urls),
    path("compte/", include("members.account_urls")),
    path("sante/", include((health, "health"))),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("demo/", include("club.demo.urls")))
handler403 = "club.views.errors.forbidden"
handler404 = "club.views.errors.not_found"
handler500 = "club.views.errors.broken"
