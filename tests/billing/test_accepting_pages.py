"""The mailed link: read, prove the address, accept or refuse; whatever is tried against it changes nothing."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from club.core import tokens
from club.core.models import OutboxMail
from members.billing import files, links
from members.billing.actions import proposals
from members.billing.models import AcceptanceCode, Proposal
from tests.factories import make_staff
from tests.membership_factories import make_version
from tests.proposal_factories import make_proposal, make_sent

pytestmark = pytest.mark.django_db
ADDRESS = "anne@exemple.example"


def address(proposal: Proposal, tail: str = "") -> str:
    return f"{links.PATH}{links.proposal_token(proposal.pk)}/{tail}"


def typed(proposal: Proposal, **overrides: str) -> dict[str, str]:
    fields = {"name": "Anne Le Goff", "title": "directrice", "email": ADDRESS, "authority": "on", "consent": "on"}
    return fields | {"document": proposal.pdf_sha256, "action": "accept"} | overrides


def ask_code(client: Client, proposal: Proposal) -> str:
    answer = client.post(address(proposal), {"email": ADDRESS, "name": "Anne Le Goff", "action": "code"})
    assert "Le code est parti" in answer.content.decode()
    mail = OutboxMail.objects.filter(template="billing/emails/acceptance_code").latest("pk")
    return re.search(r"^\d{6}$", mail.text, re.M)[0]


def test_link_of_the_mail_leads_to_the_proposal_and_its_exact_file(client: Client) -> None:
    proposal = make_sent(make_version(price=27000, is_base=True))
    mail = OutboxMail.objects.get(template="billing/emails/proposal")
    path = re.search(r"http://[^/]+(/\S+)", mail.text)[1]
    shown = client.get(path)
    assert (shown.status_code, path) == (200, address(proposal))
    assert "27\u00a0000,00\u00a0€" in shown.content.decode()
    assert client.get(address(proposal, "proposition.pdf")).content == files.read(proposal.pdf_sha256)
    assert (shown["X-Robots-Tag"], shown["Referrer-Policy"]) == ("noindex", "same-origin")
    assert "no-store" in shown["Cache-Control"]


def test_accepted_with_a_code_and_thanked(client: Client) -> None:
    proposal = make_sent()
    code = ask_code(client, proposal)
    answer = client.post(address(proposal), typed(proposal, code=code))
    assert answer.url == address(proposal, "merci/")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.accepted_by_email) == ("accepted", ADDRESS)
    assert "Anne Le Goff" in client.get(answer.url).content.decode()


def test_reading_never_accepts(client: Client) -> None:
    proposal = make_sent()
    for tail in ("", "proposition.pdf", "refuser/", "merci/"):
        client.get(address(proposal, tail))
        client.head(address(proposal, tail))
    client.get(f"{address(proposal)}?action=accept&consent=on")
    proposal.refresh_from_db()
    assert proposal.state == "sent"


def test_what_was_typed_stays_while_the_code_travels(client: Client) -> None:
    proposal = make_sent()
    shown = client.post(address(proposal), typed(proposal, action="code")).content.decode()
    assert 'value="Anne Le Goff"' in shown
    assert 'value="directrice"' in shown
    assert len(re.findall(r'type="checkbox"[^>]* checked', shown)) == 2


@pytest.mark.parametrize("missing", ["authority", "consent", "name", "code"])
def test_nothing_is_accepted_without_each_part(client: Client, missing: str) -> None:
    proposal = make_sent()
    data = typed(proposal, code=ask_code(client, proposal))
    del data[missing]
    assert client.post(address(proposal), data).status_code == 200
    proposal.refresh_from_db()
    assert proposal.state == "sent"


def test_codes_guessed_are_limited(client: Client) -> None:
    proposal = make_sent()
    code = ask_code(client, proposal)
    for number in range(8):
        guess = f"{(int(code) + number + 1) % 1_000_000:06d}"
        assert client.post(address(proposal), typed(proposal, code=guess)).status_code == 409
    assert client.post(address(proposal), typed(proposal, code=code)).status_code == 409
    proposal.refresh_from_db()
    assert (proposal.state, AcceptanceCode.objects.get().tries) == ("sent", 5)


def test_codes_asked_for_are_limited(client: Client) -> None:
    proposal = make_sent()
    answers = [client.post(address(proposal), {"email": ADDRESS, "action": "code"}).status_code for _ in range(6)]
    assert answers == [200] * 4 + [409] * 2
    assert OutboxMail.objects.filter(template="billing/emails/acceptance_code").count() == 4


@pytest.mark.parametrize("token", ["1-0", "x", "9" * 40, "1-" + "a" * 30])
def test_wrong_tokens_open_nothing(client: Client, token: str) -> None:
    make_sent()
    assert client.get(f"{links.PATH}{token}/").status_code == 404
    assert client.post(f"{links.PATH}{token}/", {"action": "accept"}).status_code == 404


def test_token_of_another_purpose_opens_nothing(client: Client) -> None:

    proposal = make_sent()
    assert client.get(f"{links.PATH}{tokens.sign('newsletters.object', proposal.pk)}/").status_code == 404


def test_drafts_and_withdrawn_proposals_show_nothing(client: Client) -> None:
    for proposal in (make_proposal(), proposals.withdraw(proposal=make_sent(), by=make_staff())):
        for tail in ("", "proposition.pdf", "refuser/", "merci/"):
            assert client.get(address(proposal, tail)).status_code == 404


def test_expired_says_so_and_takes_no_answer(client: Client) -> None:
    proposal = make_sent()
    code = ask_code(client, proposal)
    Proposal.objects.filter(pk=proposal.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert "Le délai pour accepter est passé" in client.get(address(proposal)).content.decode()
    assert client.post(address(proposal), typed(proposal, code=code)).status_code == 409
    assert client.post(address(proposal), {"email": ADDRESS, "action": "code"}).status_code == 409
    proposal.refresh_from_db()
    assert proposal.state == "sent"


def test_second_tab_is_thanked_and_changes_nothing(client: Client) -> None:
    proposal = make_sent()
    data = typed(proposal, code=ask_code(client, proposal))
    client.post(address(proposal), data)
    again = client.post(address(proposal), data | {"name": "Quelqu’un d’autre"})
    assert again.url == address(proposal, "merci/")
    proposal.refresh_from_db()
    assert proposal.accepted_by_name == "Anne Le Goff"
    assert client.post(address(proposal, "refuser/"), {}).status_code == 409


def test_tab_opened_before_a_change_is_read_again(client: Client) -> None:
    proposal = make_sent()
    data = typed(proposal, code=ask_code(client, proposal))
    Proposal.objects.filter(pk=proposal.pk).update(pdf_sha256=files.keep(b"%PDF-1.7 autre"))
    answer = client.post(address(proposal), data)
    assert answer.status_code == 409
    assert "relisez-la" in answer.content.decode()


def test_refused_by_the_link(client: Client) -> None:
    proposal = make_sent()
    answer = client.post(address(proposal, "refuser/"), {"reason": "Budget"})
    assert "C’est noté" in answer.content.decode()
    proposal.refresh_from_db()
    assert (proposal.state, proposal.declined_reason) == ("declined", "Budget")
    assert "n’est plus ouverte" in client.get(address(proposal)).content.decode()


def test_page_of_a_passer_by_opens_no_session(client: Client) -> None:
    proposal = make_sent()
    answer = client.get(address(proposal))
    assert set(answer.cookies) <= {"csrftoken"}


def test_form_from_another_site_is_refused() -> None:
    proposal = make_sent()
    assert Client(enforce_csrf_checks=True).post(address(proposal), typed(proposal, code="000000")).status_code == 403
