"""What staff decide about an application, and how they follow a prospect."""

from typing import Any

from django import forms
from django.utils import timezone

from club.core.lists import ListFilter, choice
from members.duplicates import Likeness
from members.models import Application, Organisation

NEW = "nouvelle"
BODY = "Bureau"


class ApplicationFilter(ListFilter):
    state = choice("État", lambda: [("cours", "en cours"), *Application.State.choices, ("toutes", "toutes")])
    side = choice("Côté", lambda: list(Organisation.Side.choices), every="les deux")
    useful = {"state": "cours"}

    def narrow(self, rows: Any) -> Any:
        state = self.chosen("state")
        if state in ("", "cours"):
            rows = rows.in_progress()
        elif state != "toutes":
            rows = rows.filter(state=state)
        if self.chosen("side"):
            rows = rows.filter(side=self.chosen("side"))
        return rows.filter(name__icontains=self.chosen("q")) if self.chosen("q") else rows


class _Decision(forms.Form):
    body = forms.CharField(label="Organe qui a décidé", max_length=80, initial=BODY)
    on = forms.DateField(
        label="Décision du",
        initial=timezone.localdate,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )


class AdmitForm(_Decision):
    organisation = forms.ChoiceField(label="Dans le fichier du Club", widget=forms.RadioSelect)
    field_order = ["organisation", "body", "on"]

    def __init__(self, *args: Any, application: Application, likely: list[Likeness], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(likeness.organisation.pk): likeness.organisation for likeness in likely}
        if application.organisation:
            self.known = {str(application.organisation_id): application.organisation} | self.known
        choices = [(pk, f"c’est {row.name}, déjà connue") for pk, row in self.known.items()]
        if not application.organisation:
            choices.append((NEW, "une nouvelle organisation"))
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]
        self.initial["organisation"] = choices[0][0]

    def chosen(self) -> Organisation | None:
        return self.known.get(self.cleaned_data["organisation"])

    def fields_of_action(self) -> dict[str, Any]:
        return {"body": self.cleaned_data["body"], "on": self.cleaned_data["on"], "organisation": self.chosen()}


class ChangesForm(forms.Form):
    said = forms.CharField(
        label="Ce qui est à compléter",
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Le demandeur lit ces mots, par courriel et sur sa page.",
    )

    def fields_of_action(self) -> dict[str, Any]:
        return self.cleaned_data


class RefuseForm(_Decision):
    reason = forms.CharField(
        label="Motif, interne", max_length=2000, widget=forms.Textarea({"rows": 3}), help_text="Il reste au Club."
    )
    released = forms.CharField(
        label="Motif communiqué au demandeur", max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )
    field_order = ["body", "on", "reason", "released"]

    def fields_of_action(self) -> dict[str, Any]:
        return self.cleaned_data


class LinkForm(forms.Form):
    """The organisation of the file that staff recognised."""

    organisation = forms.ModelChoiceField(Organisation.objects.all())

    def fields_of_action(self) -> dict[str, Any]:
        return self.cleaned_data


class CloseForm(forms.Form):
    """Nothing to say: the request is given up."""

    def fields_of_action(self) -> dict[str, Any]:
        return {}
