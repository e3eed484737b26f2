"""Flash info: freezing an audience of a million people, COMMIT included, memory of our process watched.

Half ambassadors, half contacts of expert firms; some in both, some unsubscribed, paused or suppressed; five blocks,
two of them for one side only and one for a few départements.
"""

import argparse
import resource
import statistics
import time

from django.db import connection, transaction

from bench import _flash as flash
from newsletters.actions.freezing import freeze
from newsletters.models import Delivery, Exclusion, Issue
from tests.factories import make_departement, make_expert, make_institution
from tests.newsletters.kit.people import make_block, make_issue, schedule

PEOPLE = """
INSERT INTO members_user (password, is_superuser, email, address_hash, civility, first_name, last_name, phone,
                          is_staff, is_active, source, source_label, collected_on)
SELECT '!', false, 'personne' || n || '@domaine' || n %% 5000 || '.example', md5(n::text) || md5((n + 1)::text), '',
       'Zoé', 'Façon ' || n, '', false, true, 'self', '', current_date
FROM generate_series(1, %s) n
"""
AMBASSADORS = """
INSERT INTO ambassadors_ambassador (person_id, network_id, departement_id, job_title, topics, state, joined_on)
SELECT id, %s, %s, '', '{website}', 'validated', current_date FROM members_user
WHERE email LIKE 'personne%%' AND (id %% 2 = 0 OR id %% 100 = 1)
"""
CONTACTS = """
INSERT INTO channel_expertcontact (expert_id, person_id, job_title, is_main)
SELECT %s, id, '', true FROM members_user WHERE email LIKE 'personne%%' AND id %% 2 = 1
"""
CHOICES = """
INSERT INTO newsletters_preference (contact_id, unsubscribed_at, unsubscribed_by, paused_until, tracking,
                                    subscribed_from)
SELECT id, CASE WHEN id % 200 = 3 THEN now() END, '', CASE WHEN id % 200 = 5 THEN current_date END, 'none', ''
FROM members_user WHERE email LIKE 'personne%' AND id % 200 IN (3, 5)
"""
SUPPRESSED = """
INSERT INTO newsletters_suppression (address_hash, cause, scope, note)
SELECT address_hash, 'bounces', 'flash', '' FROM members_user WHERE email LIKE 'personne%' AND id % 200 = 7
"""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    flash.prepare()
    fill(given.people)
    seconds = []
    for number in range(given.rounds):
        seconds.append(one_freeze(number + 1))
    median = statistics.median(seconds)
    verdict = "reached" if median <= 20 else "missed"
    print(f"median {median:.1f} s for {given.people} people")
    if given.people >= 1_000_000:
        print(f"target of 20 s: {verdict}")


def fill(people: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no history of invented people
        cursor.execute(PEOPLE, [people])
        departement = make_departement()
        cursor.execute(AMBASSADORS, [make_institution().pk, departement.pk])
        cursor.execute(CONTACTS, [make_expert(departement=departement).pk])
        cursor.execute(CHOICES)
        cursor.execute(SUPPRESSED)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def one_freeze(number: int) -> float:
    issue = make_issue(title=f"Mesure {number}")
    make_block(issue)
    make_block(issue, audience="ambassadors")
    make_block(issue, audience="channel")
    make_block(issue, territories=["53", "75"])
    make_block(issue, kind="technical", specialities=["printing"])
    schedule(issue)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    frozen = freeze(issue_id=issue.pk)
    seconds = time.perf_counter() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert frozen is not None, Issue.objects.get(pk=issue.pk).alert
    excluded = Exclusion.objects.filter(issue=frozen).count()
    assert frozen.candidate_count == frozen.audience_count + excluded
    print(
        f"  {seconds:.1f} s: {frozen.candidate_count} candidates, {frozen.audience_count} recipients, "
        f"{excluded} excluded; our memory +{grown:.0f} MB",
        flush=True,
    )
    with connection.cursor() as cursor:  # rounds alike
        cursor.execute(f"TRUNCATE {Delivery._meta.db_table}, {Exclusion._meta.db_table} CASCADE")
    return seconds


if __name__ == "__main__":
    main()
