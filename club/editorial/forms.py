"""Filters and small forms of the editors' console; the text of an article is in ``club.editorial.typed``."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from club.core.lists import ListFilter, choice
from club.core.markup import clean
from club.core.naming import slug_of
from club.core.search import matching
from club.core.topics import Topic
from club.core.typography import french
from club.editorial.models import Article, Level


def day_field(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)


class LineField(forms.CharField):
    """One line, put right as French typography wants it before its length is judged: spaces and quotes add to it."""

    def to_python(self, value: Any) -> str:
        return french(" ".join(clean(super().to_python(value) or "").split()))


class AddressField(forms.SlugField):
    """An address as people type it: accents, apostrophes and capitals are put right rather than refused."""

    def to_python(self, value: Any) -> str:
        return slug_of(super().to_python(value) or "")


def stages() -> list[tuple[str, str]]:
    return [*Article.Stage.choices, ("refresh", "à rafraîchir")]


class ArticleFilter(ListFilter):
    level = choice("Niveau", lambda: list(Level.choices), every="tous")
    stage = choice("Étape", stages, every="toutes")
    theme = choice("Thème", lambda: list(Topic.choices), every="tous")

    def narrow(self, rows: Any) -> Any:
        if self.chosen("level"):
            rows = rows.filter(level=self.chosen("level"))
        if self.chosen("stage") == "refresh":
            rows = rows.to_refresh()
        elif self.chosen("stage"):
            rows = rows.filter(stage=self.chosen("stage"))
        if self.chosen("theme"):
            rows = rows.filter(themes__contains=[self.chosen("theme")])
        return matching(rows, self.chosen("q")) if self.chosen("q") else rows  # last: it asks for the rows at once


class NewArticleForm(forms.Form):
    level = forms.ChoiceField(
        label="Niveau",
        choices=Level.choices,
        widget=forms.RadioSelect,
        initial=Level.TIP,
        help_text="Il ne change plus ensuite\u00a0: l’adresse de l’article en dépend.",
    )
    title = LineField(label="Titre", max_length=90, help_text="Ce que le lecteur y gagne, en moins de 90 caractères.")


class SeenForm(forms.Form):
    """Which revision the person had under the eyes."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=999_999)


class PublishForm(SeenForm):
    """Now, or at a day and hour of Paris."""

    day = day_field("Jour", required=False)
    hour = forms.TimeField(
        label="Heure de Paris", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args: Any, is_later: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_later = is_later

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_later and not self.errors:
            if not data.get("day") or not data.get("hour"):
                raise forms.ValidationError("Dites le jour et l’heure de la publication.")
            if self.at() <= timezone.now():
                raise forms.ValidationError("Ce jour et cette heure sont passés.")
            if timezone.localtime(self.at().astimezone(UTC)).time() != data["hour"]:
                raise forms.ValidationError(
                    "Cette heure n’existe pas\u00a0: cette nuit-là, on passe de 2\u00a0h à 3\u00a0h. Changez-la."
                )
        return data

    def at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"]))


class SendBackForm(forms.Form):
    reason = forms.CharField(label="Ce qui est à reprendre", max_length=500, widget=forms.Textarea({"rows": 3}))


class ConfirmForm(forms.Form):
    until = day_field("Toujours juste jusqu’au")

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise forms.ValidationError("La prochaine relecture est à une date à venir.")
        return until


class EditionForm(forms.Form):
    file = forms.FileField(
        label="Fichier",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text="PDF, 15 Mo au plus.",
    )
    changes = forms.CharField(
        label="Ce qui change",
        max_length=300,
        required=False,
        help_text="Pour ceux qui ont lu l’édition précédente. Inutile pour la première.",
    )


class DescribeForm(forms.Form):
    alt = LineField(
        label="Ce que montre l’image",
        max_length=200,
        help_text="Pour ceux qui ne la voient pas, en une phrase, sans «\u00a0image de\u00a0».",
    )
    credit = LineField(
        label="Crédit", max_length=120, required=False, help_text="Qui l’a faite, telle que la licence le demande."
    )

    def clean_alt(self) -> str:
        """Square brackets would end the mark that shows the picture in a text."""
        alt: str = self.cleaned_data["alt"]
        return alt.replace("[", "(").replace("]", ")")


class PictureForm(DescribeForm):
    file = forms.FileField(
        label="Fichier",
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/gif,image/webp"}),
        help_text="JPEG, PNG, GIF ou WebP, 8 Mo au plus, 200 px de large au moins\u00a0; le mieux est 1\u00a0440 px.",
    )
    field_order = ["file", "alt", "credit"]
