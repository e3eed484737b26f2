"""Addresses of people and organisations, by audience."""

from django.urls import include, path

from members.views import (
    answers,
    applications,
    exports,
    imports,
    invitations,
    joining,
    leaving,
    listings,
    lost_links,
    people,
    portal,
    prospects,
    representatives,
)

application = [
    path("", joining.start, name="start"),
    path("lien-perdu/", lost_links.lost_link, name="lost_link"),
    path("lien-perdu/envoye/", lost_links.lost_link_sent, name="lost_link_sent"),
    path("<str:token>/", joining.status, name="status"),
    path("<str:token>/organisation/", joining.organisation, name="organisation"),
    path("<str:token>/options/", joining.options, name="options"),
    path("<str:token>/representants/", joining.people, name="people"),
    path("<str:token>/envoi/", joining.send, name="send"),
    path("<str:token>/abandon/", joining.give_up, name="give_up"),
]
offer = [
    path("", joining.offer, name="join"),
    path("textes/<int:pk>/", joining.text, name="governing_text"),
    path("demande/", include((application, "joining"))),
]
public = [
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
]
directory = [
    path("message/envoye/", listings.enquiry_asked, name="enquiry_asked"),
    path("message/<str:token>/", listings.enquiry, name="enquiry"),
    path("signalement/recu/", listings.reported, name="reported"),
    path("<slug:kind>/<slug:slug>/contact/", listings.contact, name="contact"),
    path("<slug:kind>/<slug:slug>/signaler/", listings.report, name="report"),
]
media = [
    path("logos/<str:name>", answers.logo, name="logo"),
]
own = "organisations/<int:organisation>/"
portal_pages = [
    path(own, portal.organisation, name="organisation"),
    path(f"{own}fiche/", portal.edit, name="edit"),
    path(f"{own}annuaire/", portal.consent, name="consent"),
    path(f"{own}demission/", leaving.leave, name="leave"),
    path(f"{own}representants/", representatives.colleagues, name="colleagues"),
    path(f"{own}representants/inviter/", representatives.invite, name="invite"),
    path(f"{own}representants/passer-la-main/", representatives.hand_over, name="hand_over"),
    path(f"{own}representants/<int:pk>/", representatives.colleague, name="colleague"),
    path(f"{own}representants/<int:pk>/retirer/", representatives.remove, name="remove"),
    path(f"{own}invitations/<int:pk>/retirer/", representatives.withdraw, name="withdraw"),
    path("annuaire/", portal.members_directory, name="directory"),
    path("annuaire/<int:pk>/mise-en-relation/", portal.introduction, name="introduction"),
]
console = [
    path("prospects/", prospects.prospects, name="prospects"),
    path("prospects/nouveau/", prospects.new, name="prospect_new"),
    path("prospects/objectif/", prospects.pipeline, name="pipeline"),
    path("prospects/<int:pk>/", prospects.prospect, name="prospect"),
    path("prospects/<int:pk>/note/", prospects.note, name="prospect_note"),
    path("prospects/<int:pk>/suite/", prospects.plan, name="prospect_plan"),
    path("prospects/<int:pk>/demande/", prospects.apply, name="prospect_apply"),
    path("adhesions/", applications.applications, name="applications"),
    path("adhesions/<int:pk>/", applications.application, name="application"),
    path("adhesions/<int:pk>/<slug:decision>/", applications.decide, name="application_decide"),
    path("demandes/", answers.asked, name="asked"),
    path("demandes/changements/<int:pk>/", answers.change, name="change"),
    path("demandes/relations/<int:pk>/", answers.introduction, name="introduction"),
    path("demandes/demissions/<int:pk>/", leaving.answer, name="leave_notice"),
    path("imports/", imports.imports, name="imports"),
    path("imports/nouveau/", imports.import_new, name="import_new"),
    path("imports/modele/<slug:kind>.<slug:file_kind>", imports.import_model, name="import_model"),
    path("imports/<int:pk>/", imports.import_run, name="import"),
    path("imports/<int:pk>/importer/", imports.import_confirm, name="import_confirm"),
    path("imports/<int:pk>/annuler/", imports.import_cancel, name="import_cancel"),
    path("imports/<int:pk>/refusees.<slug:file_kind>", imports.import_refused, name="import_refused"),
    path("personnes/<int:pk>/informee/", people.note_told, name="person_told"),
    path("exports/<slug:kind>/", exports.export, name="export"),
]
