"""Repairs of cells and headings, whatever is typed: a value, or a French refusal; and what is repaired stays so."""

from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from club.core.sheets import headings
from club.core.sheets.cells import Cell, Day, Digits, Phone, Postcode
from club.core.topics import Topic
from members.imports.people import Address, Name

CELLS = [
    Cell(),
    Phone(),
    Postcode(),
    Day(),
    Name(max_length=80),
    Address(),
    Digits("SIRET", 14, lambda digits: True),
]
typed = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789+.-/ ()eE,\u00a0'", max_size=24),
    st.from_regex(r"\A[a-zA-Zé.' -]{0,12}@?[a-z.]{0,12}\Z"),
)
few = settings(max_examples=100)


def read(cell: Cell, text: str) -> tuple[object, str]:
    """The value, or the sentence of the refusal. Anything else that is raised fails the test."""
    try:
        return cell.clean(text), ""
    except ValueError as error:
        return None, str(error)


@few
@given(typed)
@example("\u0660\u0661\u0662\u0663\u0664")
@example("²³¹¹²")
@example("٠٦١٢٣٤٥٦٧٨")
@example("1/1/0000")
@example("31 fevrier 2026")
@example("00000000000000")
@example("+33")
@example("a@\u3002example")
def test_any_cell_gives_a_value_or_a_sentence(text):
    for cell in CELLS:
        value, refusal = read(cell, text)
        assert refusal == "" if value is not None else refusal.endswith((".", "?", "»"))


@few
@given(typed)
@example("Ǆ")
def test_what_was_repaired_is_left_alone(text):
    for cell in CELLS:
        value, refusal = read(cell, text)
        if refusal or value == "":
            continue
        notes: list[str] = []
        assert cell.clean(str(value), notes=notes) == value
        assert notes == []


@given(st.integers(1, 9), st.integers(0, 99_999_999), st.sampled_from(["", " ", ".", "-", "\u00a0", "/"]))
def test_a_french_number_is_one_number_however_it_is_written(first, rest, blank):
    digits = f"{first}{rest:08d}"
    pairs = [f"0{digits[0]}", *(digits[i : i + 2] for i in (1, 3, 5, 7))]
    wanted = " ".join(pairs)
    for written in (blank.join(pairs), digits, f"{digits}.0", f"+33{digits}", f"0033 {digits}", f"+33 (0){digits}"):
        assert Phone().clean(written) == wanted


@given(st.integers(1_000, 99_999))
def test_a_postcode_gets_its_zero_back(number):
    assert Postcode().clean(str(number)) == f"{number:05d}"
    assert Postcode().clean(f"{number}.0") == f"{number:05d}"
    assert Postcode().clean(f"F-{number:05d}") == f"{number:05d}"


@given(st.dates(date(1970, 1, 1), date(2069, 12, 31)))
def test_a_day_is_one_day_however_it_is_written(day):
    names = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    month = names.split()[day.month - 1]
    written = [
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%y}",
        f"{day:%Y-%m-%d}",
        f"{day:%d.%m.%Y} 00:00",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month.upper()} {day.year}",
    ]
    assert {Day().clean(text) for text in written} == {day.isoformat()}
    assert Day().clean(Day().render(day.isoformat())) == day.isoformat()


TITLES = {"email": ("adresse électronique", "courriel"), "name": ("nom",), "day": ("inscrit le",)}


@few
@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_headings_are_matched_once_each(titles):
    found = headings.match(titles, TITLES)
    assert [heading.title for heading in found] == [title.strip() for title in titles]
    filled = [heading.column for heading in found if heading.column]
    assert len(filled) == len(set(filled))


@few
@given(st.text(max_size=40))
def test_folding_a_heading_twice_is_folding_it_once(title):
    assert headings.fold(headings.fold(title)) == headings.fold(title)


@given(
    st.sampled_from([t for titles in TITLES.values() for t in titles]), st.sampled_from([str.upper, str.title, str])
)
def test_case_accents_and_stars_do_not_matter(title, change):
    known = next(name for name, titles in TITLES.items() if title in titles)
    written = f" {change(title).replace('é', 'e')} * (obligatoire) "
    assert [heading.column for heading in headings.match([written], TITLES)] == [known]


@given(st.text(max_size=30))
def test_protection_of_our_files_is_taken_back(text):
    from club.core.sheets.writing import neutral

    if not text.startswith("'"):
        assert headings.unprotected(neutral(text)) == text


def test_topics_have_labels_that_import_reads():
    from club.core.sheets.cells import Several

    cell = Several("sujet", Topic)
    assert cell.clean(", ".join(str(topic.label) for topic in Topic)) == [topic.value for topic in Topic]
