"""From an issue to the bytes on the wire, rendered once for each group of recipients.

``compose.compose(issue, blocks)`` gives a ``Content``: HTML and text in which personal values are *marks*
(``slots.mark(Slot.UNSUBSCRIBE_URL)``). ``message.skeleton`` encodes it once as a MIME message cut at the marks;
``Skeleton.splice(values)`` gives the bytes for one recipient.
"""
