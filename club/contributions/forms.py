"""The form of a contribution; it checks what was typed and gives what the actions take."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from club.contributions.actions.writing import fingerprint, store_file
from club.contributions.content import TYPESET, Content, typeset
from club.contributions.errors import ContributionError
from club.contributions.models import Submission
from club.core.days import date_format
from newsletters.actions.scheduling import slots_ahead
from newsletters.forms import InsertForm
from newsletters.models import Block, Slot


class SlotField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"Flash info du {date_format(timezone.localtime(obj.due_at), 'l j F')}"


class WantedField(forms.CharField):
    """Asked for, though a draft may lack it: handing in says so."""

    def validate(self, value: str) -> None:
        """Nothing is too little for a draft."""


class SubmissionForm(InsertForm):
    title = WantedField(label="Titre", max_length=80)
    kind = forms.ChoiceField(label="Genre", choices=Submission.Kind.choices)
    audience = forms.ChoiceField(
        label="À qui vous adressez-vous",
        choices=[
            (Block.Audience.BOTH, "Conseillers et revendeurs"),
            (Block.Audience.AMBASSADORS, "Conseillers du Forum des ambassadeurs"),
            (Block.Audience.CHANNEL, "Revendeurs et agences web du Channel"),
        ],
        widget=forms.RadioSelect,
        initial=Block.Audience.BOTH,
    )
    file = forms.FileField(
        label="Document",
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text="Un PDF, 15 Mo au plus\u00a0: communiqué, fiche technique, livre blanc.",
    )
    remove_file = forms.BooleanField(label="Retirer le document", required=False)
    wished = SlotField(
        label="Parution souhaitée", queryset=Slot.objects.none(), required=False, empty_label="Dès que possible"
    )
    expires_on = forms.DateField(
        label="N’a plus cours après le",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="Pour une offre qui a une fin.",
    )

    WORDS = tuple(name for name in Submission.CONTENT if name not in ("image", "file", "file_name", "expires_on"))

    def __init__(self, data: Any = None, *args: Any, kept: Submission | None = None, **kwargs: Any) -> None:
        """Lengths are judged on the words as they will be kept: cleaned, with French typography."""
        if data is not None:
            data = data.copy()
            for name in TYPESET:
                data[name] = typeset(data.get(name, ""))
        super().__init__(data, *args, kept=kept, **kwargs)
        self.fields["wished"].queryset = slots_ahead()  # type: ignore[attr-defined]
        self.kept = kept
        self.kept_file = (kept.file.name or "", kept.file_name) if kept else ("", "")
        if not self.kept_file[0]:
            del self.fields["remove_file"]

    @classmethod
    def of(cls, submission: Submission) -> "SubmissionForm":
        names = (*cls.WORDS, "expires_on", "wished")
        initial = {name: getattr(submission, name) for name in names}
        return cls(initial=initial | {"seen": fingerprint(submission)}, kept=submission)

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if day and day < timezone.localdate():
            raise ValidationError("Cette date est passée.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        day, wished = data.get("expires_on"), data.get("wished")
        if day and wished and day < timezone.localdate(wished.due_at):
            self.add_error("expires_on", "Ce contenu n’aurait plus cours le jour de la parution souhaitée.")
        return data

    def clean_file(self) -> tuple[str, str] | None:
        upload = self.cleaned_data.get("file")
        if not upload:
            return None
        try:
            return store_file(upload), upload.name[-120:]
        except ContributionError as error:
            raise ValidationError(str(error)) from error

    def content(self) -> Content:
        data = self.cleaned_data
        file, name = data["file"] or (("", "") if data.get("remove_file") else self.kept_file)
        return Content(
            image=self.image_name(),
            file=file,
            file_name=name,
            expires_on=data["expires_on"],
            **{word: data[word] for word in self.WORDS},
        )
