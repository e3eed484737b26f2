"""What the door sends: a name touched, a badge read, somebody who comes unannounced; why an entry is taken back."""

from typing import Any

from django import forms

from events.models import Side


class EntryForm(forms.Form):
    """One entry, from the page itself or from a telephone that kept it: ``key`` and ``at`` are the telephone’s."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    registration = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    badge = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)


class VisitorForm(EntryForm):
    """Somebody who comes without being registered."""

    last_name = forms.CharField(label="Nom", max_length=80)
    first_name = forms.CharField(label="Prénom", required=False, max_length=80)
    structure = forms.CharField(label="Organisation", required=False, max_length=160)
    email = forms.EmailField(
        label="Adresse électronique",
        required=False,
        max_length=254,
        help_text="Pour la reconnaître, et lui écrire après la rencontre.",
    )
    side = forms.ChoiceField(label="Vient comme", choices=Side.choices, initial=Side.GUEST)


def form_of(data: Any) -> EntryForm:
    """The form that fits what was sent: a name or a badge, else a visitor."""
    return (EntryForm if data.get("registration") or data.get("badge") else VisitorForm)(data)


class UndoForm(forms.Form):
    reason = forms.CharField(label="Pourquoi", max_length=200, help_text="Par exemple\u00a0: nom touché par erreur.")
