"""Two staff on one record at the very same moment, in two transactions of PostgreSQL."""

import threading

import pytest
from django.db import connection, transaction

from club.core import console_admin
from members.models import User
from tests.core.test_two_editors import browser, record_of
from tests.factories import make_user
from tests.records import opened


@pytest.mark.parametrize("locked", [True, False], ids=["locked", "lock off"])
def test_comparison_holds_against_a_writer_under_way(
    real_database: str, locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The form comes back while another transaction is about to commit: it waits, then sees. Without the lock (the
    negative control) it compares with the past and erases.
    """
    if not locked:
        monkeypatch.delattr(console_admin.TwoEditors, "get_object")
    person, luc = make_user(last_name="Durand", phone=""), browser()
    sent, answers = opened(luc, record_of(person)) | {"last_name": "Dupond"}, []

    def post() -> None:
        answers.append(luc.post(record_of(person), sent).status_code)
        connection.close()

    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(phone="+33 1 99 00 12 34")
        poster = threading.Thread(target=post)
        poster.start()
        poster.join(1)
        assert poster.is_alive()  # either on the lock, or already on its write
    poster.join(10)
    person.refresh_from_db()
    wanted = ([409], "+33 1 99 00 12 34") if locked else ([302], "")
    assert (answers, person.phone) == wanted
