"""What strangers write from the public directory."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

MOST_LINKS = 2
LINK = r"https?://|www\."
BARE_DOMAIN = r"\w\.[a-z]{2,}|\w\w\.[A-Za-z]{2,}"
"""« promo-tpe.com », which mailboxes turn into a link; not « J.-P. », nor « M.Dupont »."""


class TrapField(forms.CharField):
    """A box that people do not see and robots fill in; what it holds is never kept."""

    def __init__(self) -> None:
        attrs = {"tabindex": "-1", "autocomplete": "off"}
        super().__init__(label="Laissez cette case vide", required=False, widget=forms.TextInput(attrs))


def few_links(text: str) -> None:
    """A message says what is needed; a list of links sells something."""
    if len(re.findall(LINK, text, re.I)) > MOST_LINKS:
        raise ValidationError("Deux liens au plus, s’il vous plaît.")


def one_plain_line(text: str) -> None:
    """A name or a number says who writes: it opens no page, and adds no paragraph to a mail of the Club."""
    if len(text.splitlines()) > 1:
        raise ValidationError("Une seule ligne ici, s’il vous plaît.")
    if re.search(LINK, text, re.I):
        raise ValidationError("Pas de lien ici, s’il vous plaît.")
    if word := next((word for word in text.split() if re.search(BARE_DOMAIN, word)), ""):
        raise ValidationError(
            f"«\u00a0{word}\u00a0» se lit comme l’adresse d’un site\u00a0: mettez une espace après le point."
        )


class StrangerForm(forms.Form):
    precision = TrapField()

    def is_robot(self) -> bool:
        return bool(self.data.get("precision"))

    def people_fields(self) -> list[Any]:
        return [field for field in self if field.name != "precision"]


class EnquiryForm(StrangerForm):
    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        validators=[one_plain_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Nous y envoyons un lien à confirmer : sans lui, rien ne part.",
    )
    phone = forms.CharField(
        label="Votre téléphone",
        max_length=20,
        required=False,
        validators=[one_plain_line],
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    message = forms.CharField(
        label="Votre message",
        min_length=20,
        max_length=2000,
        validators=[few_links],
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="Dites ce que vous voulez faire, et pour quand.",
    )
    consent = forms.BooleanField(
        label="J’accepte que le Club transmette ce message, mon nom et mes coordonnées à cette personne.",
        error_messages={"required": "Sans votre accord, nous ne pouvons rien transmettre."},
    )


class ReportForm(StrangerForm):
    words = forms.CharField(
        label="Qu’est-ce qui ne va pas ?",
        min_length=10,
        max_length=1000,
        validators=[few_links],
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Un numéro qui ne répond plus, une entreprise fermée, une spécialité qui manque…",
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Pour vous répondre, si vous le voulez.",
    )
