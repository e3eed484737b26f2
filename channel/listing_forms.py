"""Forms of listings: claiming one, writing it, deciding on a claim or a report."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from channel.models import Expert
from club.core.models import Departement
from club.core.topics import Topic
from members.listing_forms import StrangerForm, one_plain_line


def known_departements(codes: Any) -> list[str]:
    """Numbers of départements that exist, in order; a wrong one is refused by its name."""
    wanted = {code.strip().upper() for code in codes or [] if code.strip()}
    known = set(Departement.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    if unknown := sorted(wanted - known):
        raise ValidationError(f"Département inconnu\u00a0: {', '.join(unknown)}.")
    return sorted(known)


class ClaimForm(StrangerForm):
    first_name = forms.CharField(
        label="Votre prénom",
        max_length=80,
        validators=[one_plain_line],
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label="Votre nom",
        max_length=80,
        validators=[one_plain_line],
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    job_title = forms.CharField(
        label="Votre fonction",
        max_length=120,
        validators=[one_plain_line],
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    email = forms.EmailField(
        label="Votre adresse électronique professionnelle",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Au domaine de votre site, ou déjà connue du Club, elle suffit à prouver que la fiche est à vous.",
    )
    words = forms.CharField(
        label="Sinon, comment le vérifier ?",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Par exemple le numéro du standard et l’heure où vous joindre.",
    )


class FirmForm(forms.Form):
    """What the public reads of a firm."""

    presentation = forms.CharField(
        label="Présentation",
        max_length=800,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Ce que vous faites, pour qui, depuis quand. 800 signes au plus, sans mise en forme.",
    )
    specialities = forms.MultipleChoiceField(
        label="Spécialités", choices=Topic.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    area = forms.CharField(
        label="Départements desservis",
        max_length=420,
        required=False,
        help_text="Leurs numéros, séparés par des virgules\u00a0: 35, 53, 72. Le vôtre y est toujours.",
    )
    phone = forms.CharField(
        label="Téléphone public",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    website = forms.URLField(label="Site", max_length=200, required=False, assume_scheme="https")
    shown = forms.BooleanField(label="Montrer notre fiche dans l’annuaire public", required=False)

    def __init__(self, *args: Any, expert: Expert, **kwargs: Any) -> None:
        names = ("presentation", "specialities", "phone", "website", "shown")
        initial = {name: getattr(expert, name) for name in names} | {"area": ", ".join(expert.area)}
        super().__init__(*args, initial=initial, **kwargs)

    def clean_area(self) -> list[str]:
        return known_departements(self.cleaned_data["area"].replace(";", ",").split(","))


class ClaimDecisionForm(forms.Form):
    choice = forms.ChoiceField(
        label="Décision",
        choices=[("yes", "C’est bien l’entreprise"), ("no", "Ce n’est pas établi")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Motif d’un refus",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne le lit.",
    )


class ReportOutcomeForm(forms.Form):
    outcome = forms.CharField(
        label="Ce qui a été fait",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Pour les collègues\u00a0: « téléphone corrigé », « rien\u00a0: la fiche est juste ».",
    )
