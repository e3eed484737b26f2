"""Who may open each address: one line per named URL. A URL without a line fails the suite.

``who`` is one of
- ``public``: everybody, without an account;
- ``open``: the same, staff who still lack their second factor included;
- ``signed_in``: everybody with an account;
- ``members``: those who act for a member organisation; 403 for the others;
- ``organisation``: those who act for the organisation that the address names; 404 for the others;
- ``organisation:<role>``: those of them who hold the role; 404 for the others, colleagues included;
- ``nobody``: closed until the environment opens it; 404;
- ``only:<visitor>``: that kind of person, for what is theirs; 404 for the others;
- ``staff``: the Club's team with a second factor; 404 for the others;
- ``staff:<permission>``: the same, 403 for those of the team without it.

Addresses of the accounts are in ``access_accounts``, records of the console in ``access_records``, those of members
in ``access_membership``.
"""

from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from club.demo.mailbox import Mailbox
from newsletters import links, tokens
from newsletters.models import Reactivation, ReturnedMail, SubscriptionRequest
from tests.access_contributions import CONTRIBUTIONS
from tests.access_days import DAYS
from tests.access_directory import DIRECTORY
from tests.access_documents import DOCUMENTS
from tests.access_editorial import EDITORIAL
from tests.access_events import EVENTS
from tests.access_inviting import INVITING
from tests.access_joining import JOINING
from tests.access_machines import MACHINES
from tests.access_membership import MEMBERSHIP
from tests.access_money import MONEY
from tests.access_press import PRESS
from tests.access_proposals import PROPOSALS
from tests.access_regional import REGIONAL
from tests.access_rule import BOTH, Rule
from tests.factories import (
    make_block,
    make_delivery,
    make_departement,
    make_import_run,
    make_mail,
    make_notice,
    make_sent_issue,
    make_user,
)

PAGES = (
    "club",
    "cercle",
    "partners",
    "ambassadors",
    "channel",
    "contact",
    "legal",
    "privacy",
    "accessibility",
    "who_pays",
    "members_by_kind",
)


def _demo_mail() -> dict[str, int]:
    """One mail in the demo's mailbox."""
    mailbox = Mailbox(Path(settings.DEMO_MAILBOX))
    mailbox.open()
    source = b"Subject: Bonjour\r\nContent-Type: text/html\r\n\r\n<p>Bonjour</p>\r\n"
    mail_id = mailbox.add(sender="club@club.example", recipients=["anne@tpe.example"], source=source)
    mailbox.close()
    return {"mail_id": mail_id}


def _uncertain_mail() -> dict[str, int]:
    return {"pk": make_mail(state="uncertain").pk}


def _import_run() -> dict[str, int]:
    """A file of ambassadors with one refused row, ready to be decided upon."""
    return {"pk": make_import_run("Courriel\nsans-arobase\n").pk}


FLASH_FORMS = ("details", "new_block", "press", "checks", "abandon")
FLASH_ACTS = ("order_blocks", "block_preview", "trial")
BLOCK_FORMS = ("block", "remove_block")
FLASH_STOPPING = ("pause", "resume", "cancel")

FLASH_PERSON = {
    "leave": "newsletters.change_preference",
    "return": "newsletters.change_preference",
    "suppress": "newsletters.change_suppression",
    "reactivate": "newsletters.change_suppression",
    "lift": "newsletters.change_suppression",
}


def _person() -> dict[str, int]:
    return {"pk": make_user().pk}


def _issue() -> dict[str, int]:
    return {"number": make_block().issue.number}


def _block() -> dict[str, int]:
    block = make_block()
    return {"number": block.issue.number, "pk": block.pk}


def _sent_issue() -> dict[str, int]:
    return {"number": make_sent_issue().number}


def _link() -> dict[str, str]:
    block = make_block(issue=make_sent_issue(), link_url="https://fournisseur.example/")
    return {"token": links.click_url(block.pk, 0).split("/")[-2]}


def _doubt() -> dict[str, int]:
    delivery = make_delivery(state="uncertain")
    return {"number": delivery.issue.number, "pk": delivery.pk}


def _unclear() -> dict[str, int]:
    return {"pk": ReturnedMail.objects.create(key="k", mailbox="imap", outcome="unclear", size=9).pk}


FLASH_RETURNS = (
    ("returns", "newsletters.view_issue", dict, "get"),
    ("issue_returns", "newsletters.view_issue", _sent_issue, "get"),
    ("reach", "newsletters.view_issue", _sent_issue, "get"),
    ("reach_year", "newsletters.view_issue", dict, "get"),
    ("returns_unclear", "newsletters.change_suppression", dict, "get"),
    ("returns_seen", "newsletters.change_suppression", _unclear, "post"),
)


def _flash_image() -> dict[str, str]:
    name = default_storage.save("flash/0123456789abcdef-1x1.png", ContentFile(b"x"))
    return {"name": name.removeprefix("flash/")}


def _reactivation() -> dict[str, str]:
    person = make_user()
    row = Reactivation.objects.create(contact=person, address=person.email)
    return {"token": tokens.sign(tokens.REACTIVATE, row.pk)}


def _token(purpose: str) -> dict[str, str]:
    return {"token": tokens.sign(purpose, make_delivery().pk)}


def _subscription() -> dict[str, str]:
    request = SubscriptionRequest.objects.create(address="lecteur@exemple.example")
    return {"token": tokens.sign(tokens.SUBSCRIBE, request.pk)}


def _objection() -> dict[str, str]:
    return {"token": tokens.sign(tokens.OBJECT, make_notice().pk)}


READERS = ("archive", "feed", "subscription_asked")

