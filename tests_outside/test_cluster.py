"""A house of three processes, as ``examples/cluster`` has it, with real HAProxy and PostgreSQL."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
from twisted.trial.unittest import SynchronousTestCase

from tests.endtoend.terminals import CHECKOUT, TWISTD, Caller, Place, Reservation, environment

from .postgresql import Cluster
from .test_web_proxies import wait_for

EXAMPLE = CHECKOUT / "examples" / "cluster"
CODE = re.compile(r"type (\d{8}) when you come again")
KEY = re.compile(r"The key of \w+ is ([^.]+)")
SEATS = 2  # of a process here, so that the first is full soon


class House:
    """Three processes, and what is around them."""

    def __init__(self, add_cleanup: Any) -> None:
        self.postgresql = Cluster()
        add_cleanup(self.postgresql.remove)
        self.postgresql.start()
        self.places = [Place(add_cleanup) for _ in range(3)]
        self.front = Place(add_cleanup)
        self.inner = [Reservation() for _ in self.places]
        self.between = [Reservation() for _ in self.places]
        self.door, self.ready = Reservation(), Reservation()
        for reservation in (*self.inner, *self.between, self.door, self.ready):
            add_cleanup(reservation.close)
        for nth in range(3):
            self.start(nth)
        self._proxy()

    def start(self, nth: int) -> None:
        """Start a process, or start it again."""
        self.places[nth].daemon(
            *("--listen", f"haproxy:{self.inner[nth].endpoint}", "--cluster", self.between[nth].endpoint),
            *("--records", self.postgresql.url, "--best-of", "3", "--drain", "0", "--max-per-address", "0"),
            *("--house", "none"),
        )

    def _proxy(self) -> None:
        """Start HAProxy with the example's configuration, with ports of this test's, and for telnet alone."""
        config = (EXAMPLE / "haproxy.cfg").read_text()
        config = config.partition("\nfrontend web")[0].replace("maxconn 300", f"maxconn {SEATS}")
        config = config.replace("bind :::23 v4v6", f"bind 127.0.0.1:{self.door.port}")
        for nth, reservation in enumerate(self.inner, 1):
            config = config.replace(f"1234{nth}", str(reservation.port))
        config = re.sub(r"^    (user|group|chroot|log|ssl-default).*$", "", config, flags=re.MULTILINE)
        config += f"\nfrontend ready\n    mode http\n    bind 127.0.0.1:{self.ready.port}\n    monitor-uri /\n"
        Path(self.front.cwd, "haproxy.cfg").write_text(config)
        self.front.terminal("haproxy", "-db", "-f", "haproxy.cfg")
        wait_for(self.ready.port)

    def come(self, number: int) -> Caller:
        """Come by HAProxy, from an address of one's own."""
        return self.front.call(self.door.port, f"127.0.0.{number}")

    def ask(self, sql: str, *values: object) -> list[Any]:
        """Return what the database says."""
        with psycopg.connect(self.postgresql.url) as connection:
            return connection.execute(sql, values).fetchall()  # type: ignore[arg-type, unused-ignore]

    def wait_until(self, sql: str, found: list[Any]) -> None:
        """Wait until the database says that."""
        for _ in range(20_000):
            if self.ask(sql) == found:
                return
        raise AssertionError(f"{sql} says {self.ask(sql)}")

    def wait_for_seats(self, seats: int) -> None:
        self.wait_until("SELECT count(*) FROM seat", [(seats,)])

    @property
    def logs(self) -> str:
        return "".join(place.log for place in self.places)


