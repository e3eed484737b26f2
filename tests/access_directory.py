"""Who may open the addresses of the public directory, and what the portal and the console say of it."""

from typing import Any

from channel.emails import CLAIM
from channel.models import ExpertContact
from club.core import tokens
from members.emails import ENQUIRY
from tests.access_rule import BOTH, Rule
from tests.directory_factories import make_adviser, make_claim, make_enquiry, make_report
from tests.factories import make_departement, make_expert, make_expert_contact

STAFF = "staff:channel.change_expert"


def _expert() -> dict[str, str]:
    return {"slug": make_expert().slug}


def _adviser() -> dict[str, str]:
    return {"slug": make_adviser().slug}


def _relayed() -> dict[str, str]:
    return {"kind": "conseillers", **_adviser()}


def _own_firm() -> dict[str, Any]:
    """That of the visitor "expert", who came first."""
    contact = ExpertContact.objects.order_by("pk").first() or make_expert_contact()
    return {"pk": contact.expert_id}


DIRECTORY: dict[str, Rule] = {
    "public:directory:search": Rule("public"),
    "public:directory:departement": Rule("public", lambda: {"code": make_departement().code}),
    "public:directory:speciality": Rule("public", lambda: {"slug": "site-web"}),
    "public:directory:expert": Rule("public", _expert),
    "public:directory:adviser": Rule("public", _adviser),
    "public:directory:contact": Rule("public", _relayed, BOTH),
    "public:directory:report": Rule("public", _relayed, BOTH),
    "public:directory:claim": Rule("public", _expert, BOTH),
    **{f"public:directory:{page}": Rule("public") for page in ("enquiry_asked", "reported", "claim_asked")},
    "public:directory:enquiry": Rule("public", lambda: {"token": tokens.sign(ENQUIRY, make_enquiry().pk)}, BOTH),
    "public:directory:claim_proof": Rule(
        "public", lambda: {"token": tokens.sign(CLAIM, make_claim(proved=True).pk)}, BOTH
    ),
    "portal:ambassadors:consent": Rule("only:ambassador", methods=BOTH),
    "portal:channel:firm": Rule("only:expert", _own_firm, BOTH),
    "console:listings": Rule(STAFF),
    "console:claim": Rule(STAFF, lambda: {"pk": make_claim().pk}, BOTH),
    "console:listing_report": Rule(STAFF, lambda: {"pk": make_report().pk}, BOTH),
}
