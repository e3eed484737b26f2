"""Cards read lines that a statement written once gives: they say what the rows of the ORM say, of the same people."""

import json
from typing import Any

import pytest

from ambassadors import directory as advisers
from ambassadors.models import Ambassador
from channel import directory as firms
from channel.models import Expert
from club.core.written import Told, read
from tests.directory_factories import make_adviser, make_check
from tests.factories import make_ambassador, make_commune, make_expert, make_organisation

pytestmark = pytest.mark.django_db


def lines_of(told: Told[Any]) -> dict[int, Any]:
    return {values[0]: told.line(*values) for values in read(told.statement)}


def test_line_of_a_firm_says_what_its_row_says() -> None:
    full = make_expert(commune=make_commune(), specialities=["website", "data"], area=["53", "72"])
    full.brands.add(*(make_organisation() for _ in range(2)))
    for day in (1, 2):
        make_check(expert=full, on=f"2026-11-0{day}", passed=day == 1)
    bare = make_expert(presentation="Une échoppe")
    make_expert(shown=False)
    lines = lines_of(firms.LINES)
    assert set(lines) == {full.pk, bare.pk}
    for row in firms.told():
        line = lines[row.pk]
        told = (row.name, row.kind, row.specialities, row.presentation, row.area, row.departement_id)
        assert line[1:7] == told
        assert line.departement_name == row.departement.name
        assert line.commune == (row.commune.name if row.commune else None)
        assert (line.brand_names, [json.loads(check) for check in line.noted]) == (row.brand_names, row.noted)


def test_line_of_an_adviser_says_what_its_row_says() -> None:
    people = [make_adviser(commune=make_commune(), topics=["website"]), make_adviser(["name"]), make_ambassador()]
    lines = lines_of(advisers.LINES)
    assert lines == {row.pk: advisers.line_of(row) for row in advisers.told()}
    assert set(lines) == {row.pk for row in people[:2]}


def test_statement_written_once_follows_the_rows() -> None:
    """Nothing of the rows is kept: who leaves, or withdraws, is not told a moment later."""
    make_expert(), make_adviser()
    assert (len(lines_of(firms.LINES)), len(lines_of(advisers.LINES))) == (1, 1)
    Expert.objects.update(state="left")
    Ambassador.objects.update(listed_name="")
    assert (lines_of(firms.LINES), lines_of(advisers.LINES)) == ({}, {})


def test_base_copies_the_brands_whatever_writes_them() -> None:
    """Searches by brand read the copy: it must say what the firm carries, after a save of a row read before too."""
    first, second = make_expert(), make_expert()
    orange, rose, vert = (make_organisation() for _ in range(3))
    links = Expert.brands.through.objects

    def carried() -> list[list[int]]:
        copies = [list(row.carried) for row in Expert.objects.order_by("pk")]
        assert copies == [sorted(row.brands.values_list("pk", flat=True)) for row in Expert.objects.order_by("pk")]
        return copies

    stale = Expert.objects.get(pk=first.pk)
    first.brands.add(orange, rose)
    stale.name = "Renommée"
    stale.save()
    assert carried() == [[orange.pk, rose.pk], []]
    links.bulk_create([links.model(expert=second, organisation=brand) for brand in (rose, vert)])
    links.filter(organisation=orange).update(organisation=vert)
    links.filter(expert=first, organisation=rose).update(expert=make_expert())
    assert carried() == [[vert.pk], [rose.pk, vert.pk], [rose.pk]]
    rose.experts.clear()
    second.brands.set([orange])
    Expert.objects.filter(pk=first.pk).update(carried=[])
    assert carried() == [[vert.pk], [orange.pk], []]
