"""Requests to join that wait for the team: one new, one of an organisation known already, one to be completed."""

from datetime import timedelta

from club.demo.data.applicants import APPLICANTS, Applicant
from club.demo.data.drawing import Drawing
from club.demo.data.invented import slug
from members.governing import in_force
from members.models import Affiliation, Application, ApplicationLine, ApplicationPerson, OptionVersion, Organisation

Role = Affiliation.Role


def add_applicants(
    *, drawing: Drawing, organisations: dict[str, Organisation], versions: dict[str, OptionVersion]
) -> None:
    for applicant in APPLICANTS:
        application = _application(drawing, applicant, organisations.get(applicant.known))
        ApplicationLine.objects.bulk_create(
            ApplicationLine(application=application, version=versions[code], quantity=quantity)
            for code, quantity in applicant.basket.items()
        )
        civility, first_name, last_name, job_title = applicant.person
        ApplicationPerson.objects.create(
            application=application,
            civility=civility,
            first_name=first_name,
            last_name=last_name,
            email=application.contact_email,
            job_title=job_title,
            roles=[Role.ADMINISTRATOR, Role.EXECUTIVE, Role.SIGNATORY],
        )


def _application(drawing: Drawing, applicant: Applicant, known: Organisation | None) -> Application:
    brand = applicant.kind in Organisation.Kind.of_side(Organisation.Side.BRAND)
    website = known.website if known else f"https://www.{slug(applicant.name)}.example/"
    sent_at = drawing.moment(drawing.today - timedelta(days=applicant.sent), 10, 20)
    domain = website.removeprefix("https://www.").rstrip("/")
    return Application.objects.create(
        state=Application.State.CHANGES if applicant.changes else Application.State.SUBMITTED,
        name=applicant.name,
        side=Organisation.Side.BRAND if brand else Organisation.Side.INSTITUTION,
        kind=applicant.kind,
        siren=(known.siren or "") if known else applicant.siren,
        website=website,
        address="12 place du Marché",
        postcode=applicant.postcode,
        city=applicant.city,
        contact_email=f"{slug(applicant.person[1])}.{slug(applicant.person[2])}@{domain}",
        starts_on=drawing.today + timedelta(days=10),
        changes_asked=applicant.changes,
        accepted_at=sent_at,
        submitted_at=sent_at,
        updated_at=sent_at,
        **in_force(),
    )
