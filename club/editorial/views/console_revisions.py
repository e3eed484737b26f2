"""The versions of an article: who wrote which, what changed between two, and an old one taken up again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.idempotency import once
from club.core.paging import page_of
from club.editorial.actions import writing
from club.editorial.comparing import compare
from club.editorial.content import Content
from club.editorial.errors import EditorialError
from club.editorial.forms import SeenForm
from club.editorial.models import Article, Revision
from club.editorial.previewing import share_link
from club.editorial.steps import SEE, WRITE


@staff_page(SEE)
@require_safe
def revisions(request: HttpRequest, pk: int) -> HttpResponse:
    """``a``: the version to look at; ``de``: the one to compare it with, the one before unless said."""
    article = get_object_or_404(Article, pk=pk)
    rows = Revision.objects.filter(article=article).select_related("by")
    page = page_of(rows.defer("content"), request, key="-number", size=15)
    context = {
        "article": article,
        "page": page,
        "last": writing.latest(article),
        **_compared(request, article),
    }
    return render(request, "editorial/console/revisions.html", context)


def _compared(request: HttpRequest, article: Article) -> dict[str, Any]:
    after = _revision(request, article, "a")
    if after is None:
        return {}
    before = _revision(request, article, "de")
    if before is None:
        before = Revision.objects.filter(article=article, number=after.number - 1).first()
    if before is None:
        return {"after": after}
    compared = compare(Content.of(before.content), Content.of(after.content))
    return {"before": before, "after": after, "compared": compared}


def _revision(request: HttpRequest, article: Article, name: str) -> Revision | None:
    text = request.GET.get(name, "")
    if not text.isdecimal() or len(text) > 6:
        return None
    return Revision.objects.select_related("by").filter(article=article, number=int(text)).first()


@staff_page(SEE)
@require_safe
def share(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Opens a version by a fresh link, which may be sent to somebody without an account."""
    revision = get_object_or_404(Revision.objects.defer("content"), article=pk, number=number)
    return redirect(share_link(revision))


@staff_page(WRITE)
@require_POST
@once
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    old = get_object_or_404(Revision.objects.select_related("article"), article=pk, number=number)
    form = SeenForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Rechargez la page des versions, puis recommencez.")
        return redirect("console:articles:revisions", pk)
    try:
        writing.restore(article=old.article, number=number, seen=form.cleaned_data["seen"], by=request.user)
    except writing.Conflict as conflict:
        messages.error(request, f"{conflict.theirs.by} vient d’écrire dans cet article\u00a0: relisez-le d’abord.")
        return redirect("console:articles:revisions", pk)
    except EditorialError as error:
        messages.error(request, str(error))
        return redirect("console:articles:revisions", pk)
    messages.success(request, f"La version {number} est reprise. Ce qui a été écrit depuis reste parmi les versions.")
    return redirect("console:articles:edit", pk)
