"""Two people who write the brands of one firm at the same moment, each in a transaction of its own."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from channel.models import Expert
from members.models import Organisation
from tests.at_once import somebody_waits
from tests.factories import make_expert, make_organisation

MERGED = """
DROP TRIGGER pgtrigger_copy_brands_2bae4 ON channel_expert;
CREATE OR REPLACE FUNCTION channel_copy_brands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE brands bigint[] := ARRAY(SELECT organisation_id FROM channel_expert_brands
    WHERE expert_id = (SELECT min(expert_id) FROM changed) ORDER BY 1);
BEGIN
    UPDATE channel_expert SET carried = brands WHERE id IN (SELECT expert_id FROM changed);
    RETURN NULL;
END $$
"""
"""What is copied was read before the firm was locked."""


@pytest.mark.parametrize("copied", [True, False], ids=["copied", "control"])
def test_two_brands_added_at_once_are_both_copied(real_database: str, copied: bool) -> None:
    """The second waits for the first and reads what it left; without the copy being read again it would lose it."""
    firm, first, second = make_expert(), make_organisation(), make_organisation()
    if not copied:
        with connection.cursor() as cursor:
            cursor.execute(MERGED)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            firm.brands.add(first)
            other = pool.submit(_add, firm, second)
            while not somebody_waits():
                assert not other.done(), other.exception()
        other.result()
    firm.refresh_from_db()
    assert (firm.carried == [first.pk, second.pk]) is copied


def _add(firm: Expert, brand: Organisation) -> None:
    try:
        firm.brands.add(brand)
    finally:
        connection.close()
