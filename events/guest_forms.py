"""Guests and documents of an event, as the team writes them; and what a guest answers."""

from typing import Any

from django import forms

from events.actions.inviting import Invited
from events.models import Event, EventDocument, Invitation
from events.registering_forms import UNLISTED
from members.models import User


class InvitationForm(forms.Form):
    civility = forms.ChoiceField(label="Civilité", choices=[("", "–"), *User.Civility.choices], required=False)
    first_name = forms.CharField(label="Prénom", max_length=80, required=False)
    last_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(
        label="Courriel", required=False, help_text="Sans adresse personnelle, donnez plus bas celle du cabinet."
    )
    title = forms.CharField(label="Fonction", max_length=160, required=False, help_text="Sur le badge.")
    kind = forms.ChoiceField(label="Invité comme", choices=Invitation.Kind.choices, widget=forms.RadioSelect)
    category = forms.ChoiceField(
        label="Catégorie de responsable public",
        choices=[("", "–"), *Invitation.Category.choices],
        required=False,
        help_text="Gardée pour le registre des contacts (loi n°\u00a02013-907).",
    )
    rank = forms.IntegerField(
        label="Rang protocolaire", min_value=1, max_value=999, initial=100, help_text="1 passe devant."
    )
    cabinet = forms.CharField(label="Cabinet qui répond", max_length=120, required=False)
    cabinet_email = forms.EmailField(
        label="Courriel du cabinet", required=False, help_text="L’invitation y est envoyée."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("kind", Invitation.Kind.GUEST)

    def invited(self) -> Invited:
        return Invited(**self.cleaned_data)


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(label="Genre", choices=EventDocument.Kind.choices)
    title = forms.CharField(label="Titre", max_length=110)
    reader = forms.ChoiceField(label="Lu par", choices=EventDocument.Reader.choices, widget=forms.RadioSelect)
    upload = forms.FileField(
        label="Fichier",
        required=False,
        help_text="Un PDF, 15 Mo au plus. Inutile pour une rediffusion.",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )
    link = forms.URLField(
        label="Adresse de la vidéo",
        required=False,
        max_length=400,
        assume_scheme="https",
        help_text="Pour une rediffusion, à la place du fichier. Seuls ceux qui peuvent la lire reçoivent l’adresse.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("reader", EventDocument.Reader.PARTICIPANTS)

    @property
    def refused(self) -> str:
        """The field that a refusal of the action speaks of."""
        return "link" if self.cleaned_data.get("kind") == EventDocument.Kind.REPLAY else "upload"

    def clean(self) -> dict[str, Any]:
        """A file or an address, as the kind wants; what is given for nothing is said."""
        cleaned = super().clean() or {}
        replay, upload, link = (
            cleaned.get("kind") == EventDocument.Kind.REPLAY,
            cleaned.get("upload"),
            cleaned.get("link"),
        )
        if replay and upload:
            self.add_error(
                "upload", "Une rediffusion est une adresse\u00a0: mettez le fichier en ligne sous un autre genre."
            )
        if not replay and link:
            self.add_error("link", "Cette adresse n’est gardée que pour une rediffusion\u00a0: choisissez ce genre.")
        return cleaned


class AnswerForm(forms.Form):
    represented_by = forms.CharField(
        label="Représenté(e) par", max_length=160, required=False, help_text="Si quelqu’un vient à sa place."
    )
    needs = forms.CharField(
        label="Ce qu’il faut pour venir", max_length=200, required=False, help_text="Effacé après la rencontre."
    )
    is_unlisted = forms.BooleanField(label=UNLISTED, required=False)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not event.is_listed:
            del self.fields["is_unlisted"]

    def said(self) -> dict[str, Any]:
        said = self.cleaned_data
        listed = not said.get("is_unlisted", False)
        return {"represented_by": said["represented_by"], "needs": said["needs"], "is_listed": listed}
