"""The two files of ``docs/examples``: contacts as members of staff would receive them, with their faults."""
