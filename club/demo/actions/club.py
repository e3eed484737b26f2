"""The whole Club of the demonstration, in one transaction."""

from django.db import connection, transaction
from django.utils import timezone

from ambassadors.models import Ambassador
from channel.models import Expert, ExpertContact
from club.core import spelling
from club.core.errors import ClubError
from club.demo.accounts import STAFF
from club.demo.actions.accounts import add_staff, hashed_password, lend_accounts
from club.demo.actions.agenda import add_agenda
from club.demo.actions.ambassadors import add_ambassadors
from club.demo.actions.applicants import add_applicants
from club.demo.actions.choices import add_choices
from club.demo.actions.contributions import add_contributions
from club.demo.actions.directory import add_directory
from club.demo.actions.dues import add_dues, add_last_year
from club.demo.actions.editorial import add_contents
from club.demo.actions.evenings import fill_next_evening, hold_last_evening
from club.demo.actions.experts import add_experts
from club.demo.actions.flash import add_issues
from club.demo.actions.memberships import add_catalogue, add_members, add_prospects, add_texts
from club.demo.actions.organisations import add_organisations, add_representatives
from club.demo.actions.press import add_press
from club.demo.actions.reach import agree_to_measure, bring_reach
from club.demo.actions.regional import add_regionals
from club.demo.actions.today import open_today
from club.demo.actions.trainings import add_trainings
from club.demo.data.drawing import Drawing
from club.demo.data.territories import Territories
from club.editorial.models import Article, Resource
from events.models import Event
from members.billing.models import Document
from members.models import Membership, Organisation, User
from newsletters.models import Delivery, Issue, Preference, Suppression


class ClubExists(ClubError):
    """The demonstration is already there: nothing is created twice."""


@transaction.atomic
def found_club() -> dict[str, int]:
    """Create everybody and everything; gives what was created, counted. LookupError without territories."""
    if User.objects.filter(email=STAFF[0].email).exists():
        raise ClubExists("Les données de démonstration sont déjà là : rien n’a été créé.")
    territories = Territories()
    if not territories:
        raise LookupError("Les communes ne sont pas chargées : lancez d’abord « python manage.py load_places ».")
    drawing = Drawing(territories, timezone.localdate())
    password = hashed_password()
    team = {person.email.partition("@")[0]: person for person in add_staff(drawing=drawing, password=password)}
    organisations = add_organisations(drawing=drawing)
    add_representatives(drawing=drawing, organisations=organisations)
    add_texts(drawing=drawing)
    versions = add_catalogue(drawing=drawing)
    add_members(drawing=drawing, organisations=organisations, versions=versions)
    add_applicants(drawing=drawing, organisations=organisations, versions=versions)
    add_dues(drawing=drawing, team=team)
    add_last_year(drawing=drawing)
    add_prospects(drawing=drawing, organisations=organisations, team=team)
    add_ambassadors(drawing=drawing, organisations=organisations)
    brands = [row for row in organisations.values() if row.side == Organisation.Side.BRAND]
    add_experts(drawing=drawing, brands=brands)
    lend_accounts(password=password)
    add_choices(drawing=drawing)
    agree_to_measure(drawing=drawing)
    add_directory(drawing=drawing, team=team)
    _tell_the_planner()
    sent, *_ = add_issues(drawing=drawing, organisations=organisations, team=team)
    add_contributions(drawing=drawing, sent=sent, organisations=organisations, team=team)
    bring_reach(issue=sent)
    add_contents(drawing=drawing, organisations=organisations, team=team)
    add_agenda(drawing=drawing, team=team)
    add_regionals(drawing=drawing, team=team)
    fill_next_evening(by=team["gilles.orsini"])
    hold_last_evening(by=team["gilles.orsini"])
    add_trainings(drawing=drawing, by=team["gilles.orsini"])
    open_today(drawing=drawing, by=team["gilles.orsini"])
    add_press(drawing=drawing, organisations=organisations, team=team)
    spelling.rebuild()
    return _counted()


def _counted() -> dict[str, int]:
    """What there is now, for the person who started the demonstration."""
    return {
        "organisations": Organisation.objects.count(),
        "adhésions": Membership.objects.count(),
        "documents de cotisation": Document.objects.count(),
        "représentants": User.objects.representatives().count(),
        "ambassadeurs": Ambassador.objects.count(),
        "experts": Expert.objects.count(),
        "personnes": User.objects.count(),
        "articles": Article.objects.count(),
        "ressources": Resource.objects.count(),
        "rencontres": Event.objects.count(),
        "Flash info": Issue.objects.flash().count(),
        "remises": Delivery.objects.count(),
    }


def _tell_the_planner() -> None:
    """Thousands of rows came in this very transaction: nobody else has counted them, and the freeze joins them."""
    tables = [model._meta.db_table for model in (User, Ambassador, Expert, ExpertContact, Preference, Suppression)]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
