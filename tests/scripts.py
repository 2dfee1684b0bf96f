"""Whole matches as scripts, in the article's notation: both programs are driven with them, and tell the same.

What happens stands at the margin: ``join``, ``leave``, ``key PLAYER KEY`` or ``wait SECONDS``, where a guest has ten
seconds for a throw and hears the last five of them counted. Below it stands what is told: ``0 >`` to the house,
``1 >`` to the guest, ``all >`` to both.
"""

from __future__ import annotations

from typing import NamedTuple

Event = tuple[str] | tuple[str, int] | tuple[str, int, str]

CONNECTED = "Player connected:"
LAST_WORDS = ("Thank you for playing!", "Timed out. Good-bye")  # a guest who is told one of these is let go


class Step(NamedTuple):
    """Something that happens, and the lines that player 0 and player 1 are told by it."""

    event: Event
    told: tuple[list[str], list[str]]


def nameless(line: str) -> str:
    """Return *line* without the name of the guest, which each program makes in its own way."""
    return CONNECTED if line.startswith(CONNECTED + " ") else line


def script(text: str) -> list[Step]:
    """Read a script."""
    steps: list[Step] = []
    for row in filter(None, text.splitlines()):
        player, told, line = row.strip().partition(" > ")
        if told:
            for seat in (0, 1) if player == "all" else (int(player),):
                steps[-1].told[seat].append(line)
        else:
            steps.append(Step(_event(*row.split()), ([], [])))
    return steps


def _event(word: str, number: str = "", key: str = "") -> Event:
    if key:
        return word, int(number), key
    return (word, int(number)) if number else (word,)


JOIN = """
join
    0 > Player connected:
    1 > Welcome to the game
"""
LEAVE = """
leave
    0 > Opponent disconnected.
"""

ERNIE_THEN_BERT = script(
    JOIN
    + """
key 0 r
key 1 s
    all > Player 0: r, Player 1: s
    all > Player 0 wins!
    all > Wins: 1 - 0
    0 > Overall: 100.00%
"""
    + LEAVE
    + JOIN
    + """
key 1 x
    1 > Invalid key
key 1 p
key 0 r
    all > Player 0: r, Player 1: p
    all > Player 1 wins!
    all > Wins: 0 - 1
    0 > Overall: 50.00%
key 0 s
key 1 p
    all > Player 0: s, Player 1: p
    all > Player 0 wins!
    all > Wins: 1 - 1
    0 > Overall: 66.67%
key 0 s
key 1 p
    all > Player 0: s, Player 1: p
    all > Player 0 wins!
    all > Wins: 2 - 1
    0 > Overall: 75.00%
key 0 s
key 1 p
    all > Player 0: s, Player 1: p
    all > Player 0 wins!
    all > Wins: 3 - 1
    0 > Overall: 80.00%
key 0 s
key 1 p
    all > Player 0: s, Player 1: p
    all > Player 0 wins!
    all > Wins: 4 - 1
    0 > Overall: 83.33%
key 0 s
key 1 p
    all > Player 0: s, Player 1: p
    all > Player 0 wins!
    all > Wins: 5 - 1
    0 > Overall: 85.71%
    all > Thank you for playing!
"""
)

TIE = script(
    JOIN
    + """
key 1 p
key 0 p
    all > Player 0: p, Player 1: p
key 0 p
key 1 s
    all > Player 0: p, Player 1: s
    all > Player 1 wins!
    all > Wins: 0 - 1
    0 > Overall:  0.00%
"""
    + LEAVE
)

CHANGE_OF_MIND = script(
    JOIN
    + """
key 1 p
key 1 s
key 1 r
key 0 p
    all > Player 0: p, Player 1: r
    all > Player 0 wins!
    all > Wins: 1 - 0
    0 > Overall: 100.00%
"""
    + LEAVE
)

INVALID_KEYS = script(
    JOIN
    + """
key 0 x
    0 > Invalid key
key 1 r
key 1 7
    1 > Invalid key
key 0 s
    all > Player 0: s, Player 1: r
    all > Player 1 wins!
    all > Wins: 0 - 1
    0 > Overall:  0.00%
"""
    + LEAVE
)

COUNTDOWN = """
wait 4
wait 1
    1 > 5
wait 1
    1 > 4
wait 1
    1 > 3
wait 1
    1 > 2
wait 1
    1 > 1
wait 1
    all > Timed out. Good-bye
"""

TIMED_OUT = script(JOIN + COUNTDOWN + JOIN + LEAVE)

THROW_STOPS_COUNTDOWN = script(
    JOIN
    + """
wait 6
    1 > 5
    1 > 4
key 1 s
wait 3600
key 0 s
    all > Player 0: s, Player 1: s
"""
    + COUNTDOWN
)

OTHER_KEYS_DO_NOT_STOP_COUNTDOWN = script(
    JOIN
    + """
wait 5
    1 > 5
key 0 r
wait 1
    1 > 4
key 1 x
    1 > Invalid key
wait 4
    1 > 3
    1 > 2
    1 > 1
    all > Timed out. Good-bye
"""
)

LEFT_MID_GAME = script(
    JOIN
    + """
key 1 p
"""
    + LEAVE
    + """
wait 3600
"""
    + JOIN
    + """
key 0 r
key 1 s
    all > Player 0: r, Player 1: s
    all > Player 0 wins!
    all > Wins: 1 - 0
    0 > Overall: 100.00%
"""
    + LEAVE
)

SCRIPTS = {
    "Ernie, then Bert": ERNIE_THEN_BERT,
    "a tie is nobody's, and the next game begins": TIE,
    "a mind may change until the other has thrown": CHANGE_OF_MIND,
    "a wrong key costs nothing": INVALID_KEYS,
    "a guest who does not throw is timed out, and the next one comes": TIMED_OUT,
    "a guest's throw stops the countdown, the next game starts it": THROW_STOPS_COUNTDOWN,
    "neither the house's throw nor a wrong key stops it": OTHER_KEYS_DO_NOT_STOP_COUNTDOWN,
    "a guest who leaves in the middle of a game takes their throw along": LEFT_MID_GAME,
}
