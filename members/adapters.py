"""allauth speaks through our outbox, in our words, and finds people where imports left them."""

from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from club.core import limits, outbox
from club.core.access import is_staff
from club.core.sealing import seal, unseal
from members import accounts
from members.addresses import address_hash
from members.models import User

SECRETS = {"code", "key", "password_reset_url"}
FAILURES_PER_HOUR = 15
CONNECTION_BITS = 64
ERRORS = {
    "account_inactive": "Ce compte est fermé.",
    "duplicate_email": "C’est déjà l’adresse de votre compte.",
    "email_password_mismatch": "L’adresse ou le mot de passe ne convient pas.",
    "email_taken": "Cette adresse est déjà celle d’un autre compte.",
    "enter_current_password": "Ce n’est pas votre mot de passe actuel.",
    "incorrect_code": "Ce code ne convient pas.",
    "incorrect_password": "Ce mot de passe ne convient pas.",
    "invalid_login": "Cette adresse ne convient pas.",
    "invalid_password_reset": "Ce lien a expiré ou a déjà servi.",
    "rate_limited": "Trop de demandes à la suite\u00a0: attendez quelques minutes.",
    "same_as_current": "Choisissez une valeur différente de l’actuelle.",
    "too_many_login_attempts": "Trop d’essais à la suite\u00a0: attendez quelques minutes, ou demandez un code.",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: people come by import, invitation, subscription or enrolment; the page says how."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """What limits count as one connection: a subscriber of IPv6 holds 2⁶⁴ addresses, and may use a new one each
        time.
        """
        address = ip_address(super().get_client_ip(request).partition("%")[0])
        if address.version == 4:
            return str(address)
        return str(address.ipv4_mapped or ip_network((address, CONNECTION_BITS), strict=False).network_address)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """An intent in the outbox; a mail that bears a code or a link is erased once it has left."""
        secret = bool(SECRETS & context.keys())
        person = context.get("user") or User.objects.filter(email=email).first()
        outbox.post(
            key=f"{template_prefix}:{uuid4()}",
            template=template_prefix,
            to=email,
            context={key: value for key, value in context.items() if key != "request"} | {"email": email},
            person=person,
            secret=secret,
            expires=_life(template_prefix) if secret else None,
        )

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Whoever typed the mailed code, or came by the mailed link, has proved the mailbox."""
        records = get_authentication_records(request, user)
        if any(
            record["method"] == "password_reset" or (record["method"] == "code" and record.get("email") == user.email)
            for record in records
        ):
            accounts.confirm_mailbox(user)
        return super().pre_login(request, user, **kwargs)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            accounts.adopt_address(email_address.user)
        return confirmed

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """allauth's limits live in the cache; this one, per address, is a row: it outlives a flush."""
        if not limits.left(self._failures(credentials), limit=FAILURES_PER_HOUR):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        limits.allow(self._failures(credentials), limit=FAILURES_PER_HOUR, per=limits.HOUR)

    def set_password(self, user: Any, password: str) -> None:
        user.set_password(password)
        user.save(update_fields=["password"])
        limits.clear(self._failures({"email": user.email}))

    def _failures(self, credentials: dict[str, Any]) -> str:
        return f"login-failed:{address_hash(credentials.get('email', ''))}"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("console:today") if is_staff(request.user) else super().get_login_redirect_url(request)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("account_email" if self.request.user.is_authenticated else "account_login")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": "Avec mon mot de passe",
            "mfa_reauthenticate": "Avec un code de mon application",
            "mfa_reauthenticate:webauthn": "Avec ma clé d’accès",
        }
        return [{**m, "description": words[m["id"]]} for m in super().get_reauthentication_methods(user)]


def _life(template: str) -> timedelta:
    """How long what the mail bears opens something."""
    if template == "account/email/password_reset_key":
        return timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": "Vous ne pouvez pas retirer ce second facteur.",
        "cannot_generate_recovery_codes": "Activez d’abord un second facteur.",
        "incorrect_code": "Ce code ne convient pas.",
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def build_totp_svg(self, url: str) -> SafeString:
        return accounts.qr_code(url)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return "Ma clé" if count == 0 else f"Ma clé n° {count + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": settings.CLUB_NAME}
