"""Forms of the editors; they check what was typed and give what the actions take."""

from django import forms


class EditionForm(forms.Form):
    file = forms.FileField(
        label="Fichier",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        help_text="PDF, 15 Mo au plus.",
    )
    changes = forms.CharField(
        label="Ce qui change",
        max_length=300,
        required=False,
        help_text="Pour ceux qui ont lu l’édition précédente. Inutile pour la première.",
    )
