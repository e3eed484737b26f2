"""Files of people and organisations: received, checked, shown, written. The machinery is ``club.core.sheets``."""
