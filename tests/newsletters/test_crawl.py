"""Every address of every message of an issue that left: none says who reads it, each leads where it should."""

import base64
import hashlib
import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default as email_policy
from html import unescape
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

from members.models import User
from newsletters import links
from newsletters.actions.freezing import freeze
from newsletters.models import Delivery, Hit, Issue, Preference
from newsletters.rendering.skeleton import Skeleton
from newsletters.sending.rows import Row
from tests.factories import make_ambassador
from tests.newsletters.kit.people import make_block, make_issue, schedule

pytestmark = pytest.mark.django_db
COUNTED = f"{settings.SITE_URL}{links.CLICK_PATH}"
READERS = {
    "zephyrine.quatrebarbes@reseau.example": ("Zéphyrine", "Quatrebarbes", None),
    "ursule.vieuxbourg@reseau.example": ("Ursule", "Vieuxbourg", "none"),
    "fulgence.hautecoeur@reseau.example": ("Fulgence", "Hautecœur", "anonymous"),
    "clothilde.desaintpern@reseau.example": ("Clothilde", "de Saint-Pern", "anonymous"),
    "hippolyte.brisebarre@reseau.example": ("Hippolyte", "Brisebarre", "individual"),
    "leocadie.grandmaison@reseau.example": ("Léocadie", "Grandmaison", "individual"),
}
TEXT = "Voyez [le guide](https://fournisseur.example/guide?a=1&b=2), <https://club.example/x> et [le prix](https://p.example)."


@pytest.fixture
def issue() -> Issue:
    for number, (address, (first, last, tracking)) in enumerate(READERS.items()):
        person = User.objects.create_user(address, pk=73_105_000 + number, first_name=first, last_name=last)
        make_ambassador(person=person)
        if tracking:
            Preference.objects.create(contact=person, tracking=tracking)
    issue = make_issue()
    make_block(issue, text=TEXT, image="flash/0123456789abcdef-1104x520.jpg", image_alt="Une caisse")
    make_block(issue, text=TEXT, link_url="https://autre.example/?utm_source=flash", audience="ambassadors")
    make_block(issue, kind="editorial", link_url="")
    done = freeze(issue_id=schedule(issue).pk)
    assert done is not None
    return done


def messages(issue: Issue) -> dict[str, tuple[list[str], list[str]]]:
    """By address, what the sender's own code makes of each row: the links of the HTML, the addresses of the rest."""
    found = {}
    for row in Delivery.objects.of(issue).select_related("rendition", "contact"):
        held = Row(
            row.pk, 1, issue.pk, row.rendition_id, None, row.contact_id, row.address, row.address_hash, 0, 0,
            row.contact.first_name, row.contact.last_name,
        )  # fmt: skip
        held.build(Skeleton.load(bytes(row.rendition.skeleton), row.rendition.slots), 0)
        sent = message_from_bytes(held.body, policy=email_policy)
        html, text = (sent.get_body((kind,)).get_content() for kind in ("html", "plain"))
        headers = " ".join(str(sent[name]) for name in sent if name.startswith("List-"))
        hrefs = [unescape(url) for url in re.findall(r'href="([^"]+)"', html)]
        others = re.findall(r'src="([^"]+)"', html) + re.findall(r"https?://[^\s>]+", f"{text} {headers}")
        found[row.address] = hrefs, [unescape(url) for url in others]
    return {address: found[address] for address in READERS}


def disguises(person: User) -> set[str]:
    """What would name the person in an address, as it is and under the usual masks."""
    address = person.email.encode()
    plain = {person.email, person.email.split("@")[0], person.first_name, person.last_name, person.address_hash}
    hashes = {make(address).hexdigest() for make in (hashlib.md5, hashlib.sha1, hashlib.sha256)}
    return {word.casefold() for word in plain | hashes | {base64.b64encode(address).decode().rstrip("=")}}


def leaks(issue: Issue) -> list[str]:
    """Addresses that name a reader, be it by number."""
    urls = {url for hrefs, others in messages(issue).values() for url in (*hrefs, *others)}
    people = User.objects.filter(email__in=READERS)
    words = {word for person in people for word in disguises(person)}
    numbers = {str(person.pk) for person in people}
    read = {url: unquote(url).casefold() for url in urls}
    return sorted(
        url
        for url, seen in read.items()
        if any(word in seen for word in words) or numbers & set(re.findall(r"\d+", seen))
    )


def test_no_address_of_a_sent_issue_names_its_reader(issue: Issue) -> None:
    sent = messages(issue)
    assert all(len(hrefs) > 10 for hrefs, _ in sent.values())
    assert leaks(issue) == []


@pytest.mark.parametrize(
    "careless",
    [
        lambda row: str(row.contact_id),
        lambda row: row.address,
        lambda row: row.address.replace("@", "%40"),
        lambda row: base64.b64encode(row.address.encode()).decode(),
        lambda row: hashlib.md5(row.address.encode()).hexdigest(),  # noqa: S324
        lambda row: f"pour-{row.contact.last_name}",
    ],
)
def test_crawl_sees_an_address_that_does(
    issue: Issue, careless: Callable[[Delivery], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control."""
    monkeypatch.setattr(links, "reader_token", lambda pk: careless(Delivery.objects.get(pk=pk)))
    assert leaks(issue) != []


def test_counted_addresses_are_the_same_for_all_but_those_who_agreed(issue: Issue) -> None:
    sent = {
        address: [url for url in (*hrefs, *others) if url.startswith(COUNTED)]
        for address, (hrefs, others) in messages(issue).items()
    }
    silent, nobody, one, other, known, also = sent.values()
    assert silent == nobody == []
    assert one == other != []
    assert [url.rsplit("/", 2)[0] + "/" for url in known] == [url.rsplit("/", 2)[0] + "/" for url in also] == one
    assert not set(known) & set(also)
    assert len({url.rsplit("/", 2)[1] for url in known}) == 1


def test_each_address_leads_where_it_leads_without_measure(issue: Issue, client: Client) -> None:
    """Each link of a measured message, followed, stands where the direct one stands for who is not measured."""
    (direct, _), *measured = messages(issue).values()
    followed = 0
    for hrefs, _ in measured:
        assert len(hrefs) == len(direct)
        for url, real in zip(hrefs, direct, strict=True):
            if url.startswith(COUNTED):
                answer = client.get(url.removeprefix(settings.SITE_URL), headers={"User-Agent": "Firefox"})
                assert (answer.status_code, answer["Location"]) == (302, real)
                followed += 1
            elif not url.startswith(settings.SITE_URL):
                assert url == real
    assert followed == Hit.objects.count() > 20
    named = Hit.objects.exclude(reader=None).values_list("reader__flash_preference__tracking", flat=True)
    assert set(named) == {"individual"}
