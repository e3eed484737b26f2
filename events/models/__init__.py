from events.models.events import Event, announced_to_come
from events.models.kinds import Admission, Kind, State

__all__ = ["Admission", "Event", "Kind", "State", "announced_to_come"]
