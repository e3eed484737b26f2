"""The demo's mailbox: every mail the platform sends ends here, for whoever runs the demo."""

import time
from pathlib import Path
from urllib.parse import urlencode

from allauth.mfa import app_settings as mfa
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from club.demo import accounts
from club.demo.examples.statement import statement as written_statement
from club.demo.mailbox import Mail, Mailbox
from club.demo.messages import Reading
from members.accounts import current_totp

PER_PAGE = 50
PARTS = {"html": "Mis en page", "text": "Texte", "source": "Source"}
# A mail brings its own style and opens its links in a new tab; it runs no script and sends no form.
MAIL_POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "form-action": ["'none'"],
    "img-src": ["'self'", "data:"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


@login_not_required
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    box, search = _box(), request.GET.get("a", "").strip()
    page = _whole_number(request.GET.get("page"), default=1)
    total = box.count(search)
    mails = [Reading(mail) for mail in box.newest(search=search, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)]
    first = (page - 1) * PER_PAGE + 1
    context = {
        "mails": mails,
        "search": search,
        "total": total,
        "shown": f"{first} à {first + len(mails) - 1} sur {total}" if mails else "",
        "previous_url": _page_url(search, page - 1) if page > 1 else "",
        "next_url": _page_url(search, page + 1) if page * PER_PAGE < total else "",
    }
    return render(request, "demo/mailbox.html", context)


@login_not_required
@require_safe
def mail(request: HttpRequest, mail_id: int) -> HttpResponse:
    reading = Reading(_mail(mail_id))
    parts = [name for name in PARTS if name == "source" or getattr(reading, name)]
    wanted = request.GET.get("partie")
    shown = wanted if wanted in parts else parts[0]
    tabs = [(PARTS[name], f"?partie={name}", name == shown) for name in parts]
    return render(request, "demo/mail.html", {"reading": reading, "shown": shown, "tabs": tabs})


@login_not_required
@require_safe
@xframe_options_sameorigin
@csp_replace(MAIL_POLICY)
def mail_html(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The HTML part alone, as its reader gets it, inside the frame of ``mail``."""
    html = Reading(_mail(mail_id)).html
    return HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))


@login_not_required
@require_safe
def mail_source(request: HttpRequest, mail_id: int) -> HttpResponse:
    """The exact bytes that arrived, as a file that any mail program opens."""
    name = f"courriel-{mail_id}.eml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(_mail(mail_id).source, content_type="message/rfc822", headers=headers)


@login_not_required
@require_safe
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """What an authenticator app of the demo's staff would show now."""
    seconds = mfa.TOTP_PERIOD - int(time.time()) % mfa.TOTP_PERIOD
    context = {"code": current_totp(accounts.TOTP_SECRET), "seconds": seconds, "secret": accounts.TOTP_SECRET}
    return render(request, "demo/second_factor.html", context)


@login_not_required
@require_safe
@never_cache
def statement(request: HttpRequest) -> HttpResponse:
    """A statement of the bank that pays what the demo's members owe now, to import in the console."""
    today = timezone.localdate()
    headers = {"Content-Disposition": f'attachment; filename="releve-demonstration-{today:%Y-%m-%d}.xml"'}
    content = written_statement(today=today, account=settings.SELLER["iban"])
    return HttpResponse(content, content_type="application/xml", headers=headers)


for view in (mailbox, mail, mail_html, mail_source, second_factor, statement):
    view.access_rule = "open"


def _box() -> Mailbox:
    return Mailbox(Path(settings.DEMO_MAILBOX))


def _mail(mail_id: int) -> Mail:
    found = _box().get(mail_id)
    if found is None:
        raise Http404("Ce courriel n’existe pas, ou plus.")
    return found


def _page_url(search: str, page: int) -> str:
    return "?" + urlencode({"a": search, "page": page} if search else {"page": page})


def _whole_number(raw: str | None, *, default: int) -> int:
    return max(1, int(raw)) if raw and raw.isdecimal() and len(raw) < 8 else default
