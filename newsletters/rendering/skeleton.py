"""A message encoded once and cut where personal values go; splicing is a join of bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from newsletters.rendering.encoding import quoted_printable
from newsletters.rendering.slots import ENCODERS, Context, Slot

Part = bytes | tuple[Slot, Context]


@dataclass(frozen=True, slots=True)
class Skeleton:
    """``pieces[0] value pieces[1] value … pieces[n]``: one slot between two pieces."""

    pieces: tuple[bytes, ...]
    slots: tuple[tuple[Slot, Context], ...]

    @classmethod
    def of(cls, parts: Iterable[Part]) -> "Skeleton":
        """From bytes and slots in any order; neighbouring bytes are joined."""
        pieces, slots = [b""], []
        for part in parts:
            if isinstance(part, bytes):
                pieces[-1] += part
            else:
                slots.append(part)
                pieces.append(b"")
        return cls(tuple(pieces), tuple(slots))

    @classmethod
    def load(cls, skeleton: bytes, slots: list[list[object]]) -> "Skeleton":
        """From what ``Rendition`` stores: the bytes without slots, and ``[offset, slot, context]`` rows."""
        edges = [0, *(int(str(offset)) for offset, _, _ in slots), len(skeleton)]
        pieces = tuple(bytes(skeleton[a:b]) for a, b in pairwise(edges))
        return cls(pieces, tuple((Slot(name), Context(context)) for _, name, context in slots))

    def dump(self) -> tuple[bytes, list[list[object]]]:
        rows: list[list[object]] = []
        offset = 0
        for piece, (slot, context) in zip(self.pieces, self.slots, strict=False):
            offset += len(piece)
            rows.append([offset, slot.value, context.value])
        return b"".join(self.pieces), rows

    def bears(self, slot: Slot) -> bool:
        return any(name is slot for name, _ in self.slots)

    def splice(self, values: Mapping[Slot, str]) -> bytes:
        """The whole message for one recipient; raises SlotError when a value must not enter it."""
        done: dict[tuple[Slot, Context], bytes] = {}
        parts = [self.pieces[0]]
        for key, piece in zip(self.slots, self.pieces[1:], strict=True):
            if key not in done:
                done[key] = ENCODERS[key[1]](values[key[0]])
            parts.append(done[key])
            parts.append(piece)
        return b"".join(parts)


def body_parts(cut: list[str | Slot], context: Context) -> list[Part]:
    """Quoted-printable pieces of a body: a soft break stands before and after each value."""
    parts: list[Part] = []
    for index, part in enumerate(cut):
        if isinstance(part, Slot):
            parts.append((part, context))
            continue
        encoded = quoted_printable(part)
        is_last = index == len(cut) - 1
        parts.append(encoded if is_last or not encoded or encoded.endswith(b"\r\n") else encoded + b"=\r\n")
    return parts


def stuffed(message: bytes) -> bytes:
    """Dot-stuffing (RFC 5321 section 4.5.2) and the final dot."""
    if message.startswith(b"."):
        message = b"." + message
    message = message.replace(b"\r\n.", b"\r\n..")
    return message + (b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")
