"""A form posted twice acts once: the stored answer is replayed (rules: double post)."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from club.core.models import SubmittedForm

FIELD = "cle_formulaire"


def new_key() -> str:
    """The value of the hidden field ``cle_formulaire`` of an effectful form."""
    return str(uuid.uuid4())


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Guard an effectful POST by its hidden key; a redirect answer is stored and given again.

    The key is taken before the view acts and in the same transaction: of two posts at the same time the second
    waits for the first, then receives its answer. A refusal (any answer that is no redirect) frees the key.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if request.method != "POST" or key is None:
            return view(request, *args, **kwargs)
        actor = f"user:{request.user.pk}" if request.user.is_authenticated else "anonymous"
        try:
            with transaction.atomic():
                row = SubmittedForm.objects.create(key=key, actor=actor)
                response = view(request, *args, **kwargs)
                if isinstance(response, HttpResponseRedirect):
                    row.location = response.url
                    row.save(update_fields=["location"])
                else:
                    row.delete()
                return response
        except IntegrityError:
            stored = SubmittedForm.objects.filter(key=key, actor=actor).first()
            if stored is None or not stored.location:
                raise
            return HttpResponseRedirect(stored.location)

    return guarded


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None
