"""A place by commune, postcode, département or région, as people write it; the field with and without script."""

import pytest
from django import forms
from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Case, Q, Value, When
from django.test import Client
from django.test.utils import CaptureQueriesContext

from club.core.models import Commune, Territory
from club.core.place_field import PlaceField
from club.core.places import Kind, of_key, resolve, suggest
from club.core.search import place_query

pytestmark = pytest.mark.usefixtures("france")


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Laval", ["Laval (53)"]),
        ("LAVAL", ["Laval (53)"]),
        ("53", ["Mayenne (département)"]),
        ("53000", ["Laval (53)"]),
        ("53000 Laval", ["Laval (53)"]),
        ("Laval (53)", ["Laval (53)"]),
        ("Mayenne", ["Mayenne (département)", "Mayenne (53)"]),
        ("Mayenne (département)", ["Mayenne (département)"]),
        ("Pays de la Loire", ["Pays de la Loire (région)"]),
        ("pays-de-la-loire", ["Pays de la Loire (région)"]),
        ("paca", ["Provence-Alpes-Côte d’Azur (région)"]),
        ("saint etienne", ["Saint-Étienne (42)"]),
        ("ST ETIENNE CEDEX 2", ["Saint-Étienne (42)"]),
        ("l'hay les roses", ["L’Haÿ-les-Roses (94)"]),
        ("Paris 15e", ["Paris (75)"]),
        ("Paris", ["Paris (75)", "Paris (département)"]),
        ("75116", ["Paris (75)"]),
        ("2a", ["Corse-du-Sud (département)"]),
        ("nouméa", ["Nouméa (988)"]),
        ("Bretagne", ["Bretagne (région)", "Bretagne (90)", "Bretagne (36)"]),
        ("Nulle-Part-Ailleurs", []),
        ("l", []),
        ("", []),
        ("%", []),
    ],
)
def test_text_names_its_places(text: str, labels: list[str]) -> None:
    assert [place.label for place in resolve(text)] == labels


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("Marseile", "Marseille (13)"), ("sant etienne", "Saint-Étienne (42)"), ("Vileurbanne", "Villeurbanne (69)")],
)
def test_slip_is_forgiven(slip: str, meant: str) -> None:
    assert suggest(slip)[0].label == meant


def test_label_is_read_back() -> None:
    """Whatever is suggested resolves to itself."""
    for text in ("la", "sa", "ma", "bre", "69", "97"):
        for place in suggest(text):
            assert place in resolve(place.label)
            assert of_key(place.key) == place


def test_kinds_are_limited() -> None:
    assert {place.kind for place in suggest("Mayenne", kinds=[Kind.COMMUNE])} == {Kind.COMMUNE}
    assert of_key("departement:53", [Kind.COMMUNE]) is None
    assert of_key("commune:99999") is None
    assert of_key("n’importe quoi") is None


@pytest.mark.parametrize(("text", "statements"), [("Laval", 1), ("53000", 1), ("Marseile", 2)])
def test_few_statements(text: str, statements: int) -> None:
    with CaptureQueriesContext(connection) as captured:
        suggest(text)
    assert len(captured) == statements


def by_the_orm(text: str) -> list[str]:
    """What ``suggest`` asks of the base in its own words: places that begin so, else those that look so."""
    words, rows = place_query(text), Territory.objects.all()
    name = " ".join(words)
    for word in words:
        rows = rows.filter(**{f"{'numbers' if word.isdigit() else 'words'}__contains": f" {word}"})
    named = When(Q(folded=name) | Q(numbers=f" {name}"), then=0)
    rank = Case(named, When(folded__startswith=name, then=1), default=2)
    alike = Territory.objects.filter(folded__trigram_similar=name)
    alike = alike.order_by(TrigramSimilarity("folded", Value(name)).desc(), "-population", "code")
    return [row.key for row in rows.order_by(rank, "-population", "kind", "code")[:8] or alike[:8]]


