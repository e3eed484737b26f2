"""Forms of the Flash info pages; they check what was typed and give what the actions take."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import validate_email
from django.utils import timezone

from club.core import images
from club.core.errors import ClubError
from club.core.markup import is_web_address
from club.core.models import Departement
from club.core.search import plain
from club.core.topics import Topic
from members.models import Organisation
from newsletters import fortnight
from newsletters.actions.composing import BlockContent, Details, fingerprint
from newsletters.models import INVITED_SEGMENTS, SEGMENTS, Block, Delivery, Issue

MOST_TRIALS = 10
SEGMENT_CHOICES = [(name, Delivery.Segment(name).label) for name in SEGMENTS]
INVITED_CHOICES = [(name, Delivery.Segment(name).label) for name in INVITED_SEGMENTS]


class TerritoriesField(forms.CharField):
    """Départements by number or name, régions by name, separated by commas; gives their numbers, sorted."""

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        names = [name.strip() for name in (super().to_python(value) or "").split(",") if name.strip()]
        known = _territories() if names else {}
        unknown = [name for name in names if plain(name) not in known]
        if unknown:
            raise ValidationError(f"Territoire inconnu : {', '.join(unknown)}. Exemple : 53, Sarthe, Bretagne.")
        return sorted({code for name in names for code in known[plain(name)]})

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value


def _territories() -> dict[str, list[str]]:
    known: dict[str, list[str]] = {}
    for departement in Departement.objects.select_related("region"):
        known.setdefault(plain(departement.region.name), []).append(departement.pk)
    for departement in Departement.objects.all():
        known[plain(departement.name)] = known[departement.pk.lower()] = [departement.pk]
        known[departement.pk.lower().lstrip("0") or "0"] = [departement.pk]
    return known


class IssueForm(forms.Form):
    title = forms.CharField(label="Titre", max_length=80, help_text="En grand, en haut du message.")
    subject = forms.CharField(
        label="Objet du courriel",
        max_length=120,
        help_text="Une soixantaine de caractères : un téléphone coupe le reste.",
    )
    preheader = forms.CharField(
        label="Aperçu", max_length=140, required=False, help_text="La ligne que la messagerie montre après l’objet."
    )
    segments = forms.MultipleChoiceField(
        label="Destinataires", choices=SEGMENT_CHOICES, widget=forms.CheckboxSelectMultiple, initial=list(SEGMENTS)
    )
    territories = TerritoriesField(
        label="Territoires",
        required=False,
        help_text="Vide : toute la France. Sinon des départements ou des régions, séparés par des virgules.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, issue: Issue, **kwargs: Any) -> "IssueForm":
        initial = {name: getattr(issue, name) for name in ("title", "subject", "preheader")}
        initial |= {"segments": issue.audience.get("segments"), "territories": issue.audience.get("territories", [])}
        return cls.about(issue)(initial=initial | {"seen": fingerprint(issue)}, **kwargs)

    @staticmethod
    def about(issue: Issue) -> "type[IssueForm]":
        return InvitationForm if issue.event_id else IssueForm

    def details(self) -> Details:
        data = self.cleaned_data
        audience = {"segments": [name for name, _ in self.fields["segments"].choices if name in data["segments"]]}
        if data["territories"]:
            audience["territories"] = data["territories"]
        return Details(title=data["title"], subject=data["subject"], preheader=data["preheader"], audience=audience)


class InvitationForm(IssueForm):
    """The same of a mailing that invites to an event."""

    segments = forms.MultipleChoiceField(
        label="Destinataires", choices=INVITED_CHOICES, widget=forms.CheckboxSelectMultiple
    )


class InsertForm(forms.Form):
    """What an insert says and whom it is for, whoever writes it. ``kept``: the row whose image stays."""

    title = forms.CharField(label="Titre", max_length=80)
    text = forms.CharField(
        label="Texte",
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="600 caractères. **gras**, *italique*, - liste, [mots du lien](https://…) ; ligne vide : alinéa.",
    )
    image = forms.FileField(
        label="Image",
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}),
        help_text="JPEG, PNG, GIF ou WebP, 8 Mo au plus.",
    )
    remove_image = forms.BooleanField(label="Retirer l’image", required=False)
    image_alt = forms.CharField(
        label="Ce que montre l’image",
        max_length=140,
        required=False,
        help_text="Pour ceux qui ne la voient pas. Obligatoire avec une image.",
    )
    link_url = forms.URLField(label="Lien", max_length=500, required=False, assume_scheme="https")
    link_label = forms.CharField(
        label="Mots du lien", max_length=60, required=False, help_text="« En savoir plus » par défaut."
    )
    audience = forms.ChoiceField(
        label="Qui le voit", choices=Block.Audience.choices, widget=forms.RadioSelect, initial=Block.Audience.BOTH
    )
    territories = TerritoriesField(
        label="Territoires", required=False, help_text="Vide : toute la France. Exemple : 53, Sarthe, Bretagne."
    )
    specialities = forms.MultipleChoiceField(
        label="Seulement pour ces sujets et spécialités",
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kept: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_image = kept.image.name or "" if kept else ""
        if not self.kept_image:
            del self.fields["remove_image"]

    def clean_link_url(self) -> str:
        url: str = self.cleaned_data["link_url"]
        if url and not is_web_address(url):
            raise ValidationError("Une adresse qui commence par https:// ou http://.")
        return url

    def clean_image(self) -> ContentFile | None:
        upload = self.cleaned_data.get("image")
        if not upload:
            return None
        try:
            return images.clean(upload, upload.size)
        except ClubError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        has_image = bool(data.get("image")) or (self.kept_image and not data.get("remove_image"))
        if has_image and not data.get("image_alt", "").strip():
            self.add_error("image_alt", "Dites en une phrase ce que montre l’image.")
        return data

    def image_name(self) -> str:
        """The image to show, "" for none; a new one is stored on the way."""
        data = self.cleaned_data
        if data["image"]:
            return images.keep(data["image"])
        return "" if data.get("remove_image") else self.kept_image


class BlockForm(InsertForm):
    kind = forms.ChoiceField(label="Genre", choices=Block.Kind.choices)
    supplier = forms.ModelChoiceField(
        label="Membre qui s’exprime",
        queryset=Organisation.objects.active(),
        required=False,
        empty_label="Le Club lui-même",
        help_text="Obligatoire, sauf pour un éditorial ou l’agenda.",
    )
    sponsored_label = forms.CharField(
        label="Mention", max_length=80, required=False, help_text="Remplace « Message de membre » au-dessus du titre."
    )
    field_order = ("kind", "supplier")

    FIELDS = (
        "kind",
        "supplier",
        "sponsored_label",
        "title",
        "text",
        "image_alt",
        "link_url",
        "link_label",
        "audience",
        "territories",
        "specialities",
    )

    def __init__(self, *args: Any, invites: bool = False, **kwargs: Any) -> None:
        """``invites``: everybody invited reads all of the message."""
        super().__init__(*args, **kwargs)
        if invites:
            for name in ("audience", "territories", "specialities"):
                del self.fields[name]

    @classmethod
    def of(cls, block: Block, **kwargs: Any) -> "BlockForm":
        initial = {name: getattr(block, name) for name in cls.FIELDS}
        return cls(initial=initial | {"seen": fingerprint(block)}, **{"kept": block, **kwargs})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("kind") in Block.Kind.of_suppliers() and data.get("supplier") is None:
            self.add_error("supplier", "Nommez le membre dont c’est le message.")
        return data

    def content(self) -> BlockContent:
        """What to write; a new image is stored on the way."""
        said = {name: self.cleaned_data[name] for name in self.FIELDS if name in self.fields}
        return BlockContent(image=self.image_name(), **said)


class TrialForm(forms.Form):
    addresses = forms.CharField(
        label="Adresses de l’essai", max_length=1000, help_text=f"{MOST_TRIALS} au plus, séparées par des virgules."
    )

    def clean_addresses(self) -> list[str]:
        found = re.split(r"[,;\s]+", self.cleaned_data["addresses"])
        addresses = list(dict.fromkeys(word for word in found if word))
        for address in addresses:
            validate_email(address)
        if len(addresses) > MOST_TRIALS:
            raise ValidationError(f"{MOST_TRIALS} adresses au plus.")
        return addresses


class ScheduleForm(forms.Form):
    day = forms.DateField(label="Jour", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TimeField(label="Heure de Paris", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    insists = forms.BooleanField(
        label="Envoyer même si ce jour est férié, en fin de semaine ou en période fermée", required=False
    )

    @classmethod
    def at(cls, moment: datetime | None, **kwargs: Any) -> "ScheduleForm":
        local = timezone.localtime(moment) if moment else None
        return cls(initial={"day": local.date(), "hour": local.time()} if local else None, **kwargs)

    def send_at(self) -> datetime:
        return fortnight.at(self.cleaned_data["day"], self.cleaned_data["hour"])
