"""Days in words: the first of a month is « 1er », and nothing else changes."""

from datetime import date, datetime

import pytest
from django.template import Context, Template

from club.core.days import date_format, first_of_month


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 5, 1), "1er mai 2026"), (date(2026, 5, 11), "11 mai 2026"), (date(2026, 8, 21), "21 août 2026")],
)
def test_first_of_the_month_is_said_in_french(day: date, words: str) -> None:
    assert date_format(day) == words
    assert Template('{{ day|date:"j F Y" }}').render(Context({"day": day})) == words


def test_other_formats_are_left_alone() -> None:
    assert date_format(datetime(2026, 1, 1, 9, 5), "Y-m-d H:i") == "2026-01-01 09:05"
    second = datetime(2026, 1, 1, 9, 5, 7, 123456)
    assert Template("{{ at|date:'c' }}").render(Context({"at": second})) == "2026-01-01T09:05:07"  # HTML's datetime
    assert first_of_month("lundi 1\u00a0mai") == "lundi 1er\u00a0mai"
    assert first_of_month("lundi 1 mai, 21 mai et 0,1 mai") == "lundi 1er mai, 21 mai et 0,1 mai"
    assert Template('{{ nothing|date:"j F" }}').render(Context({"nothing": None})) == ""
