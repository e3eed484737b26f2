"""Messages that come back: read from mailboxes and providers, understood, tied to the delivery they speak of."""