@pytest.mark.parametrize(
    "text", ["la", "saint", "st d", "mayenne", "2a", "44", "440", "marseile", "10%", "a_b", "a\\b"]
)
def test_statements_are_those_of_the_orm(text: str) -> None:
    assert [place.key for place in suggest(text)] == by_the_orm(text)


def test_departements_of_a_place() -> None:
    assert resolve("Laval")[0].departements() == ["53"]
    assert resolve("53")[0].departements() == ["53"]
    assert sorted(resolve("Bretagne")[0].departements()) == ["22", "29", "35", "56"]


def test_communes_are_searched_by_words_and_postcode() -> None:
    assert [c.name for c in Commune.objects.search("st etienne").order_by("-population")[:1]] == ["Saint-Étienne"]
    assert [c.name for c in Commune.objects.search("53000")] == ["Laval"]


class PlaceForm(forms.Form):
    lieu = PlaceField(label="Où", required=False)
    commune = PlaceField(label="Commune", kinds=[Kind.COMMUNE], required=False)


def posted(**data: str) -> PlaceForm:
    return PlaceForm(data)


def test_field_without_script_takes_what_names_one_place() -> None:
    form = posted(lieu="53000", commune="mayenne")
    assert form.is_valid()
    assert (form.cleaned_data["lieu"].code, form.cleaned_data["commune"].code) == ("53130", "53147")


def test_field_without_script_offers_the_choice_and_keeps_what_was_typed() -> None:
    form = posted(lieu="mayenne")
    assert form.errors["lieu"] == ["Plusieurs lieux répondent à « mayenne » : choisissez le vôtre."]
    page = form.as_div()
    assert 'value="mayenne"' in page
    assert '<input type="radio" name="lieu_cle" value="departement:53">' in page
    again = posted(lieu="mayenne", lieu_cle="commune:53147", lieu_demande="mayenne")
    assert again.is_valid()
    assert again.cleaned_data["lieu"].label == "Mayenne (53)"


def test_choice_for_another_text_is_not_taken() -> None:
    """The choice was made for « mayenne », then the text was changed."""
    form = posted(lieu="53000", lieu_cle="commune:53147", lieu_demande="mayenne")
    assert form.is_valid()
    assert form.cleaned_data["lieu"].label == "Laval (53)"


def test_field_with_script_takes_the_place_suggested() -> None:
    form = posted(lieu="Mayenne (53)", lieu_cle="commune:53147")
    assert form.is_valid()
    assert form.cleaned_data["lieu"].code == "53147"


def test_key_that_does_not_exist_is_not_believed() -> None:
    form = posted(commune="Laval (53)", commune_cle="departement:53")
    assert form.is_valid()
    assert form.cleaned_data["commune"].code == "53130"


def test_unknown_place_is_refused_in_words() -> None:
    form = posted(lieu="Nulle-Part-Ailleurs")
    assert "Nous ne trouvons pas « Nulle-Part-Ailleurs »" in form.errors["lieu"][0]
    assert 'value="Nulle-Part-Ailleurs"' in form.as_div()


def test_empty_field_is_none_or_refused() -> None:
    form = posted(lieu=" ")
    assert form.is_valid()
    assert form.cleaned_data["lieu"] is None
    with pytest.raises(forms.ValidationError):
        PlaceField().clean(("", "", ""))


def test_initial_place_is_shown_and_unchanged() -> None:
    place = resolve("Laval")[0]
    form = PlaceForm({"lieu": place.label, "lieu_cle": place.key}, initial={"lieu": place})
    assert form.changed_data == []
    assert 'value="commune:53130"' in PlaceForm(initial={"lieu": place}).as_div()


def test_options_are_public_and_kept_by_browsers(client: Client) -> None:
    response = client.get("/lieux/", {"q": "maye", "genres": "commune"})
    assert 'data-key="commune:53147" data-label="Mayenne (53)"' in response.content.decode()
    assert "departement:" not in response.content.decode()
    assert (set(response["Cache-Control"].split(", ")), response.cookies) == ({"public", "max-age=86400"}, {})


def test_options_escape_what_was_typed(client: Client) -> None:
    assert b"<script>" not in client.get("/lieux/", {"q": "<script>alert(1)</script>"}).content
