"""How the fake mail server behaves: delays, refusals at each stage, silence, closed connections."""

import json
import random
from dataclasses import asdict, dataclass, field

STAGES = ("connect", "ehlo", "auth", "mail", "rcpt", "data", "body", "dot", "accepted")
CLOSE, SILENT = "close", "silent"


@dataclass(frozen=True)
class Fault:
    """At ``stage``, in ``share`` of the cases after the first ``skip``, at most ``times``: a reply, close or silence.

    ``body``: in the middle of the message. ``dot``: instead of accepting it. ``accepted``: after it was accepted
    and logged, instead of saying so.
    """

    stage: str
    action: str
    share: float = 1.0
    times: int = 1_000_000_000
    skip: int = 0

    def __post_init__(self) -> None:
        if self.stage not in STAGES:
            raise ValueError(f"{self.stage} is no stage of a dialogue.")


@dataclass
class Plan:
    """``delay``: seconds before each group of replies. ``eager``: DATA gets 354 even without any recipient."""

    faults: list[Fault] = field(default_factory=list)
    delay: float = 0.0
    pipelining: bool = True
    eager: bool = False
    user: str = ""
    password: str = ""
    mechanisms: str = "PLAIN LOGIN"
    starttls: bool = False
    implicit_tls: bool = False
    certificate: str = ""
    seed: int = 0
    keep: int = 0  # whole messages kept for reading, the first ones

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> "Plan":
        raw = json.loads(text)
        return cls(**raw | {"faults": [Fault(**fault) for fault in raw["faults"]]})


class Dice:
    """Decides, the same way for the same seed, which fault strikes."""

    def __init__(self, plan: Plan) -> None:
        self._random = random.Random(plan.seed)
        self._faults = plan.faults
        self._seen = [0] * len(plan.faults)
        self._struck = [0] * len(plan.faults)

    def throw(self, stage: str) -> str:
        """The action of the fault that strikes at ``stage``, or nothing."""
        for index, fault in enumerate(self._faults):
            if fault.stage != stage or self._struck[index] >= fault.times:
                continue
            self._seen[index] += 1
            if self._seen[index] <= fault.skip:
                continue
            if fault.share >= 1 or self._random.random() < fault.share:
                self._struck[index] += 1
                return fault.action
        return ""
