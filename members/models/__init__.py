from members.models.applications import Application, ApplicationLine, ApplicationPerson, GoverningText
from members.models.catalogue import EntitlementKind, Grant, Option, OptionVersion, Place, Vat
from members.models.directory import Enquiry, ListingReport
from members.models.entitlements import Entitlement, Use
from members.models.imports import ImportRow, ImportRun
from members.models.leaving import LeaveNotice
from members.models.memberships import Departure, Membership, MembershipLine, Status, StatusOverride, StatusRule
from members.models.notices import Notice
from members.models.organisations import Affiliation, Organisation, ProductFamily
from members.models.prospects import Prospect, ProspectNote
from members.models.representatives import (
    DirectoryConsent,
    Introduction,
    Invitation,
    OrganisationChange,
    OrganisationPage,
)
from members.models.users import User

__all__ = [
    "Affiliation",
    "Application",
    "ApplicationLine",
    "ApplicationPerson",
    "Departure",
    "DirectoryConsent",
    "Enquiry",
    "Entitlement",
    "EntitlementKind",
    "GoverningText",
    "Grant",
    "ImportRow",
    "ImportRun",
    "Introduction",
    "Invitation",
    "LeaveNotice",
    "ListingReport",
    "Membership",
    "MembershipLine",
    "Notice",
    "Option",
    "OptionVersion",
    "Organisation",
    "OrganisationChange",
    "OrganisationPage",
    "Place",
    "ProductFamily",
    "Prospect",
    "ProspectNote",
    "Status",
    "StatusOverride",
    "StatusRule",
    "Use",
    "User",
    "Vat",
]
