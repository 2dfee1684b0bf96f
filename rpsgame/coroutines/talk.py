"""What two players say to each other: a few phrases, each by a key, and only to those who want to hear it."""

from __future__ import annotations

from collections.abc import Collection

from .facts import Muted, Said, SaidAlready, SayKeys
from .match import Command
from .other_keys import OtherKeys

NO_KEYS = OtherKeys("", "", "", "", "", "", {})  # for a table where nobody would hear what is said


class Talk:
    """The talk of two players at a table. Each may say each phrase once a game: then nobody is flooded.

    :param keys: what is said by which key
    :param muted: the players who hear nothing of the other
    :ivar said: who has said what in this game, by its key
    """

    __slots__ = ("_keys", "muted", "said")

    def __init__(self, keys: OtherKeys, muted: Collection[int]) -> None:
        self._keys = keys
        self.muted = muted
        self.said: tuple[tuple[int, str], ...] = ()

    def press(self, player: int, key: str) -> list[Command]:
        """Return what follows from a key that a player has pressed: nothing where it is not for this."""
        phrase = self._keys.phrases.get(key)
        if phrase is None:
            return self._mute(player) if key == self._keys.mute else []
        if (player, key) in self.said:
            return [("tell", player, SaidAlready())]
        self.said += ((player, key),)
        said = Said(player, phrase)
        heard = (player, "watchers") if 1 - player in self.muted else ("all",)
        return [("tell", who, said) for who in heard]

    def _mute(self, player: int) -> list[Command]:
        self.muted = tuple({*self.muted} ^ {player})
        return [("tell", player, Muted(player in self.muted))]


def say_keys(keys: OtherKeys) -> tuple[SayKeys, ...]:
    """Return what is told of the keys by which something is said; nothing where there are none."""
    return (SayKeys(tuple(keys.phrases.items()), keys.mute),) if keys.phrases else ()
