"""What an editor types of an article: its fields, parts and sources, filled from a revision or from what was sent.

Without script a button of a row (add, move, remove, look for) sends the form back, altered and not kept.
"""

from dataclasses import asdict, replace
from typing import Any

from django import forms
from django.http import QueryDict

from club.core.naming import number_of, slug_of
from club.core.search import matching
from club.core.topics import Topic
from club.editorial.content import Content, Part, Source
from club.editorial.forms import AddressField, LineField, day_field
from club.editorial.models import Article, Level, Picture
from members.models import Organisation

MOST_ROWS = 40
MOST_LETTERS = 30_000  # of one text: some 5,000 words
SHOWN_PICTURES, FOUND_ARTICLES = 6, 8
RESERVED_SLUGS = {"en-entier"}  # an address of the dossier itself
OF_TIPS = ("saving", "effort")


class ContentForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=999_999)
    title = LineField(label="Titre", max_length=90)
    summary = LineField(
        label="Chapeau",
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="L’essentiel en deux phrases\u00a0: les listes et les moteurs de recherche le montrent.",
    )
    saving = LineField(label="Ce qu’on y gagne", max_length=100, required=False)
    effort = LineField(label="Ce que cela demande", max_length=80, required=False)
    body = forms.CharField(
        label="Texte", required=False, max_length=MOST_LETTERS, widget=forms.Textarea({"rows": 20})
    )
    themes = forms.MultipleChoiceField(
        label="Thèmes", choices=Topic.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    byline = LineField(
        label="Signature", max_length=120, required=False, help_text="Telle qu’on la lit sous le titre."
    )
    sponsor = forms.ModelChoiceField(
        label="Membre pour qui c’est publié",
        queryset=Organisation.objects.active(),
        required=False,
        empty_label="Personne\u00a0: contenu de la rédaction",
        help_text="Le lecteur le voit sous le titre. Une autre personne que l’auteur publie.",
    )
    picture = forms.ModelChoiceField(label="Image", queryset=Picture.objects.all(), required=False)
    related = forms.ModelMultipleChoiceField(label="À lire aussi", queryset=Article.objects.all(), required=False)
    slug = AddressField(
        label="Adresse", max_length=80, help_text="Si elle change, l’ancienne mène à la nouvelle dès la publication."
    )
    review_by = day_field(
        "À relire avant le",
        required=False,
        help_text="Ce jour-là, l’article revient dans «\u00a0À rafraîchir\u00a0».",
    )
    note = LineField(
        label="Ce qui change", max_length=160, required=False, help_text="Pour vos collègues, parmi les versions."
    )

    def __init__(self, *args: Any, level: Level, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if level is not Level.TIP:
            for name in OF_TIPS:
                del self.fields[name]
        if level.has_parts:
            self.fields["body"].label = "Introduction"
            self.fields["body"].widget.attrs["rows"] = 8


class PartForm(forms.Form):
    title = LineField(label="Titre de la partie", max_length=90)
    slug = AddressField(
        label="Adresse de la partie", max_length=60, required=False, help_text="Vide\u00a0: faite du titre."
    )
    body = forms.CharField(
        label="Texte de la partie", required=False, max_length=MOST_LETTERS, widget=forms.Textarea({"rows": 14})
    )


class SourceForm(forms.Form):
    label = LineField(label="Titre de la source", max_length=200)
    publisher = LineField(label="Qui la publie", max_length=120)
    year = forms.IntegerField(label="Année", required=False, min_value=1900, max_value=2100)
    url = forms.URLField(label="Adresse", required=False, max_length=500, assume_scheme="https")


class Rows(forms.BaseFormSet):
    """Rows left empty are as if they were not there."""

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def typed(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self if getattr(form, "cleaned_data", None)]


_limits = {"formset": Rows, "max_num": MOST_ROWS, "absolute_max": MOST_ROWS, "validate_max": True}
PartRows = forms.formset_factory(PartForm, extra=0, **_limits)
SourceRows = forms.formset_factory(SourceForm, extra=1, **_limits)
ROWS = {"partie": ("part", PartForm), "source": ("source", SourceForm)}


class Editing:
    """The three forms of one page. ``base``: the content they start from. ``is_altered``: not as it was kept."""

    is_altered = False

    def __init__(self, article: Article, base: Content, form: ContentForm, parts: Any, sources: Any) -> None:
        self.article, self.base, self.form, self.parts, self.sources = article, base, form, parts, sources
        self.level = Level(article.level)

    @classmethod
    def of(cls, article: Article, content: Content, seen: int) -> "Editing":
        initial = asdict(content) | {"seen": seen, "picture": content.picture, "related": list(content.related)}
        return cls(article, content, *_unbound(article, initial, initial["parts"], initial["sources"]))

    @classmethod
    def typed(cls, article: Article, base: Content, data: QueryDict) -> "Editing":
        form = ContentForm(data, level=Level(article.level))
        return cls(article, base, form, PartRows(data, prefix="part"), SourceRows(data, prefix="source"))

    @classmethod
    def altered(cls, article: Article, base: Content, data: QueryDict, gesture: str) -> "Editing":
        """What was typed, after one gesture: « partie-ajouter », « partie-monter-2 », « source-retirer-1 »."""
        kind, _, rest = gesture.partition("-")
        act, _, number = rest.partition("-")
        rows = {name: _rows(data, *ROWS[name]) for name in ROWS}
        if kind in rows:
            _alter(rows[kind], act, _whole(number))
        many = {"themes", "related"}
        values = {name: data.getlist(name) if name in many else data.get(name) for name in ContentForm.base_fields}
        altered = cls(article, base, *_unbound(article, values, rows["partie"], rows["source"]))
        altered.is_altered = True
        return altered

    def is_valid(self) -> bool:
        rows = [self.parts, self.sources] if self.level.has_parts else [self.sources]
        return all([self.form.is_valid(), *(one.is_valid() for one in rows)])

    def content(self) -> Content:
        """What was typed; a field that cannot be read keeps what ``base`` says (the preview shows that much)."""
        data = dict(self.form.cleaned_data)
        plain = {n: data[n] for n in ("title", "slug", "summary", *OF_TIPS, "body", "byline") if n in data}
        if "review_by" in data:
            plain["review_by"] = data["review_by"]
        if "sponsor" in data:
            plain["sponsor"] = data["sponsor"].pk if data["sponsor"] else None
        if "picture" in data:
            plain["picture"] = data["picture"].pk if data["picture"] else None
        if "related" in data:
            others = (other.pk for other in data["related"] if other.pk != self.article.pk)
            plain["related"] = tuple(sorted(others))
        plain["themes"] = tuple(data.get("themes", self.base.themes))
        parts = _parts(self.parts.typed()) if self.level.has_parts else self.base.parts
        return replace(self.base, **plain, parts=parts, sources=_sources(self.sources.typed()))

    def pictures(self, looked_for: str = "") -> list[Picture]:
        """The one chosen, then the newest (or those whose words hold ``looked_for``)."""
        chosen = self._value("picture")
        newest = Picture.objects.order_by("-pk")
        newest = newest.filter(alt__icontains=looked_for) if looked_for else newest
        first = list(Picture.objects.filter(pk=_whole(chosen)))
        return first + [one for one in newest[:SHOWN_PICTURES] if one not in first]

    def neighbours(self, looked_for: str = "") -> list[Article]:
        """The articles chosen to be read next, then those whose title or summary hold ``looked_for``."""
        numbers = [_whole(pk) for pk in self._value("related") or []]
        chosen = list(Article.objects.filter(pk__in=numbers).only("title", "level"))
        if not looked_for:
            return chosen
        others = Article.objects.visible_to(None).exclude(pk__in=[self.article.pk, *numbers]).only("title", "level")
        return chosen + list(matching(others, looked_for).order_by("-pk")[:FOUND_ARTICLES])

    @property
    def chosen_picture(self) -> str:
        return str(self._value("picture") or "")

    @property
    def chosen_related(self) -> list[str]:
        return [str(number) for number in self._value("related") or []]

    def _value(self, name: str) -> Any:
        if not self.form.is_bound:
            return self.form.initial.get(name)
        return self.form.data.getlist(name) if name == "related" else self.form.data.get(name)  # type: ignore[attr-defined]


def _unbound(article: Article, values: dict[str, Any], parts: Any, sources: Any) -> tuple[ContentForm, Any, Any]:
    form = ContentForm(initial=values, level=Level(article.level))
    return form, PartRows(initial=list(parts), prefix="part"), SourceRows(initial=list(sources), prefix="source")


def _rows(data: QueryDict, prefix: str, form: type[forms.Form]) -> list[dict[str, str]]:
    """What the rows held when they were sent; empty ones are dropped."""
    numbers = range(min(_whole(data.get(f"{prefix}-TOTAL_FORMS")), MOST_ROWS))
    rows = [{name: data.get(f"{prefix}-{i}-{name}", "") for name in form.base_fields} for i in numbers]
    return [row for row in rows if any(row.values())] if prefix == "source" else rows


def _whole(typed: Any) -> int:
    """A number that fits a column, -1 for anything else."""
    number = number_of(typed)
    return -1 if number is None else number


def _alter(rows: list[dict[str, str]], act: str, number: int) -> None:
    if act == "ajouter" and len(rows) < MOST_ROWS:
        rows.append({})
    if not 0 <= number < len(rows):
        return
    if act == "retirer":
        del rows[number]
    other = {"monter": number - 1, "descendre": number + 1}.get(act, -1)
    if 0 <= other < len(rows):
        rows[number], rows[other] = rows[other], rows[number]


def _parts(rows: list[dict[str, Any]]) -> tuple[Part, ...]:
    """Each part at an address of its own."""
    parts: list[Part] = []
    taken = set(RESERVED_SLUGS)
    for row in rows:
        slug = base = row.get("slug") or slug_of(row.get("title", ""))[:55].strip("-") or "partie"
        number = 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        parts.append(Part(row.get("title", ""), slug, row.get("body", "")))
    return tuple(parts)


def _sources(rows: list[dict[str, Any]]) -> tuple[Source, ...]:
    return tuple(
        Source(row.get("label", ""), row.get("publisher", ""), row.get("url", ""), row.get("year")) for row in rows
    )
