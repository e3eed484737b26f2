"""The message as it will be read: the one place where a mail's own styles are allowed, in a sandboxed frame."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from club.core import images
from club.core.access import staff_page
from newsletters import access
from newsletters.forms import BlockForm
from newsletters.models import Block, Issue
from newsletters.rendering.compose import compose
from newsletters.rendering.content import Content
from newsletters.rendering.slots import Slot, fill

MAIL_FRAME = {
    "default-src": [NONE],
    "img-src": [SELF],
    "style-src": [UNSAFE_INLINE],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups"],
    **dict.fromkeys(("script-src", "font-src", "connect-src", "object-src")),  # left to default-src: nothing
}


def mail_frame(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that is a mail: no script, no form, its inline styles, framed by our own pages only."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return xframe_options_sameorigin(csp_replace(MAIL_FRAME)(framed))


@staff_page(access.SEE)
@require_safe
@mail_frame
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """The fullest version, as ``mode`` shows it: desktop, mobile, text or bare (images off)."""
    issue = get_object_or_404(Issue, number=number)
    content = compose(issue, issue.blocks.select_related("supplier").in_order())
    return HttpResponse(shown(content, request.GET.get("mode", ""), request.user.first_name))


@staff_page(access.WRITE)
@require_POST
@mail_frame
def block_preview(request: HttpRequest, number: int) -> HttpResponse:
    """One block as it stands in the form, written or not; a new image shows once it is saved."""
    issue = get_object_or_404(Issue, number=number)
    saved = Block.objects.filter(issue=issue, pk=request.POST.get("encart") or None).first()
    form = BlockForm(request.POST, kept=saved)
    form.full_clean()
    typed = {name: form.cleaned_data[name] for name in ("supplier", "kind") if name in form.cleaned_data}
    words = {
        name: form.data.get(name, "") for name in ("title", "text", "sponsored_label", "link_label", "image_alt")
    }
    link = form.cleaned_data.get("link_url", "")
    draft = Block(pk=0, image=saved.image if saved else "", link_url=link, **typed, **words)
    return HttpResponse(shown(compose(issue, [draft]), request.GET.get("mode", ""), request.user.first_name))


def shown(content: Content, mode: str, first_name: str) -> str:
    """The page of one recipient whose personal links lead nowhere."""
    values = {
        Slot.GREETING: f"Bonjour {first_name}," if first_name else "Bonjour,",
        Slot.UNSUBSCRIBE_URL: "#",
        Slot.PREFERENCES_URL: "#",
        Slot.INVITATION_URL: "#",
    }
    if mode == "text":
        words = fill(content.text, values, html=False)
        return format_html(
            '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Version texte</title></head>'
            '<body style="margin: 20px; color: #12211c"><pre style="{}">{}</pre></body></html>',
            "font: 15px/1.5 monospace; white-space: pre-wrap",
            words,
        )
    html = fill(content.html, values, html=True).replace(f'src="{settings.SITE_URL}/', 'src="/')
    if mode == "bare":
        html = re.sub(r'(<img[^>]*?) src="[^"]*"', r"\1", html)
    return html.replace("<head>", '<head><base target="_blank">', 1)


@login_not_required
@require_safe
def image(request: HttpRequest, name: str) -> FileResponse:
    """An image of a message: public like the message, its name says its content and never serves another."""
    return images.answer("flash", name)
