"""Addresses of the accounts: allauth's views one by one, under French addresses; what is not here does not exist.

Names stay allauth's own, for it reverses them. No sign-up form, no third-party login.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

entrance = [
    path("connexion/", account.login, name="account_login"),
    path("connexion/code/", account.request_login_code, name="account_request_login_code"),
    path("connexion/code/saisir/", account.confirm_login_code, name="account_confirm_login_code"),
    path("connexion/cle/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("connexion/second-facteur/", mfa.authenticate, name="mfa_authenticate"),
    path("deconnexion/", account.logout, name="account_logout"),
    path("inscription/", account.signup, name="account_signup"),  # closed: the page says how to join
    path("ferme/", account.account_inactive, name="account_inactive"),
    path("adresse/code/", account.email_verification_sent, name="account_email_verification_sent"),
]
password = [
    path("mot-de-passe/", account.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", account.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", account.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "mot-de-passe/nouveau/fait/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
again = [
    path("confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("confirmer/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("confirmer/cle/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
second_factor = [
    path("second-facteur/", mfa.index, name="mfa_index"),
    path("second-facteur/application/", totp.activate_totp, name="mfa_activate_totp"),
    path("second-facteur/application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-facteur/cles/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("second-facteur/cles/ajouter/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("second-facteur/cles/<int:pk>/modifier/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("second-facteur/cles/<int:pk>/retirer/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("second-facteur/secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-facteur/secours/nouveaux/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "second-facteur/secours/telecharger/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
urlpatterns = [
    *entrance,
    path("adresse/", account.email, name="account_email"),
    *password,
    *again,
    *second_factor,
]
