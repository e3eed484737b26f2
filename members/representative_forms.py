"""What administrators of an organisation fill in about colleagues, and what each says of themselves."""

from typing import Any

from django import forms

from members.models import Affiliation, DirectoryConsent
from members.models.organisations import validate_siren

ROLE_HELP = {
    "administrator": "invite ses collègues, donne les rôles, tient la fiche",
    "executive": "ouvre le Cercle quand l’option est prise",
    "signatory": "accepte propositions et renouvellements",
    "billing": "reçoit factures et rappels, et les voit ici",
    "content": "propose des contenus à Flash info",
    "marketing": "est sollicité pour les contenus",
    "commercial": "est invité aux réunions et aux partenariats",
    "agency": "agence qui écrit au nom de l’organisation",
}
ROLES = [(role.value, f"{role.label.capitalize()}\u00a0: {ROLE_HELP[role.value]}") for role in Affiliation.Role]


class RolesForm(forms.Form):
    job_title = forms.CharField(label="Fonction", required=False, max_length=120)
    roles = forms.MultipleChoiceField(
        label="Rôles",
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un rôle."},
    )


class InvitationForm(RolesForm):
    email = forms.EmailField(
        label="Adresse électronique professionnelle",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ["email", "job_title", "roles"]


class HandOverForm(forms.Form):
    """``colleagues``: who may become administrator."""

    to = forms.ModelChoiceField(label="Nouvel administrateur", queryset=Affiliation.objects.none())

    def __init__(self, *args: Any, affiliation: Affiliation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = affiliation.organisation.affiliations.current().exclude(pk=affiliation.pk)
        field: Any = self.fields["to"]
        field.queryset = colleagues.select_related("person").order_by("person__sort_key")
        field.label_from_instance = lambda row: str(row.person)


class ConsentForm(forms.Form):
    shown = forms.MultipleChoiceField(
        label="Dans l’annuaire des membres, je montre",
        choices=DirectoryConsent.Field.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Sans votre nom, rien n’est montré. Vous changez d’avis quand vous voulez.",
    )


class NamesForm(forms.Form):
    """Asked of somebody whose account has no name yet."""

    first_name = forms.CharField(
        label="Prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )


class PageForm(forms.Form):
    """What an organisation says of itself; staff read name, legal name and SIREN before they hold."""

    presentation = forms.CharField(
        label="Présentation",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="600 signes au plus, lus par les autres membres.",
    )
    website = forms.URLField(label="Site", required=False, assume_scheme="https")
    phone = forms.CharField(label="Téléphone", required=False, max_length=20)
    logo = forms.FileField(
        label="Logo", required=False, help_text="JPEG, PNG ou WebP, 2 Mo au plus. Il est redessiné à notre taille."
    )
    name = forms.CharField(label="Nom d’usage", max_length=120)
    legal_name = forms.CharField(label="Raison sociale", required=False, max_length=160)
    siren = forms.CharField(label="SIREN", required=False, max_length=11)

    def clean_siren(self) -> str:
        typed = "".join(self.cleaned_data["siren"].split())
        if typed:
            validate_siren(typed)
        return typed
