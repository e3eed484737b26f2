"""Articles as visitors would see them: framed beside the form, and behind a link for people without an account."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from club.core.access import staff_page
from club.core.pages import visitor_page
from club.editorial import previewing
from club.editorial.actions.writing import latest
from club.editorial.content import Content, tidy
from club.editorial.models import Article, Revision
from club.editorial.steps import SEE, WRITE
from club.editorial.typed import Editing

TEMPLATE = "editorial/console/preview.html"


def framed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that our own pages may frame."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF]})(shown))


@staff_page(SEE)
@require_safe
@framed
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What is being written, as it was last kept."""
    article = get_object_or_404(Article, pk=pk)
    revision = latest(article)
    return _page(request, article, Content.of(revision.content), str(revision))


@staff_page(WRITE)
@require_POST
@framed
def preview_typed(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the form, kept or not."""
    article = get_object_or_404(Article, pk=pk)
    editing = Editing.typed(article, Content.of(latest(article).content), request.POST)
    editing.is_valid()
    return _page(request, article, tidy(editing.content()), "tel que vous l’écrivez")


@visitor_page
@require_safe
def shared_preview(request: HttpRequest, token: str) -> HttpResponse:
    """A revision shown to whoever has its link, for a week."""
    try:
        number = previewing.shared(token)
    except previewing.Expired:
        return render(request, "editorial/public/expired.html", status=410)
    revision = Revision.objects.select_related("article").filter(pk=number).first() if number else None
    if revision is None:
        raise Http404
    return _page(request, revision.article, Content.of(revision.content), str(revision))


def _page(request: HttpRequest, article: Article, content: Content, which: str) -> HttpResponse:
    context = previewing.preview_context(article, content) | {"which": which}
    answer = render(request, TEMPLATE, context)
    answer["X-Robots-Tag"] = "noindex"
    return answer
