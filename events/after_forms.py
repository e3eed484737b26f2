"""What somebody who came says afterwards."""

from django import forms

from events.models import Registration

NOTES = [(5, "5, très utile"), (4, "4"), (3, "3"), (2, "2"), (1, "1, pas utile")]
LONG = {"widget": forms.Textarea(attrs={"rows": 3}), "max_length": 500, "required": False}


class FeedbackForm(forms.Form):
    note = forms.TypedChoiceField(
        label="Cette rencontre vous a-t-elle été utile\u00a0?", choices=NOTES, coerce=int, widget=forms.RadioSelect
    )
    takes = forms.CharField(label="Ce que j’emporte", **LONG)  # type: ignore[arg-type]
    missed = forms.CharField(label="Ce qui a manqué", **LONG)  # type: ignore[arg-type]


class ContactsForm(forms.Form):
    """``met``: those who were there; those who already said yes too are no longer a question."""

    wanted = forms.TypedMultipleChoiceField(
        label="Avec qui\u00a0?", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, met: list[Registration], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        names = [(row.pk, f"{row.person}, {row.structure or row.get_side_display()}") for row in met]
        self.fields["wanted"].choices = names  # type: ignore[attr-defined]
