"""A program that plays rpsgame, by the server's JSON door, and says how it went.

Run it as ``python examples/bot.py HOST PORT [MATCHES]``. docs/json.rst says what the two tell each other.
"""

from __future__ import annotations

import json
import random
import socket
import sys
from typing import TextIO


def play(server: TextIO, matches: int) -> None:
    """Play so many matches against whoever comes, with throws at random."""
    keys: list[str] = []
    played = won = 0

    def send(**message: str | bool) -> None:
        server.write(json.dumps(message) + "\n")
        server.flush()

    for line in server:
        match json.loads(line):
            case {"event": "hello", "throws": throws}:
                keys = list(throws)
            case {"event": "offered", "may": ["start", *_]}:
                send(start=True)
            case {"event": "match", "names": [_, opponent]}:
                print(f"Against {opponent}:")
            case {"event": "game"}:
                send(throw=random.choice(keys))
            case {"event": "result", "you": mine, "they": theirs, "winner": winner}:
                print(f"  {mine} against {theirs}: {winner or 'nobody'}")
            case {"event": "over", "ending": ending, "winner": winner, "wins": [mine, theirs]}:
                played, won = played + 1, won + (winner == "you")
                print(f"  {mine} - {theirs}, {ending}.")
                if played == matches:
                    send(leave=True)
            case {"event": "asked"} if played < matches:
                send(again=True)
            case {"event": "error" | "bye", "text": text}:
                print(text)
    print(f"{won} of {played} matches won.")


def main(host: str, port: str, matches: str = "3") -> None:
    """Play on a server."""
    with socket.create_connection((host, int(port))) as connection, connection.makefile("rw") as server:
        play(server, int(matches))


if __name__ == "__main__":
    main(*sys.argv[1:])
