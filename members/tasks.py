"""Tasks of people and organisations: id in, one call, safe to run twice."""

from celery import shared_task

from members.actions import enquiries, forgetting, reports
from members.imports import apply, check, receive


@shared_task(name="members.check_import")
def check_import(run_id: int) -> None:
    check.check(run_id)


@shared_task(name="members.apply_import")
def apply_import(run_id: int) -> None:
    apply.apply(run_id)


@shared_task(name="members.sweep_imports")
def sweep_imports() -> None:
    receive.sweep()


@shared_task(name="members.purge_imports")
def purge_imports() -> None:
    receive.purge()


@shared_task(name="members.forget_applications")
def forget_applications() -> None:
    forgetting.forget_applications()


@shared_task(name="members.forget_enquiries")
def forget_enquiries() -> None:
    enquiries.forget_enquiries()
    reports.forget_reporters()
