"""Records of the console as a browser sends them back."""

from typing import Any

from django.test import Client


def opened(client: Client, address: str) -> dict[str, Any]:
    """The fields of the record's page, as loaded; its rows inside included."""
    context = client.get(address).context
    data = _values(context["adminform"].form) | {"_vu": context["seal"]}
    for wrapped in context["inline_admin_formsets"]:
        formset = wrapped.formset
        data |= _values(formset.management_form)
        for form in formset.initial_forms:
            data |= _values(form)
    return data


def _values(form: Any) -> dict[str, Any]:
    """Empty ones and unticked boxes are left out, as a browser does; several values of one name are a list."""
    values = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, list):
            value = [getattr(part, "pk", part) for part in value]
        if value is not None and value is not False and value != "":
            values[bound.html_name] = "on" if value is True else value
    return values
