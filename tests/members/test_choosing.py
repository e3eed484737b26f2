"""Which options go together: each rule with the sentence that refuses."""

from datetime import date

import pytest

from members import choosing
from members.models import Option, OptionVersion
from members.pricing import quote, span_words, term_end
from tests.joining_factories import make_demo_catalogue

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 15)


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    make_demo_catalogue()


def faults(side: str = "brand", on: date = ON, **basket: int) -> list[str]:
    return choosing.choices_of({code.replace("_", "-"): n for code, n in basket.items()}, side=side, on=on)[1]


def test_base_option_alone_is_enough() -> None:
    assert faults(base_marque=1) == []
    assert faults("institution", base_reseau_public=1) == []


def test_option_that_comprises_the_base_counts_as_it() -> None:
    assert faults(partenaire_officiel=1, cercle=1) == []


@pytest.mark.parametrize("basket", [{}, {"encarts": 2}])
def test_base_is_asked_for(basket: dict[str, int]) -> None:
    assert faults(**basket) == ["Choisissez une cotisation de base, ou une option qui la comprend."]


def test_two_bases_are_one_too_many() -> None:
    assert faults(base_marque=1, partenaire_officiel=1) == [
        "Une adhésion porte une seule cotisation de base\u00a0: choisissez entre "
        "«\u00a0Cotisation de base des marques\u00a0» et «\u00a0Partenaire officiel\u00a0»."
    ]


def test_option_needs_one_of_others() -> None:
    said = faults("institution", base_reseau_public=1, cercle=1)
    assert len(said) == 1
    assert said[0].startswith("«\u00a0Place au Cercle\u00a0» suppose une de ces options\u00a0:")
    assert faults("institution", base_institution=1, cercle=1) == []


def test_option_of_the_other_side_is_refused() -> None:
    assert faults("institution", base_institution=1, ateliers=1) == [
        "L’option «\u00a0ateliers\u00a0» n’est pas proposée aux institutions à cette date."
    ]


def test_version_of_the_other_side_is_refused_too() -> None:
    choices, _ = choosing.choices_of({"base-marque": 1}, side="brand", on=ON)
    assert choosing.faults(choices, side="institution") == [
        "«\u00a0Cotisation de base des marques\u00a0» n’est pas proposée aux institutions."
    ]


@pytest.mark.parametrize(("number", "refused"), [(6, False), (7, True), (1000, True), (-1, True)])
def test_quantity_has_a_limit(number: int, refused: bool) -> None:
    assert (faults(base_marque=1, ateliers=number) != []) is refused


def test_base_is_taken_once() -> None:
    assert faults(base_marque=2) == ["«\u00a0Cotisation de base des marques\u00a0» se prend une fois."]


def test_option_withdrawn_from_sale_is_refused() -> None:
    OptionVersion.objects.filter(option__code="encarts").update(ends_on=date(2026, 3, 1))
    assert faults(base_marque=1, encarts=1) == [
        "L’option «\u00a0encarts\u00a0» n’est pas proposée aux marques à cette date."
    ]


def test_price_is_that_of_the_first_day() -> None:
    prices = [
        choosing.choices_of({"base-marque": 1}, side="brand", on=on)[0][0].version.price
        for on in (date(2025, 12, 31), date(2026, 1, 1))
    ]
    assert prices == [5800, 6000]


def test_catalogue_goes_from_6000_to_45000_for_brands_and_from_nothing_for_institutions() -> None:
    bases = [v.price for v in choosing.catalogue("brand", ON) if choosing.is_formula(v)]
    assert bases == [6000, 45000]
    assert min(v.price for v in choosing.catalogue("institution", ON)) == 0


def test_choice_of_27000_with_its_pro_rata() -> None:
    basket = {"base-marque": 1, "cercle": 1, "ateliers": 2, "encarts": 2}
    choices, said = choosing.choices_of(basket, side="brand", on=ON)
    assert (said, quote(choices, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)).net) == ([], 27000)
    end = term_end(starts_on=ON, year="calendar")
    assert span_words(ON, end) == "292\u00a0jours sur 365"
    assert quote(choices, starts_on=ON, ends_on=end).total == 25920


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "1\u00a0an"),
        (date(2026, 3, 1), date(2029, 2, 28), "3\u00a0ans"),
        (date(2027, 12, 31), date(2028, 12, 31), "1\u00a0an et 1\u00a0jour sur 365"),
        (date(2024, 2, 29), date(2025, 2, 28), "1\u00a0an"),
        (date(2028, 12, 31), date(2028, 12, 31), "1\u00a0jour sur 366"),
    ],
)
def test_period_is_said_in_words(starts_on: date, ends_on: date, words: str) -> None:
    assert span_words(starts_on, ends_on) == words


def test_prices_are_those_of_the_catalogue() -> None:
    said = choosing.prices(ON).replace("\u00a0", " ")
    assert said == "Pour une marque, de 6 000 à 45 000 € par an ; pour une institution, jusqu’à 1 200 € par an."
    OptionVersion.objects.filter(option__code="partenaire-officiel").update(price="5800.50")
    said = choosing.prices(ON).replace("\u00a0", " ")
    assert said.startswith("Pour une marque, de 5 800,50 à 6 000 € par an ;")


def test_one_price_or_none_reads_well() -> None:
    Option.objects.filter(code__in=["partenaire-officiel", "base-institution"]).update(is_offered=False)
    said = choosing.prices(ON).replace("\u00a0", " ")
    assert said == "Pour une marque, 6 000 € par an ; pour une institution, gratuit."
    Option.objects.exclude(code="base-marque").update(is_offered=False)
    assert choosing.prices(ON).replace("\u00a0", " ") == "Pour une marque, 6 000 € par an."
    Option.objects.update(is_offered=False)
    assert choosing.prices(ON) == ""
