"""Backup and restore, with the real scripts on real PostgreSQL: all of it comes back, nothing leaves by itself."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from club.core import outbox
from club.core.models import OutboxMail
from deploy.launcher.processes import ROOT
from newsletters.actions.restoring import calm_restored_copy
from newsletters.actions.sweeping import ring_lanes
from newsletters.models import Delivery, Issue
from tests import servers
from tests.newsletters.kit.people import make_block, make_frozen_issue, make_issue, schedule

needs_client = pytest.mark.skipif(
    not shutil.which("pg_dump"), reason="pg_dump is missing: apt install postgresql-client"
)


@pytest.fixture
def club(real_database: str) -> str:
    """A Club in full swing: an issue on its way, one scheduled, a mail waiting."""
    make_frozen_issue(4)
    left = Delivery.objects.first()
    Delivery.objects.filter(pk=left.pk).update(state=Delivery.State.SENT)
    later = make_issue()
    make_block(later)
    schedule(later)
    OutboxMail.objects.create(key="test:1", to_address="anne@tpe.example", subject="Été", text="Bonjour")
    return real_database


@pytest.fixture
def media(tmp_path: Path) -> Path:
    folder = tmp_path / "media"
    (folder / "logos").mkdir(parents=True)
    (folder / "logos" / "marque à vendre.png").write_bytes(b"\x89PNG")
    return folder


def script(name: str, *arguments: Path | str, **variables: str) -> subprocess.CompletedProcess[str]:
    argv = [ROOT / "deploy" / name, *arguments]
    environment = {**os.environ, **variables}
    return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)


def back_up(database: str, media: Path, parent: Path, keep: str = "30") -> Path:
    done = script("backup.sh", parent, keep, DATABASE_URL=database, MEDIA_ROOT=str(media))
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip())


def environment_file(folder: Path, database: str, media: Path) -> Path:
    """A club.env as production has it, with mail on."""
    lines = {
        "CLUB_MODE": "production",
        "SECRET_KEY": "k7" * 30,
        "ADDRESS_HASH_KEY": "h3" * 30,
        "SITE_URL": "https://club.example",
        "ALLOWED_HOSTS": "club.example",
        "MAIL_DOMAIN": "club.example",
        "CLUB_PHONE": "01 99 00 00 00",
        "CLUB_DIRECTOR": "Anne Martin",
        "CLUB_HOST": "Hébergeur, 1 rue de l’Exemple, 75001 Paris",
        "CLUB_ADDRESS": "1 rue de l’Exemple, 75001 Paris",
        "MAIL_ENABLED": "1",
        "EMAIL_URL": "smtp+tls://club:p$ss word@relay.example:587",
        "DATABASE_URL": database,
        "REDIS_URL": os.environ["REDIS_URL"],
        "MEDIA_ROOT": str(media),
    }
    file = folder / "club.env"
    file.write_text("# secrets\n\n" + "".join(f"{key}={value}\n" for key, value in lines.items()))
    return file


def rows() -> dict[str, int]:
    """Every table with its number of rows."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608
            counts[table] = cursor.fetchone()[0]
    return counts


@pytest.mark.slow
@needs_client
def test_what_was_backed_up_comes_back_with_mail_off(club: str, media: Path, tmp_path: Path) -> None:
    backup, before = back_up(club, media, tmp_path / "backups"), rows()
    assert oct(backup.stat().st_mode)[-3:] == "700"
    with servers.empty_database() as restored:
        file = environment_file(tmp_path, restored, tmp_path / "restored")
        done = script("restore.sh", backup, file)
        assert done.returncode == 0, done.stderr
        audited = 2  # one pause, one way back from scheduled
        assert rows() == before | {
            "core_auditentry": before["core_auditentry"] + audited,
            "newsletters_issueevent": before["newsletters_issueevent"] + audited,
        }
        assert ring_lanes(sockets=10) == []
        assert OutboxMail.objects.get().state == OutboxMail.State.UNCERTAIN
    assert (tmp_path / "restored" / "logos" / "marque à vendre.png").read_bytes() == b"\x89PNG"
    lines = file.read_text().splitlines()
    assert [line for line in lines if line.startswith("MAIL_ENABLED")] == ["MAIL_ENABLED=0"]
    assert "EMAIL_URL=smtp+tls://club:p$ss word@relay.example:587" in lines


@pytest.mark.slow
@needs_client
def test_restore_refuses_a_database_in_use(club: str, media: Path, tmp_path: Path) -> None:
    backup, before = back_up(club, media, tmp_path / "backups"), rows()
    done = script("restore.sh", backup, environment_file(tmp_path, club, media))
    assert done.returncode == 1
    assert "restore into an empty one" in done.stderr
    assert rows() == before


@pytest.mark.slow
@needs_client
def test_damaged_backup_is_refused(club: str, media: Path, tmp_path: Path) -> None:
    backup = back_up(club, media, tmp_path / "backups")
    with (backup / "database.dump").open("r+b") as dump:
        dump.seek(2000)
        dump.write(b"damage")
    with servers.empty_database() as restored:
        done = script("restore.sh", backup, environment_file(tmp_path, restored, media))
        assert done.returncode != 0
        assert "database.dump" in done.stdout + done.stderr


@pytest.mark.slow
@needs_client
def test_failed_backup_leaves_no_folder_and_old_ones_go(club: str, media: Path, tmp_path: Path) -> None:
    parent = tmp_path / "backups"
    for year in (2023, 2024, 2025):
        (parent / f"club-{year}-01-01T000000Z").mkdir(parents=True)
    broken = script("backup.sh", parent, DATABASE_URL=club + "_absent", MEDIA_ROOT=str(media))
    assert broken.returncode != 0
    assert len(list(parent.iterdir())) == 3
    newest = back_up(club, media, parent, keep="2")
    assert sorted(folder.name for folder in parent.iterdir()) == ["club-2025-01-01T000000Z", newest.name]


@pytest.mark.django_db
def test_calm_puts_in_doubt_what_may_have_left() -> None:
    sending = make_frozen_issue(3)
    sent, deferred, _ready = Delivery.objects.order_by("pk")
    Delivery.objects.filter(pk=sent.pk).update(state=Delivery.State.SENT)
    Delivery.objects.filter(pk=deferred.pk).update(state=Delivery.State.DEFERRED)
    scheduled = make_issue()
    make_block(scheduled)
    schedule(scheduled)
    OutboxMail.objects.create(key="test:1", to_address="anne@tpe.example")

    assert list(calm_restored_copy().values()) == [1, 1, 2, 1]

    sending.refresh_from_db()
    scheduled.refresh_from_db()
    assert (sending.state, scheduled.state) == (Issue.State.PAUSED, Issue.State.APPROVED)
    assert Delivery.objects.of(sending).count_by_state() == {
        **dict.fromkeys(Delivery.State.values, 0),
        "sent": 1,
        "uncertain": 2,
    }
    assert outbox.sweep() == 0
    assert list(calm_restored_copy().values()) == [0, 0, 0, 0]