RULES: dict[str, Rule] = {
    **DOCUMENTS,
    **JOINING,
    **MEMBERSHIP,
    **PROPOSALS,
    **CONTRIBUTIONS,
    "public:home": Rule("public"),
    "public:place_search": Rule("public"),
    "public:places": Rule("public"),
    "public:place": Rule("public", lambda: {"code": make_departement().code}),
    **DIRECTORY,
    **MACHINES,
    **{f"public:{page}": Rule("public") for page in PAGES},
    **{f"public:flash:{page}": Rule("public") for page in READERS},
    "public:flash:subscribe": Rule("public", methods=BOTH),
    "public:flash:issue": Rule("public", _sent_issue),
    "public:flash:year": Rule("public", lambda: {"year": make_sent_issue().left_on().year}),
    "public:flash:confirm": Rule("public", _subscription, BOTH),
    "public:flash:unsubscribe": Rule("public", lambda: _token(tokens.UNSUBSCRIBE), BOTH),
    "public:flash:preferences": Rule("public", lambda: _token(tokens.PREFERENCES), BOTH),
    "public:flash:measure": Rule("public", lambda: _token(tokens.PREFERENCES), BOTH),
    "public:flash:follow": Rule("public", _link),
    "public:flash:follow_as": Rule("public", lambda: {**_link(), "reader": "de-personne"}),
    "public:flash:reactivate": Rule("public", _reactivation, BOTH),
    "public:objection": Rule("public", _objection, BOTH),
    "public:told_by_provider": Rule("nobody", lambda: {"provider": "brevo"}),
    "portal:home": Rule("signed_in"),
    "portal:flash:preferences": Rule("signed_in", methods=BOTH),
    **{f"portal:flash:{page}": Rule("signed_in", methods="post") for page in ("leave", "come", "measure")},
    "portal:profile": Rule("signed_in", methods=BOTH),
    **{f"health:{page}": Rule("open") for page in ("live", "ready", "metrics")},
    "demo:mailbox": Rule("open"),
    "demo:second_factor": Rule("open"),
    **{f"demo:{page}": Rule("open", _demo_mail) for page in ("mail", "mail_html", "mail_source")},
    "console:today": Rule("staff"),
    "console:search": Rule("staff"),
    "console:mails": Rule("staff:core.view_outboxmail"),
    "console:mail_settle": Rule("staff:core.settle_outboxmail", _uncertain_mail, "post"),
    "console:components": Rule("staff"),
    "console:imports": Rule("staff:members.import_people"),
    "console:import_new": Rule("staff:members.import_people", methods=BOTH),
    "console:import_model": Rule("staff:members.import_people", lambda: {"kind": "experts", "file_kind": "csv"}),
    "console:import": Rule("staff:members.import_people", _import_run),
    "console:import_confirm": Rule("staff:members.import_people", _import_run, "post"),
    "console:import_cancel": Rule("staff:members.import_people", _import_run, "post"),
    "console:person_told": Rule("staff:members.change_user", lambda: {"pk": make_notice().person_id}, "post"),
    "console:ambassadors": Rule("staff:ambassadors.view_ambassador"),
    "console:experts": Rule("staff:channel.view_expert"),
    "console:export": Rule("staff:members.export_people", lambda: {"kind": "ambassadeurs"}, BOTH, proof=True),
    "console:import_refused": Rule("staff:members.import_people", lambda: {**_import_run(), "file_kind": "csv"}),
    "media:image": Rule("public", _flash_image),
    "console:flash:issues": Rule("staff:newsletters.view_issue"),
    "console:flash:new_issue": Rule("staff:newsletters.change_issue", methods=BOTH),
    "console:flash:compose": Rule("staff:newsletters.view_issue", _issue),
    "console:flash:preview": Rule("staff:newsletters.view_issue", _issue),
    **{f"console:flash:{page}": Rule("staff:newsletters.change_issue", _issue, BOTH) for page in FLASH_FORMS},
    **{f"console:flash:{page}": Rule("staff:newsletters.change_issue", _issue, "post") for page in FLASH_ACTS},
    **{f"console:flash:{page}": Rule("staff:newsletters.change_issue", _block, BOTH) for page in BLOCK_FORMS},
    "console:flash:move_block": Rule("staff:newsletters.change_issue", _block, "post"),
    "console:flash:approve": Rule("staff:newsletters.approve_issue", _issue, BOTH),
    "console:flash:withdraw": Rule("staff:newsletters.approve_issue", _issue, "post"),
    "console:flash:schedule": Rule("staff:newsletters.send_issue", _issue, BOTH),
    "console:flash:unschedule": Rule("staff:newsletters.send_issue", _issue, "post"),
    **{f"console:flash:person_{step}": Rule(f"staff:{power}", _person, BOTH) for step, power in FLASH_PERSON.items()},
    **{f"console:flash:{page}": Rule(f"staff:{who}", make, how) for page, who, make, how in FLASH_RETURNS},
    "console:flash:why": Rule("staff:newsletters.view_issue"),
    "console:flash:watch": Rule("staff:newsletters.view_issue", _sent_issue),
    "console:flash:certificate": Rule("staff:newsletters.view_issue", _sent_issue),
    **{f"console:flash:{page}": Rule("staff:newsletters.send_issue", _sent_issue, BOTH) for page in FLASH_STOPPING},
    "console:flash:doubts": Rule("staff:newsletters.send_issue", _sent_issue),
    "console:flash:settle": Rule("staff:newsletters.send_issue", _doubt, "post"),
    **MONEY,
    **EDITORIAL,
    **PRESS,
    **DAYS,
    **EVENTS,
    **INVITING,
    **REGIONAL,
}
