"""Model fields that keep addresses in one spelling, whichever way rows are written."""

from typing import Any

from django.db import models

from members.addresses import address_hash, normalise


class AddressField(models.EmailField):
    """An e-mail address, normalised on the way to the database: lookups and writes meet."""

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return normalise(value) if isinstance(value, str) and "@" in value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = normalise(value)
            setattr(model_instance, self.attname, value)
        return value


class AddressHashField(models.CharField):
    """The keyed hash of another field's address, computed at each write (``save`` and ``bulk_create``)."""

    def __init__(self, *args: Any, of: str = "email", **kwargs: Any) -> None:
        self.of = of
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = address_hash(getattr(model_instance, self.of) or "")
        setattr(model_instance, self.attname, value)
        return value
