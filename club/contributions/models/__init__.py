from club.contributions.models.calls import Call, CallMail, CallNote
from club.contributions.models.placements import Placement
from club.contributions.models.reach import ReachMail
from club.contributions.models.submissions import Submission, Version

__all__ = ["Call", "CallMail", "CallNote", "Placement", "ReachMail", "Submission", "Version"]
