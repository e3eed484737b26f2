"""What staff say when they decide on a contribution."""

from typing import Any

from django import forms

from club.contributions.forms import SubmissionForm
from club.contributions.models import Submission
from club.core.audiences import Audience
from club.editorial.models.resources import OPEN_TO
from newsletters.models import Block, Issue

AUDIENCES = {
    Block.Audience.BOTH: [Audience.AMBASSADOR, Audience.EXPERT],
    Block.Audience.AMBASSADORS: [Audience.AMBASSADOR],
    Block.Audience.CHANNEL: [Audience.EXPERT],
}


class WordsForm(forms.Form):
    """To send back or to refuse: the supplier reads these words."""

    words = forms.CharField(
        label="Ce que lira le fournisseur",
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez ce que le fournisseur doit savoir."},
    )


class PlaceForm(forms.Form):
    issue = forms.ModelChoiceField(
        label="Dans le",
        queryset=Issue.objects.flash().filter(state__in=Issue.State.editable()).order_by("number"),
        empty_label=None,
        error_messages={"required": "Ouvrez d’abord un numéro de Flash info."},
    )
    beyond = forms.BooleanField(label="Même sans encart libre", required=False)


class PublishForm(forms.Form):
    audience = forms.MultipleChoiceField(
        label="Qui peut l’ouvrir",
        choices=[(audience.value, audience.label) for audience in OPEN_TO],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Dites qui peut ouvrir cette ressource."},
    )

    @classmethod
    def of(cls, submission: Submission, auto_id: str = "id_%s") -> "PublishForm":
        return cls(auto_id=auto_id, initial={"audience": AUDIENCES[Block.Audience(submission.audience)]})


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi", max_length=160, error_messages={"required": "Dites pourquoi ce contenu est retiré."}
    )


class RetouchForm(SubmissionForm):
    """The Club's own words, and what it tells the supplier of them."""

    note = forms.CharField(
        label="Ce que vous avez changé, et pourquoi",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Le fournisseur le lit à côté des deux textes.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["wished"]
        self.order_fields(["kind", "title", "text", "note"])
        if self.kept is None:
            self.fields["note"].label = "D’où viennent ces mots"
            self.fields["note"].help_text = "Le fournisseur le lit avec le texte\u00a0: « tiré de votre communiqué »."

    @classmethod
    def of(cls, submission: Submission) -> "RetouchForm":
        initial = {name: getattr(submission, name) for name in (*cls.WORDS, "expires_on")}
        return cls(initial=initial, kept=submission)
