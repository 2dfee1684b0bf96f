"""Names that guests claim, and the keys that prove them.

Two names that look alike are one: their skeleton has a single sign for all that can be mistaken for each other.
A key is drawn by the server, so it needs no slow hash: nobody guesses 80 bits.
"""

from __future__ import annotations

import re
from hashlib import sha256

SHORTEST, LONGEST = 3, 16  # characters of a name: it fits a column, and can be told from another
ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l"})

RESERVED = "guest house host operator admin administrator moderator root system server robot bot computer"
RESERVED += " player nobody somebody someone anybody everybody you yourself all none null"
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # of a key: 32, so five bits each; no 0, o, 1 or l
KEY_BYTES = 10  # 80 bits: 16 letters
GROUP = 4  # letters of a key that are read and typed at a time


def skeleton(name: str) -> str:
    """Return what a name has in common with all names that look like it."""
    return name.casefold().translate(ALIKE).replace("rn", "m")


def why_not(name: str) -> str | None:
    """Return why this is no name: 'short', 'long', 'characters', 'digit first' or 'reserved'; None: it is one.

    :param name: 3 to 16 ASCII letters and digits, a letter first; not one that the server calls somebody by
    """
    if not re.fullmatch("[A-Za-z0-9]*", name):
        return "characters"
    if len(name) < SHORTEST:
        return "short"
    if len(name) > LONGEST:
        return "long"
    if name[0].isdigit():
        return "digit first"
    return "reserved" if _RESERVED.fullmatch(skeleton(name)) else None


# "guest7" looks like "guest 7", who is somebody without a name
_WORDS = "|".join(sorted({skeleton(word) for word in RESERVED.split()}))
_RESERVED = re.compile(f"(?:the)?(?:{_WORDS})s?[0-9lo]*|the")


def key_of(drawn: bytes) -> str:
    """Return a key as it is shown, such as "7pzt-94kc-mmd2-xw3e".

    :param drawn: KEY_BYTES bytes by which nobody can guess it
    """
    assert len(drawn) == KEY_BYTES, "a key has 80 bits"
    number = int.from_bytes(drawn, "big")
    letters = "".join(LETTERS[number >> shift & 31] for shift in range(KEY_BYTES * 8 - 5, -1, -5))
    return "-".join(letters[place : place + GROUP] for place in range(0, len(letters), GROUP))


def typed_key(typed: str) -> str | None:
    """Return the letters of a key that somebody has typed, with or without its groups; None: it is no key."""
    letters = re.sub(r"[\s-]", "", typed).casefold().replace("l", "i").replace("1", "i")
    return letters if re.fullmatch(f"[{LETTERS}]{{{KEY_BYTES * 8 // 5}}}", letters) else None


def digest_of(key: str) -> bytes | None:
    """Return what is kept of a key, shown or typed: its SHA-256, of 32 bytes; None: it is no key."""
    letters = typed_key(key)
    return sha256(letters.encode("ascii")).digest() if letters else None
