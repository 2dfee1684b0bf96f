"""A crowd that plays on a server which is killed and started again, and again."""

from __future__ import annotations

import os
import select
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

from .json_players import JsonPlayer
from .plain_players import PlainPlayer
from .players import Player, Told
from .terminals import LIMIT, TWISTD, Place, Reservation, environment
from .wires import WIRES, Wire

LEAVE = {"telnet": "q", "ssh": "q", "json": '{"leave": true}', "web": '{"leave": true}'}
OPTIONS = {"telnet": "--listen", "json": "--bots", "web": "--web", "ssh": "--ssh"}
BREAKS = 0.002  # how often a player's own line breaks, for each time that they say something
STUCK = 150  # seconds in which nobody hears anything: a match waits 120 for somebody who never knew of it


class Killable:
    """A server that is started again and again at the same ports, with the same state.

    :param place: where it runs
    :param doors: the kinds of doors
    :ivar ports: where it listens, by kind
    :ivar run: the process of this start, 0 where none runs
    :ivar runs: those of all starts
    :ivar ready: where it says when it listens
    """

    def __init__(self, place: Place, doors: tuple[str, ...], *options: str) -> None:
        self._cwd = place.cwd
        reservations = {door: Reservation() for door in doors}
        for reservation in reservations.values():
            place.add_cleanup(reservation.close)
        self.ports = {door: reservation.port for door, reservation in reservations.items()}
        listens = [part for door in doors for part in (OPTIONS[door], reservations[door].endpoint)]
        files = ["--pidfile=", "--logfile", "twistd.log"]
        self._command = [*TWISTD, "-n", *files, "rpsgame", *listens, "--drain", "0", *options]
        self.ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        place.add_cleanup(self.ready.close)
        self.ready.bind(os.path.join(place.cwd, "notify"))
        self.run = 0
        self.runs: list[int] = []
        place.add_cleanup(self.end, signal.SIGKILL)

    def start(self) -> None:
        """Start it; `ready` tells when it listens."""
        environ = {**environment(), "NOTIFY_SOCKET": self.ready.getsockname()}
        self._process = subprocess.Popen(self._command, cwd=self._cwd, env=environ, stdin=subprocess.DEVNULL)
        self.run = self._process.pid
        self.runs.append(self.run)

    def is_ready(self) -> bool:
        """Return whether it has said that it listens, after it has said anything."""
        return b"READY=1" in self.ready.recv(4096)

    def end(self, signum: signal.Signals) -> None:
        """Send it a signal, and wait until it has ended."""
        if self.run:
            self._process.send_signal(signum)
            self._process.wait(LIMIT)
            self.run = 0
            while select.select([self.ready], [], [], 0)[0]:
                self.ready.recv(4096)

    @property
    def log(self) -> str:
        return Path(self._cwd, "twistd.log").read_text()


class Crowd:
    """Players at all doors of a server; whoever's line ends comes again as soon as they can.

    :param server: where they play
    :param players: how many come by each kind of door
    :param chance: what they do
    :ivar players: all of them
    :ivar refused: the matches whose code nobody had
    :ivar answered: when somebody had their seat again, after the last kill
    """

    def __init__(self, server: Killable, players: Mapping[str, int], chance: Random) -> None:
        self._server, self._chance = server, chance
        self._selector = selectors.DefaultSelector()
        self._selector.register(server.ready, selectors.EVENT_READ)
        self._doors: dict[Player, tuple[str, str]] = {}
        self._wires: dict[Player, Wire] = {}
        self._up = False
        self._stopping = False
        self.refused: list[Told] = []
        self.answered: float | None = None
        for door, number in players.items():
            for _ in range(number):
                make = JsonPlayer if door in ("json", "web") else PlainPlayer
                player: Player = make(Random(chance.random()))
                self._doors[player] = door, f"127.0.1.{len(self._doors) + 1}"
        self.players = [*self._doors]

    def play(self, until: Callable[[], bool], seconds: float = STUCK) -> bool:
        """Play until something is so, or nobody has heard anything for so long; return whether it is so."""
        while not until():
            ready = self._selector.select(seconds)
            if not ready:
                return False
            for key, _ in ready:
                if key.data is None:
                    self._up = self._up or self._server.is_ready()
                elif self._wires.get(key.data[0]) is key.data[1]:
                    self._read(*key.data)
            self._connect_all()
        return True

    def hears(self, lines: int) -> Callable[[], bool]:
        """Return what is so when so many more lines have been heard."""
        self._heard = 0
        return lambda: self._up and self._heard >= lines

    def is_up(self) -> bool:
        return self._up

    def kill(self, signum: signal.Signals) -> None:
        """End the server, and let all hear what it has told them; those who play are told so where it can say so."""
        self._server.end(signum)
        self._up, self.answered = False, None
        self._stopping = signum == signal.SIGTERM
        while self._wires:
            for key, _ in self._selector.select(LIMIT):
                if key.data and self._wires.get(key.data[0]) is key.data[1]:
                    self._read(*key.data)
        self._stopping = False

    def finish(self) -> list[Player]:
        """Let all play their matches to the end, and leave; return those who cannot."""
        for player in self.players:
            player.leaves = True
        self.play(self._have_all_left)
        return [player for player in self.players if player.plays or player in self._wires]

    def _have_all_left(self) -> bool:
        """Let those leave who do not play; return whether nobody is in any more."""
        for player, wire in self._wires.items():
            if not (player.plays or player.returning or player.done):
                player.done = True
                wire.say(LEAVE[self._doors[player][0]])
        return self._up and not self._wires and not any(player.plays for player in self.players)

    def _connect_all(self) -> None:
        for player in self.players:
            if self._up and player not in self._wires and (not player.leaves or player.plays):
                self._connect(player)

    def _connect(self, player: Player) -> None:
        door, source = self._doors[player]
        try:
            wire = WIRES[door](self._server.ports[door], source)
        except ConnectionError as problem:
            player.faults.append(f"no line, although the server is up: {problem}")
            return
        self._wires[player] = wire
        self._selector.register(wire.socket, selectors.EVENT_READ, (player, wire))
        if player.done:
            player.code, player.done = "", False
        code = player.connected()
        for part in player.typed(code) if code else ():
            wire.say(part)
        if door == "ssh":
            self._read(player, wire)

    def _read(self, player: Player, wire: Wire) -> None:
        lines = wire.lines()
        if lines is None:
            self._lost(player)
            return
        returning, returns = player.returning, player.returns
        for line in lines:
            self._heard += 1
            for said in player.hear(line):
                wire.say(said)
                if self._chance.random() < BREAKS and self._up:
                    self._lost(player)
                    return
        if returning and not player.returning:
            if player.returns > returns and self.answered is None:
                self.answered = time.monotonic()
            if player.refused:
                self.refused.append(player.refused)
                player.refused = None
        if lines and self._doors[player][0] == "ssh":
            self._read(player, wire)  # what was read while something was said

    def _lost(self, player: Player) -> None:
        """The line has ended, or is to end."""
        if player.done and player.plays:
            player.plays.ending = "left"  # it had begun before that was known
        wire = self._wires.pop(player)
        self._selector.unregister(wire.socket)
        wire.hang_up()
        if self._stopping and player.plays and not player.kept and not player.returning:
            player.faults.append(f"not told that {player.plays} is kept")
