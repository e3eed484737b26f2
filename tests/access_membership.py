"""Who may open the addresses of members: colleagues, file, directory, invitations, and what staff answer to them."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from club.core import tokens
from members.emails import INVITATION
from tests.access_rule import BOTH, Rule
from tests.factories import make_affiliation
from tests.membership_factories import make_change, make_introduction, make_invitation, make_leave_notice
from tests.visitors import member_organisation

STAFF = "staff:members.change_organisation"


def _own() -> dict[str, int]:
    return {"organisation": member_organisation().pk}


def _colleague() -> dict[str, int]:
    return _own() | {"pk": make_affiliation(organisation=member_organisation(), roles=["content"]).pk}


def _invited() -> dict[str, int]:
    return _own() | {"pk": make_invitation(organisation=member_organisation()).pk}


def _logo() -> dict[str, str]:
    name = default_storage.save("logos/0123456789abcdef-1x1.png", ContentFile(b"x"))
    return {"name": name.removeprefix("logos/")}


def _token() -> dict[str, Any]:
    return {"token": tokens.sign(INVITATION, make_invitation().pk)}


MEMBERSHIP: dict[str, Rule] = {
    "public:members:invitation": Rule("public", _token, BOTH),
    "media:logo": Rule("public", _logo),
    "portal:members:organisation": Rule("organisation", _own),
    "portal:members:leave": Rule("organisation:administrator", _own, BOTH),
    "portal:members:consent": Rule("organisation", _own, BOTH),
    "portal:members:colleagues": Rule("organisation", _own),
    "portal:members:edit": Rule("organisation:administrator", _own, BOTH),
    "portal:members:invite": Rule("organisation:administrator", _own, BOTH),
    "portal:members:hand_over": Rule("organisation:administrator", _own, BOTH),
    "portal:members:colleague": Rule("organisation:administrator", _colleague, BOTH),
    "portal:members:remove": Rule("organisation:administrator", _colleague, BOTH),
    "portal:members:withdraw": Rule("organisation:administrator", _invited, "post"),
    "portal:members:directory": Rule("members"),
    "portal:members:introduction": Rule("members", lambda: {"pk": make_membership_now().pk}, BOTH),
    "console:asked": Rule(STAFF),
    "console:leave_notice": Rule("staff:members.change_departure", lambda: {"pk": make_leave_notice().pk}, BOTH),
    "console:change": Rule(STAFF, lambda: {"pk": make_change().pk}, BOTH),
    "console:introduction": Rule(STAFF, lambda: {"pk": make_introduction().pk}, BOTH),
}


def make_membership_now() -> Any:
    """An organisation that is a member today, without anybody."""
    return member_organisation("Un autre membre")
