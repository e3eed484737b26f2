"""Input checks of people and organisations."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from club.core.sheets.columns import SheetResource, resources
from club.core.sheets.guard import MAX_BYTES, MAX_ROWS, MEGABYTE, FileRefused, preflight


class ImportForm(forms.Form):
    """What is sent, what it holds, who gave it and when: the last two are kept on each person it brings."""

    kind = forms.ChoiceField(label="Ce que contient le fichier", widget=forms.RadioSelect)
    file = forms.FileField(
        label="Fichier",
        help_text=(
            f"CSV ou classeur Excel (.xlsx), {MAX_BYTES // MEGABYTE} Mo et {MAX_ROWS // 1000} 000 lignes au plus. "
            "Une ligne par personne, les titres de colonnes en haut."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )
    source_label = forms.CharField(
        label="D’où vient ce fichier",
        max_length=120,
        help_text="Par exemple : fichier remis par la CCI de la Mayenne, Mme Martin. Chacun pourra le savoir.",
    )
    collected_on = forms.DateField(
        label="Recueilli le",
        initial=timezone.localdate,
        help_text="Les personnes nouvelles sont à informer dans le mois qui suit (RGPD, art. 14).",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(slug, resource.label) for slug, resource in resources().items()]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            preflight(file)
        except FileRefused as refused:
            raise ValidationError(str(refused)) from refused
        return file

    def clean_collected_on(self) -> date:
        day = self.cleaned_data["collected_on"]
        if day > timezone.localdate():
            raise ValidationError("Cette date est à venir.")
        return day


class ExportForm(forms.Form):
    """Which columns, in which format."""

    columns = forms.MultipleChoiceField(label="Colonnes", widget=forms.CheckboxSelectMultiple)
    file_kind = forms.ChoiceField(
        label="Format", choices=[("xlsx", "classeur Excel (.xlsx)"), ("csv", "CSV")], widget=forms.RadioSelect
    )

    def __init__(self, resource: SheetResource, *args: Any, **kwargs: Any) -> None:
        choices = [(name, column.title) for name, column in resource.export_columns().items()]
        initial = {"columns": [name for name, _ in choices], "file_kind": "xlsx"}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["columns"].choices = choices