class ClusterTests(SynchronousTestCase):
    """What guests of such a house find."""

    def setUp(self) -> None:
        self.house = House(self.addCleanup)
        self.addCleanup(lambda: self.assertNotIn("Traceback", self.house.logs))

    def duel(self, *numbers: int) -> tuple[Caller, Caller]:
        """Let two come, who play each other; return them."""
        guests = []
        for number in numbers:
            guests.append(self.house.come(number))
            guests[-1].expect("You are guest ")
        first, second = guests
        for guest in guests:
            guest.expect("Your throw (r/p/s)?")
        return first, second

    def code(self, guest: Caller) -> str:
        return CODE.findall(guest.text)[-1]  # type: ignore[no-any-return]

    def named(self, name: str, number: int, nth: int) -> tuple[Caller, str]:
        """Let somebody claim a name in a process; return them and their key."""
        guest = self.house.places[nth].call(source=f"127.0.0.{number}")
        guest.expect("You play the next guest")
        guest.send("n\r\n")
        guest.expect("Enter alone ends it.\r\n")
        guest.send(f"{name}\r\n")
        found = KEY.search(guest.expect(f"You are {name} now."))
        assert found
        return guest, found[1]

    def pair(self) -> tuple[Caller, Caller]:
        """Let two with names play, Bert as player 0: while Ernie plays somebody else, he claims his."""
        ernie, _ = self.named("Ernie", 2, 0)
        other = self.house.places[0].call(source="127.0.0.9")
        ernie.expect("Your throw (r/p/s)?")
        bert, _ = self.named("Bert", 3, 0)
        other.send("q")
        for guest in (ernie, bert):
            guest.expect("You have 30 seconds")
        return bert, ernie

    def test_lone_guests_meet(self) -> None:
        """Guests who are alone meet in the first process, until it is full; the next two meet in the second."""
        self.duel(2, 3)
        self.duel(4, 5)
        for place, numbers in zip(self.house.places, ((2, 3), (4, 5), ()), strict=True):
            came = re.findall(r"\(127\.0\.0\.(\d+):\d+\) came", place.log)
            self.assertEqual(sorted(map(int, came)), list(numbers))

    def test_names_and_standings(self) -> None:
        """A name is one person's in all processes, and what each counts stands in one table, once."""
        bert, ernie = self.pair()
        rival = self.house.places[1].call(source="127.0.0.4")
        rival.expect("You play the next guest")
        rival.send("n\r\n")
        rival.expect("Enter alone ends it.\r\n")
        rival.send("Ern1e\r\n")
        rival.expect("Ern1e belongs to somebody.")
        self.play(bert, ernie)
        self.house.wait_until("SELECT won_low, won_high FROM versus", [(0, 1)])
        said = [self.exported(place) for place in self.house.places]
        self.assertEqual(said[0], said[1])
        self.assertEqual(said[1], said[2])

    def exported(self, place: Place) -> str:
        """Return all that the records have, as a process' own machine reads them."""
        command = [sys.executable, "-m", "rpsgame.records", "export", self.house.postgresql.url]
        ended = subprocess.run(command, cwd=place.cwd, env=environment(), capture_output=True, text=True, check=True)
        self.assertIn('"Ernie"', ended.stdout)
        return ended.stdout

    def play(self, winner: Caller, loser: Caller) -> None:
        """Let two play a match, which the first wins."""
        for n in (1, 2):
            for guest in (winner, loser):
                guest.expect("Your throw (r/p/s)?")
            winner.send("r")
            winner.expect("You throw rock.")
            loser.expect("has thrown.")
            loser.send("s")
            winner.expect(f"Wins: {n} - 0")
            loser.expect(f"Wins: {n} - 0")
        for guest in (winner, loser):
            guest.expect("Another match?")

    def test_another_process(self) -> None:
        """Who comes back lands where there is room, and is passed on to their seat, from their own address."""
        first, second = self.duel(2, 3)
        code = self.code(first)
        self.house.wait_for_seats(2)
        first.hang_up()
        second.expect("The line to player 0 is lost")
        self.house.come(4).expect("You are guest ")  # in the place of who has gone
        first = self.house.come(2)
        first.expect("You play the next guest")
        first.send(code)
        first.expect("You are guest 1 again.")
        second.expect("Player 0 is back")
        first.send("r")
        second.expect("Player 0 has thrown.")
        self.assertIn("was passed on to their seat", self.house.places[1].log)
        self.assertRegex(self.house.places[0].log, r"guest \d+ \(127\.0\.0\.2:\d+, passed on\)")

    def test_a_process_is_killed(self) -> None:
        """Guests of a process that is killed play on in the next one, and come back to their match when it is back."""
        first, second = self.duel(2, 3)
        first.send("r")
        second.expect("Player 0 has thrown.")
        codes = [self.code(guest) for guest in (first, second)]
        self.house.wait_for_seats(2)
        self.house.places[0].kill_server()
        for guest in (first, second):
            guest.expect_end()
        first, second = self.duel(2, 3)
        first.send(codes[0])
        first.expect("cannot be reached now. Try again in a while.")
        first.send("p")
        second.expect("Player 0 has thrown.")
        self.house.start(0)
        self.house.wait_until("SELECT count(DISTINCT process) FROM seat", [(2,)])
        first.send(codes[0])
        first.expect("You are guest 1 again.")
        second.expect("Opponent disconnected.")
        second.send(codes[1])
        second.expect("You are guest 2 again.")
        second.expect("Player 0 has thrown. Your throw (r/p/s)?")
        second.send("s")
        first.expect("Wins: 1 - 0")

    def test_postgresql_stops(self) -> None:
        """While PostgreSQL is away, guests play on; when it is back, each result is counted once."""
        bert, ernie = self.pair()
        self.house.postgresql.stop()
        self.play(bert, ernie)
        newcomers = self.duel(4, 5)
        self.house.postgresql.start()
        self.house.wait_until("SELECT won_low, won_high FROM versus", [(0, 1)])
        self.assertEqual(self.house.ask("SELECT count(*) FROM result WHERE player0 > 0 AND player1 > 0"), [(1,)])
        newcomers[0].send("r")
        newcomers[1].expect("Player 0 has thrown.")
        self.house.wait_for_seats(6)  # who has a name has two


