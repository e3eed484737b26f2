"""allauth's forms in our words: labels say what is wanted, no placeholder repeats them."""

from typing import Any

from allauth.account import forms as account
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.http import HttpRequest

from members.addresses import normalise
from members.models import User

LABELS = {
    "login": "Adresse électronique",
    "email": "Adresse électronique",
    "password": "Mot de passe",
    "oldpassword": "Mot de passe actuel",
    "password1": "Nouveau mot de passe",
    "password2": "Le même, une seconde fois",
    "code": "Code",
    "name": "Nom de la clé",
    "passwordless": "Me connecter avec cette clé seule, sans mot de passe",
}
HELP = {
    "password1": "Dix caractères au moins. Une phrase courte convient très bien.",
    "name": "Pour la reconnaître si vous en avez plusieurs.",
    "passwordless": "La clé demandera votre empreinte, votre visage ou son code.",
}
CODE_ATTRIBUTES = {"autocapitalize": "characters", "spellcheck": "false", "maxlength": "20"}


class InOurWords(forms.Form):
    """Mixed in before an allauth form: labels and help from this file, addresses in the spelling we keep."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            field.help_text = HELP.get(name, "")
            if name == "code":
                field.widget.attrs |= CODE_ATTRIBUTES
            if name in {"login", "email"}:
                field.error_messages["invalid"] = "Écrivez une adresse complète, par exemple nom@domaine.fr."

    def clean(self) -> dict[str, Any] | None:
        for name in {"login", "email"} & self.cleaned_data.keys():
            self.cleaned_data[name] = normalise(self.cleaned_data[name])
        return super().clean()


class LoginForm(InOurWords, account.LoginForm):
    pass


class RequestLoginCodeForm(InOurWords, account.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(InOurWords, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(InOurWords, account.ConfirmEmailVerificationCodeForm):
    pass


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    pass


class ResetPasswordFromKeyForm(InOurWords, account.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(InOurWords, account.ChangePasswordForm):
    pass


class SetPasswordForm(InOurWords, account.SetPasswordForm):
    pass


class AddEmailForm(InOurWords, account.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Nouvelle adresse"

    def save(self, request: HttpRequest) -> EmailAddress:
        """The address of another account gets a mail that says so; the page is the same."""
        email = self.cleaned_data["email"]
        taken = User.objects.exclude(pk=self.user.pk).filter(email=email).exists()
        address = EmailAddress(user=None if taken else self.user, email=email)
        send_verification_email_to_address(request, address)
        return address


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    pass


class AuthenticateForm(InOurWords, mfa.AuthenticateForm):
    pass


class ReauthenticateCodeForm(InOurWords, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code à six chiffres affiché par l’application"
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddWebAuthnForm(InOurWords, webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class EditWebAuthnForm(InOurWords, webauthn.EditWebAuthnForm):
    pass
