"""A term that a departure took back before its first day kept that one day; it keeps none."""

from typing import Any

from django.db import migrations, models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Value


def _day(column: str, days: int) -> ExpressionWrapper:
    return ExpressionWrapper(F(column) + Value(days), output_field=models.DateField())


def take_back(apps: Any, schema_editor: Any) -> None:
    departures = apps.get_model("members", "Departure").objects.filter(organisation=OuterRef("organisation"))
    terms = apps.get_model("members", "Membership").objects.filter(
        ends_on=F("starts_on"), planned_end__gt=F("ends_on")
    )
    terms = terms.annotate(next_day=_day("starts_on", 1))
    before = departures.filter(effective_on__lte=OuterRef("starts_on"))
    after = departures.filter(effective_on=OuterRef("next_day"))
    terms.filter(Exists(before)).exclude(Exists(after)).update(ends_on=_day("starts_on", -1))


class Migration(migrations.Migration):
    dependencies = [("members", "0018_let_terms_never_begin")]
    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