class ExampleTests(SynchronousTestCase):
    """The files of ``examples/cluster``, as systemd and HAProxy read them."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)

    def test_haproxy(self) -> None:
        """HAProxy finds nothing wrong with either configuration, and nothing to warn of."""
        key = ["-keyout", "key.pem", "-out", "cert.pem", "-subj", "/CN=play.example.org"]
        made = self.place.run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *key)
        self.assertEqual(made.returncode, 0, made)
        parts = [Path(self.place.cwd, name).read_text() for name in ("cert.pem", "key.pem")]
        pem = Path(self.place.cwd, "play.pem")
        pem.write_text("".join(parts))
        for name in ("haproxy.cfg", "haproxy-machines.cfg"):
            config = (EXAMPLE / name).read_text().replace("/etc/haproxy/play.pem", str(pem))
            config = re.sub(r"^    (user|group|chroot|log /dev/log) .*$", "", config, flags=re.MULTILINE)
            Path(self.place.cwd, name).write_text(config)
            checked = self.place.run("haproxy", "-c", "-f", name)
            self.assertEqual((checked.returncode, checked.stderr), (0, ""), checked)

    def test_systemd(self) -> None:
        """systemd finds nothing wrong with the template, alone and with what a machine of several has besides."""
        unit = Path(self.place.cwd, "rpsgame@1.service")
        unit.write_text((EXAMPLE / "rpsgame@.service").read_text().replace("/opt/rpsgame/venv/bin/twistd", *TWISTD))
        for _ in range(2):
            checked = self.place.run("systemd-analyze", "verify", f"./{unit.name}")
            self.assertEqual((checked.returncode, checked.stdout, checked.stderr), (0, "", ""), checked)
            folder = Path(self.place.cwd, f"{unit.name}.d")
            folder.mkdir(exist_ok=True)
            (folder / "machine.conf").write_text((EXAMPLE / "machine.conf").read_text())
