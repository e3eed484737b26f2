"""The place field of forms: type a place, with suggestions where scripts run; without, the answer is a choice.

``PlaceField()`` takes any level, ``PlaceField(kinds=[Kind.COMMUNE])`` communes alone; ``cleaned_data`` holds a
``Place`` or None. What was typed always comes back.
"""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from club.core.places import ALL, Kind, Place, of_key, resolve

UNKNOWN = "Nous ne trouvons pas « %(text)s ». Essayez un code postal, ou le nom d’une commune voisine."
CHOOSE = "Plusieurs lieux répondent à « %(text)s » : choisissez le vôtre."


class PlaceInput(forms.Widget):
    """Posts what was typed, the key of the place chosen, and the text for which it was offered."""

    template_name = "ui/place_input.html"
    candidates: Collection[Place] = ()

    def __init__(self, kinds: Collection[Kind] = ALL, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.kinds = tuple(kinds)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str, str]:
        typed = data.get(name, "").strip()[:80]
        return typed, data.get(f"{name}_cle", ""), data.get(f"{name}_demande", "")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        typed, key = (value.label, value.key) if isinstance(value, Place) else (value or ("", ""))[:2]
        kinds = ",".join(kind.value for kind in self.kinds)
        context["widget"] |= {
            "typed": typed,
            "key": key,
            "candidates": self.candidates,
            "address": f"{reverse('public:places')}?genres={kinds}",
        }
        return context


class PlaceField(forms.Field):
    default_error_messages = {"unknown": UNKNOWN, "choose": CHOOSE}

    def __init__(self, *, kinds: Collection[Kind] = ALL, **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        super().__init__(widget=PlaceInput(self.kinds), **kwargs)

    def clean(self, value: Any) -> Place | None:
        typed, key, offered_for = value or ("", "", "")
        if not typed:
            return super().clean(None)
        chosen = of_key(key, self.kinds) if key else None
        if chosen and typed in (chosen.label, offered_for):
            return chosen
        found = resolve(typed, kinds=self.kinds)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"text": typed})
        self.widget.candidates = found
        raise ValidationError(self.error_messages["choose"], code="choose", params={"text": typed})

    def has_changed(self, initial: Any, data: Any) -> bool:
        typed, key, _ = data or ("", "", "")
        return (initial.key if initial else "") != key or (initial.label if initial else "") != typed
