"""How staff follow prospects: whom, what was said, what comes next, the application made from it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from club.core.errors import ClubError
from club.core.lists import Choices, ListFilter, choice, remembered
from members import numbers
from members.joining_forms import KINDS
from members.models import Membership, Organisation, Prospect, User

OPEN, DUE = "ouvertes", "a_faire"
DAY = {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d"), "input_formats": ["%Y-%m-%d", "%d/%m/%Y"]}


def owners() -> Choices:
    return remembered(
        "owners", lambda: [(str(u.pk), str(u)) for u in User.objects.filter(pk__in=Prospect.objects.values("owner"))]
    )


class ProspectFilter(ListFilter):
    stage = choice(
        "Étape",
        lambda: [(OPEN, "en cours"), (DUE, "action à faire"), *Prospect.Stage.choices, ("toutes", "toutes")],
    )
    owner = choice("Suivie par", owners, every="tout le monde")
    useful = {"stage": OPEN}

    def narrow(self, rows: Any) -> Any:
        stage = self.chosen("stage")
        if stage in ("", OPEN, DUE):
            rows = rows.open()
        elif stage != "toutes":
            rows = rows.filter(stage=stage)
        if stage == DUE:
            rows = rows.filter(next_on__lte=timezone.localdate())
        if self.chosen("owner"):
            rows = rows.filter(owner=self.chosen("owner"))
        if self.chosen("q"):
            rows = rows.filter(organisation__in=Organisation.objects.search(self.chosen("q")))
        return rows


class NewProspectForm(forms.Form):
    """An organisation by its name; one that the Club may know already is offered before another is made."""

    name = forms.CharField(label="Organisation", max_length=120)
    kind = forms.ChoiceField(label="Genre", choices=KINDS)
    number = forms.CharField(label="SIREN, RNA ou TVA étrangère", max_length=30, required=False)
    website = forms.URLField(label="Site", required=False, assume_scheme="https")
    source = forms.CharField(label="D’où elle vient", max_length=120, required=False)
    expected = forms.DecimalField(
        label="Cotisation espérée (€ HT par an)", max_digits=9, decimal_places=2, min_value=0, initial=6000
    )

    def clean_number(self) -> numbers.Number:
        text = self.cleaned_data["number"]
        try:
            return numbers.read(text) if text else numbers.Number()
        except ClubError as error:
            raise ValidationError(str(error)) from error


class NoteForm(forms.Form):
    text = forms.CharField(label="Ce qui s’est dit", max_length=2000, widget=forms.Textarea({"rows": 4}))
    said_on = forms.DateField(label="Le", initial=timezone.localdate, **DAY)


class PlanForm(forms.ModelForm):
    class Meta:
        model = Prospect
        fields = ["next_action", "next_on", "stage", "expected", "owner", "sponsor", "source", "lost_reason"]
        widgets = {"next_on": DAY["widget"]}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.staff()  # type: ignore[attr-defined]
        members = Q(pk__in=Membership.objects.running().values("organisation")) | Q(pk=self.instance.sponsor_id)
        sponsors = Organisation.objects.filter(members).exclude(pk=self.instance.organisation_id)
        self.fields["sponsor"].queryset = sponsors  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """The action writes, and refuses with its own words."""


class ApplyForm(forms.Form):
    contact_email = forms.EmailField(
        label="Adresse du futur membre",
        required=False,
        max_length=254,
        help_text="Il y reçoit le lien de sa demande, déjà remplie avec ce que nous savons.",
    )
