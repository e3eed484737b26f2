"""Addresses of memberships, changes and renewals, by audience."""

from django.urls import path

from members.billing.views import changing, memberships, renewing

public = [
    path("proposition/<str:token>/options/", renewing.options, name="options"),
]
portal = [
    path("organisations/<int:organisation>/changer/", changing.own_change, name="change"),
    path("organisations/<int:organisation>/bilan/<int:pk>/", renewing.bilan, name="bilan"),
]
console = [
    path("membres/", memberships.memberships, name="memberships"),
    path("membres/<int:pk>/", memberships.membership, name="membership"),
    path("membres/<int:pk>/facturation/", memberships.payer, name="membership_payer"),
    path("membres/<int:pk>/demission/", memberships.resign, name="membership_resign"),
    path("membres/<int:pk>/radiation/", memberships.expel, name="membership_expel"),
    path("membres/<int:pk>/statut/", memberships.override, name="membership_override"),
    path("membres/<int:pk>/statut/lever/", memberships.lift, name="membership_lift"),
    path("membres/periodes/<int:pk>/changer/", changing.change, name="membership_change"),
    path("membres/periodes/<int:pk>/renouveler/", memberships.renew, name="membership_renew"),
    path("renouvellements/", renewing.renewals, name="renewals"),
    path("renouvellements/preparer/", renewing.prepare, name="renewals_prepare"),
    path("renouvellements/envoyer/", renewing.send_all, name="renewals_send"),
    path("renouvellements/commencer/", renewing.begin_all, name="renewals_begin"),
]
