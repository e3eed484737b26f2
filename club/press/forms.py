"""Filters and forms of the press watch."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from club.core.lists import Choices, ListFilter, choice, remembered
from club.press.actions.briefs import Words
from club.press.models import Brief, Cluster, Feed
from members.models import Organisation

FEED_STATES = [("suivis", "suivis"), ("en-panne", "en panne"), ("en-pause", "en pause")]


def partners() -> Choices:
    """The organisations that some feed speaks of."""
    followed = Organisation.objects.filter(press_feeds__isnull=False).distinct().order_by("sort_key")
    return remembered("press-partners", lambda: [(str(row.pk), row.name) for row in followed])


class ClusterFilter(ListFilter):
    partenaire = choice("Partenaire", partners, every="tous les partenaires")

    def narrow(self, rows: QuerySet[Cluster]) -> QuerySet[Cluster]:
        if text := self.chosen("q"):
            rows = rows.search(text)
        if partner := self.chosen("partenaire"):
            rows = rows.of_partner(int(partner))
        return rows


class BriefFilter(ListFilter):
    partenaire = choice("Partenaire", partners, every="tous les partenaires")

    def narrow(self, rows: QuerySet[Brief]) -> QuerySet[Brief]:
        if text := self.chosen("q"):
            rows = rows.filter(title__icontains=text)
        if partner := self.chosen("partenaire"):
            rows = rows.filter(organisation=partner)
        return rows


class FeedFilter(ListFilter):
    etat = choice("État", lambda: FEED_STATES, every="tous")
    partenaire = choice("Partenaire", partners, every="tous les partenaires")

    def narrow(self, rows: QuerySet[Feed]) -> QuerySet[Feed]:
        if text := self.chosen("q"):
            rows = rows.filter(url__icontains=text) | rows.filter(title__icontains=text)
        if partner := self.chosen("partenaire"):
            rows = rows.filter(organisation=partner)
        match self.chosen("etat"):
            case "suivis":
                rows = rows.filter(state=Feed.State.FOLLOWED)
            case "en-panne":
                rows = rows.broken()
            case "en-pause":
                rows = rows.filter(state=Feed.State.PAUSED)
        return rows


class FeedForm(forms.Form):
    organisation = forms.ModelChoiceField(
        label="Partenaire", queryset=Organisation.objects.active(), empty_label="Choisissez un partenaire"
    )
    url = forms.CharField(
        label="Adresse du flux",
        max_length=500,
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text="Un flux Atom ou RSS, ou celui d’une alerte Google (« Diffuser vers\u00a0: flux RSS »).",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["url"].widget.input_type = "text"  # the browser would refuse an address without https://


class BriefForm(forms.Form):
    """Two editors: ``seen`` is the version that was open."""

    organisation = forms.ModelChoiceField(label="Partenaire", queryset=Organisation.objects.active())
    title = forms.CharField(label="Titre", max_length=160)
    source = forms.CharField(label="Source", max_length=120, help_text="Le journal ou le site qui le publie.")
    link = forms.URLField(label="Adresse de l’article", max_length=1000, required=False, assume_scheme="https")
    quote = forms.CharField(
        label="Citation",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="300 caractères au plus\u00a0: le droit de courte citation ne va pas plus loin.",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    FIELDS = ("organisation", "title", "source", "link", "quote")

    @classmethod
    def of(cls, brief: Brief) -> "BriefForm":
        return cls(initial={name: getattr(brief, name) for name in cls.FIELDS} | {"seen": brief.version})

    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in self.FIELDS})


class NoteForm(forms.Form):
    """What a brief says in the partner's file."""

    note = forms.CharField(
        label="Note", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3, "cols": 40})
    )
