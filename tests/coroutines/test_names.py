"""Names and their keys."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as some
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.names import KEY_BYTES, LETTERS, digest_of, key_of, skeleton, typed_key, why_not


class NameTests(SynchronousTestCase):
    """What is a name."""

    def test_names(self) -> None:
        """Three to sixteen letters and digits of ASCII, a letter first."""
        for name, why in {
            "Ann": None,
            "B3n": None,
            "a" * 16: None,
            "Al": "short",
            "": "short",
            "a" * 17: "long",
            "Zoë": "characters",
            "a b": "characters",
            "a_b": "characters",
            "Ann\n": "characters",
            "\N{CYRILLIC CAPITAL LETTER A}nn": "characters",
            "१२३": "characters",
            "7up": "digit first",
            "12345678": "digit first",
        }.items():
            self.assertEqual(why_not(name), why, name)

    def test_reserved(self) -> None:
        """Nobody is called as the server calls somebody, nor so that it looks like that."""
        for name in ("guest", "Guest7", "GUESTS", "guestl0", "house", "TheHouse", "h0use", "host", "H0ST", "the"):
            self.assertEqual(why_not(name), "reserved", name)
        for name in ("operator", "0perator", "adrnin", "Admin", "player0", "PLAYER1", "pIayer", "nobody", "you"):
            self.assertEqual(why_not(name), "digit first" if name[0] == "0" else "reserved", name)
        for name in ("Guestave", "Housman", "hostess", "theodor", "yours2"):
            self.assertIsNone(why_not(name), name)

    def test_skeleton(self) -> None:
        """Names that look alike have one skeleton; others have not."""
        for alike in (("Bill", "bi11", "B1LL", "bIlI"), ("corn", "com", "C0RN"), ("Otto", "0tt0")):
            self.assertEqual(len({skeleton(name) for name in alike}), 1, alike)
        self.assertEqual(len({skeleton(name) for name in ("Ann", "Anna", "Ben", "Ban", "Bren")}), 5)


class KeyTests(SynchronousTestCase):
    """The keys."""

    def test_shown(self) -> None:
        """A key is four groups of four, without signs that can be mistaken."""
        self.assertEqual(key_of(bytes(10)), "aaaa-aaaa-aaaa-aaaa")
        self.assertEqual(key_of(b"\xff" * 10), "9999-9999-9999-9999")
        self.assertEqual(set(LETTERS) & set("0o1l"), set())
        self.assertEqual(len(set(LETTERS)), 32)

    @given(some.binary(min_size=KEY_BYTES, max_size=KEY_BYTES), some.binary(min_size=KEY_BYTES, max_size=KEY_BYTES))
    def test_all_bits(self, one: bytes, other: bytes) -> None:
        """Two keys are the same only where the same was drawn."""
        self.assertEqual(key_of(one) == key_of(other), one == other)
        self.assertEqual(digest_of(key_of(one)) == digest_of(key_of(other)), one == other)

    def test_typed(self) -> None:
        """It may be typed in large letters, without the hyphens, with spaces, and with 1 or l for the i."""
        key = "hijk-2345-mnpq-xyz9"
        for typed in (key, key.upper(), key.replace("-", ""), f" {key.replace('-', ' ')}\r\n", key.replace("i", "1")):
            self.assertEqual(digest_of(typed), digest_of(key), typed)
        self.assertEqual(typed_key(key), "hijk2345mnpqxyz9")

    def test_no_keys(self) -> None:
        """All else is no key."""
        for typed in (
            "",
            "hijk",
            "hijk-2345-mnpq-xyz",
            "hijk-2345-mnpq-xyz99",
            "hijk-2345-mnpq-xyz0",
            "hijk-2345-mnpq-xyzé",
        ):
            self.assertIsNone(typed_key(typed))
            self.assertIsNone(digest_of(typed))

    def test_digest(self) -> None:
        """What is kept does not tell the key."""
        digest = digest_of("hijk-2345-mnpq-xyz9")
        assert digest
        self.assertEqual(len(digest), 32)
        self.assertIsNone(re.search(b"hijk|xyz9", digest))
