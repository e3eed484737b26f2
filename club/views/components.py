"""The staff page that shows every component of ``templates/ui/``, with its real include and made-up contents."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from club.core.access import staff_page
from club.core.console import Waiting
from club.core.place_field import PlaceField
from club.core.topics import Topic
from club.editorial.models import Figure
from club.views.france import france


class SampleForm(forms.Form):
    """Every kind of field that forms of the platform use."""

    name = forms.CharField(label="Nom de l’organisation", help_text="Tel qu’il figure au registre.")
    siren = forms.CharField(label="SIREN", required=False)
    kind = forms.ChoiceField(label="Genre", choices=[("", "Choisir"), ("chamber", "chambre"), ("brand", "marque")])
    topics = forms.MultipleChoiceField(
        label="Sujets", choices=Topic.choices[:4], widget=forms.CheckboxSelectMultiple, required=False
    )
    side = forms.ChoiceField(
        label="Côté", choices=[("institution", "institution"), ("brand", "marque")], widget=forms.RadioSelect
    )
    place = PlaceField(label="Lieu", required=False)
    day = forms.DateField(label="Depuis le", widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(label="Fichier", required=False)
    text = forms.CharField(label="Remarque", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label="J’ai lu le règlement intérieur", help_text="Version de janvier.")


# Contents for the components that take lists.
SAMPLES: dict[str, Any] = {
    "figures": [
        Figure(
            value="2 millions",
            label="de TPE sans site web, sur 2,5 millions",
            publisher="Club",
            source="Dossier de lancement",
            year=2008,
        )
    ],
    "topics": Topic.choices,
    "trail": [("Aujourd’hui", "/console/")],
    "sides": ["institutions", "marques", "ensemble", "tous"],
    "tones": ["info", "success", "warning", "error"],
    "kinds": ["", "strong", "plain", "danger", "link"],
    "icons": [
        "search",
        "phone",
        "mail",
        "map-pin",
        "calendar-event",
        "send",
        "download",
        "upload",
        "plus",
        "trash",
    ],
    "tabs": [("Conseils", "#", True), ("Actualités", "#", False), ("Dossiers", "#", False)],
    "headings": [("Réseau", False), ("Ambassadeurs", True)],
    "rows": [["Chambres de métiers", 412], ["Experts-comptables", 188]],
    "stats": [("Envoyés", "6 290"), ("Différés", "21"), ("Refusés", "7"), ("Non confirmés", "0")],
    "steps": [("Nous parlons", "Par téléphone ou chez vous."), ("Vous recevez une proposition", "Par courriel.")],
    "waiting": [
        Waiting("Une chose pressée", "Elle attend depuis hier.", "#", "Voir", urgent=True),
        Waiting("Une chose calme", "Avant la fin du mois.", "#", "Ouvrir"),
    ],
    "organisations": [
        {"name": "Organisation A", "website": "https://a.example"},
        {"name": "Organisation B", "website": "https://b.example"},
    ],
}


@staff_page()
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    refused = SampleForm({"name": "", "kind": "chamber", "side": "brand", "day": "31/02/2026"}, auto_id="refuse_%s")
    context = {"form": SampleForm(), "refused": refused, **SAMPLES, **france(), "current": "53"}
    return render(request, "console/components.html", context)
