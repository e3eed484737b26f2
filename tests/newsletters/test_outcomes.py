"""What an answer means, on paper: verdicts, ladder, closures, reputation."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from newsletters.sending.dialogue import Step
from newsletters.sending.limits import SOFT_TIME_LIMIT, TIME_LIMIT, Limits
from newsletters.sending.outcomes import EXPIRY, Reputation, Verdict, closure, deferral, judge
from newsletters.sending.replies import Reply


def reply(words: str) -> Reply:
    code, _, text = words.partition(" ")
    return Reply(int(code), (text,))


@pytest.mark.parametrize(
    ("step", "words", "verdict"),
    [
        ("dot", "250 2.0.0 taken", "sent"),
        ("mail", "451 4.3.0 wait", "slow"),
        ("rcpt", "451 4.2.1 greylisted", "defer"),
        ("rcpt", "452 4.2.2 full", "defer"),
        ("data", "451 4.3.0 later", "defer"),
        ("dot", "451 4.7.1 greylisted", "defer"),
        ("dot", "421 4.3.2 closing", "defer"),
        ("rcpt", "550 5.1.1 nobody", "suppress"),
        ("rcpt", "550 5.1.2 no domain", "suppress"),
        ("dot", "550 5.1.6 moved", "suppress"),
        ("rcpt", "556 5.1.10 null MX", "suppress"),
        ("rcpt", "550 nobody", "refuse"),
        ("rcpt", "550 5.2.1 disabled", "refuse"),
        ("rcpt", "550 5.1.3 bad syntax", "refuse"),
        ("dot", "552 5.2.2 full", "refuse"),
        ("rcpt", "550 5.7.1 blocked", "stop"),
        ("dot", "554 5.7.26 unauthenticated", "stop"),
        ("mail", "550 5.1.8 bad sender", "stop"),
        ("mail", "530 5.7.0 authenticate", "stop"),
        ("rcpt", "350 what", "defer"),
        ("dot", "354 what", "uncertain"),
    ],
)
def test_verdict(step: str, words: str, verdict: str) -> None:
    assert judge(Step(step), reply(words)) == verdict


def test_ladder_climbs_and_stays_on_its_last_rung() -> None:
    assert [deferral(attempts) for attempts in range(6)] == [300, 900, 3600, 14400, 14400, 14400]
    assert EXPIRY == 48 * 3600


def test_closure_doubles_up_to_a_quarter_of_an_hour() -> None:
    for failures, longest in [(0, 15), (1, 30), (3, 120), (6, 900), (400, 900)]:
        assert longest * 0.75 <= closure(failures, 15, 900) <= longest


def test_code_pauses_above_two_per_cent_of_the_last_two_hundred() -> None:
    reputation, refusal = Reputation(), reply("550 5.2.1 disabled")
    verdicts = []
    for _ in range(5):
        for _ in range(30):
            reputation.weigh(Verdict.SENT, reply("250 ok"))
        verdicts.append(reputation.weigh(Verdict.REFUSE, refusal))
    assert verdicts == ["refuse"] * 4 + ["stop"]


def test_old_refusals_are_forgotten() -> None:
    reputation, refusal = Reputation(), reply("550 5.2.1 disabled")
    for _ in range(10):
        for _ in range(50):
            reputation.weigh(Verdict.SENT, reply("250 ok"))
        assert reputation.weigh(Verdict.REFUSE, refusal) == Verdict.REFUSE


def test_tolerated_code_is_about_the_recipients() -> None:
    reputation = Reputation(tolerated={"5.7.1"})

    assert {reputation.weigh(Verdict.STOP, reply("550 5.7.1 no")) for _ in range(50)} == {Verdict.REFUSE}
    assert reputation.weigh(Verdict.STOP, reply("550 5.7.26 no")) == Verdict.STOP


def test_unknown_addresses_never_pause_but_warn_once_above_a_tenth() -> None:
    reputation = Reputation()
    warnings = []
    for number in range(200):
        unknown = number % 5 == 0
        answer = reply("550 5.1.1 nobody") if unknown else reply("250 ok")
        verdict = reputation.weigh(Verdict.SUPPRESS if unknown else Verdict.SENT, answer)
        assert verdict != Verdict.STOP
        warnings.append(reputation.must_warn())
    assert warnings.count(True) == 1
    assert warnings.index(True) >= 49


def test_limits_that_contradict_each_other_are_refused() -> None:
    assert Limits.from_settings().claims + Limits.from_settings().dot < SOFT_TIME_LIMIT < TIME_LIMIT < 900
    for bad in ({"lease": 10}, {"handing": 500}, {"claims": 300}, {"stale_intent": 700}):
        with pytest.raises(ImproperlyConfigured, match="contradict"):
            Limits(**bad)
    with override_settings(SENDER={"sockets": 3}):
        assert Limits.from_settings().sockets == 3
