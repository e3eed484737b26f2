"""Addresses of Flash info, mounted by ``club.urls``: the archive, readers' pages, staff pages, images of messages."""

from django.urls import path, re_path

from newsletters.views import (
    archive,
    blocks,
    clicking,
    hooks,
    inviting,
    issues,
    leaving,
    objecting,
    previews,
    quoting,
    reach,
    reactivating,
    readers,
    requests,
    returns,
    watching,
)
from newsletters.views import portal as portal_views

STEPS = [("pause", "pause"), ("reprise", "resume"), ("annulation", "cancel")]
console = [
    path("", issues.issues, name="issues"),
    path("nouveau/", issues.new_issue, name="new_issue"),
    path("inviter/<int:pk>/", inviting.invite, name="invite"),
    path("<int:number>/", issues.compose, name="compose"),
    path("<int:number>/presentation/", issues.details, name="details"),
    path("<int:number>/encarts/nouveau/", blocks.new_block, name="new_block"),
    path("<int:number>/veille/", quoting.press, name="press"),
    path("<int:number>/encarts/ordre/", blocks.order_blocks, name="order_blocks"),
    path("<int:number>/encarts/apercu/", previews.block_preview, name="block_preview"),
    path("<int:number>/encarts/<int:pk>/", blocks.block, name="block"),
    path("<int:number>/encarts/<int:pk>/deplacer/", blocks.move_block, name="move_block"),
    path("<int:number>/encarts/<int:pk>/retirer/", blocks.remove_block, name="remove_block"),
    path("<int:number>/apercu/", previews.preview, name="preview"),
    path("<int:number>/controles/", leaving.checks, name="checks"),
    path("<int:number>/approbation/", leaving.approve, name="approve"),
    path("<int:number>/approbation/retirer/", leaving.withdraw, name="withdraw"),
    path("<int:number>/depart/", leaving.schedule, name="schedule"),
    path("<int:number>/depart/annuler/", leaving.unschedule, name="unschedule"),
    path("<int:number>/abandon/", leaving.abandon, name="abandon"),
    path("<int:number>/essai/", leaving.trial, name="trial"),
    path("personnes/<int:pk>/desabonner/", requests.leave, name="person_leave"),
    path("personnes/<int:pk>/reabonner/", requests.come_back, name="person_return"),
    path("personnes/<int:pk>/neutraliser/", requests.suppress, name="person_suppress"),
    path("personnes/<int:pk>/lever/", requests.lift, name="person_lift"),
    path("personnes/<int:pk>/remettre-en-service/", reactivating.ask, name="person_reactivate"),
    path("retours/", returns.returns, name="returns"),
    path("retours/a-regarder/", returns.unclear, name="returns_unclear"),
    path("retours/a-regarder/<int:pk>/vu/", returns.seen, name="returns_seen"),
    path("<int:number>/retours/", returns.issue_returns, name="issue_returns"),
    path("portee/", reach.year, name="reach_year"),
    path("<int:number>/portee/", reach.issue, name="reach"),
    path("pourquoi/", watching.why, name="why"),
    path("<int:number>/suivi/", watching.watch, name="watch"),
    path("<int:number>/suivi/doutes/", watching.doubts, name="doubts"),
    path("<int:number>/suivi/doutes/<int:pk>/", watching.settle, name="settle"),
    path("<int:number>/certificat.pdf", watching.certificate, name="certificate"),
    *(path(f"<int:number>/suivi/{step}/", watching.stop, {"step": step}, name=name) for step, name in STEPS),
]
public = [
    path("", archive.archive, name="archive"),
    path("atom.xml", archive.feed, name="feed"),
    path("abonnement/", readers.subscribe, name="subscribe"),
    path("abonnement/envoye/", readers.subscription_asked, name="subscription_asked"),
    path("abonnement/<str:token>/", readers.confirm, name="confirm"),
    path("desabonnement/<str:token>/", readers.unsubscribe, name="unsubscribe"),
    path("remise-en-service/<str:token>/", reactivating.reactivate, name="reactivate"),
    path("preferences/<str:token>/", readers.preferences, name="preferences"),
    path("preferences/<str:token>/mesure/", readers.measure, name="measure"),
    path("invitation/<str:token>/", inviting.by_link, name="invited"),
    path("lien/<str:token>/", clicking.follow, name="follow"),
    path("lien/<str:token>/<str:reader>/", clicking.follow, name="follow_as"),
    re_path(r"^(?P<year>20\d\d)/$", archive.year, name="year"),
    path("<int:number>/", archive.issue, name="issue"),
]
portal = [
    path("", portal_views.preferences, name="preferences"),
    path("quitter/", portal_views.leave, name="leave"),
    path("mesure/", portal_views.measure, name="measure"),
    path("recevoir/", portal_views.come, name="come"),
    path("invitations/", portal_views.invitations, name="invitations"),
]
objection = path("opposition/<str:token>/", objecting.object_to_mail, name="objection")
told_by_provider = path("retours/<slug:provider>/", hooks.told, name="told_by_provider")
media = [
    path("flash/<str:name>", previews.image, name="image"),
]
