"""A door's screen: who gets which, how it is changed, and what moves on it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, cast

from twisted.conch.telnet import DO, DONT, ECHO, IAC, NAWS, SB, SE, SGA, WILL, WONT
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import CodeHas, DoorKeys, HowItStands, Remark, Seated, SingleKeys, YourCode
from rpsgame.coroutines.games import GAMES, ROCK_PAPER_SCISSORS, Game
from rpsgame.coroutines.interview import IS, SEND, TTYPE
from rpsgame.doors import screen
from rpsgame.doors.own_keys import own_keys
from rpsgame.doors.throttle import MAX_STALL
from rpsgame.screens.view import View

from .client import Client
from .display import DoorsDisplay
from .hall import HELP, DoorsHall

TAKES_OFFER = IAC + DO + ECHO + IAC + DO + SGA
QUESTIONS = IAC + DO + TTYPE + IAC + DO + NAWS
NAME_PLEASE = IAC + SB + TTYPE + SEND + IAC + SE
COLOUR = b"[colour at 0]\r\n"
CODE = "48213305"


def named(name: str) -> bytes:
    """Return what a client sends that is asked for its name."""
    return IAC + SB + TTYPE + IS + name.encode() + IAC + SE


def sized(width: int, height: int) -> bytes:
    """Return what a client sends whose window has this size."""
    size = width.to_bytes(2, "big") + height.to_bytes(2, "big")
    return IAC + SB + NAWS + size.replace(IAC, IAC + IAC) + IAC + SE


class ScreenTestCase(SynchronousTestCase):
    """A client, and a display that says what the door asks of it."""

    def setUp(self) -> None:
        self.patch(screen, "DoorsDisplay", DoorsDisplay)
        self.hall = DoorsHall()
        self.client = Client(self.hall)

    def comes_in_colour(self) -> None:
        """Let the client be one that gets colour."""
        self.client.send(TAKES_OFFER)
        self.client.send(IAC + WILL + TTYPE, named("XTERM"), named("XTERM"))

    def shown(self) -> bytes:
        """Return what has been shown since the client has sent something."""
        return bytes(self.client.transport.value())


class FoundTests(ScreenTestCase):
    """The screen that a client gets."""

    def test_colour(self) -> None:
        """A client that takes the offer is asked what it is, a question at a time, and then has colour."""
        self.assertEqual(self.client.send(TAKES_OFFER), QUESTIONS)
        self.assertEqual(self.client.send(IAC + WILL + TTYPE + IAC + WILL + NAWS), NAME_PLEASE)
        self.assertEqual(self.client.send(named("XTERM")), NAME_PLEASE)
        self.assertEqual(self.client.send(named("XTERM")), COLOUR)
        self.assertEqual(self.hall.pressed, "")

    def test_mtts(self) -> None:
        """A client that says who uses it gets what is right for them, by the third name."""
        self.client.send(TAKES_OFFER, IAC + WILL + TTYPE, named("TINTIN++"), named("XTERM"))
        self.assertEqual(self.client.send(named("MTTS 271")), b"[80x24 UTF-8 at 0]\r\n" + COLOUR)
        client = Client(self.hall)
        client.send(TAKES_OFFER, IAC + WILL + TTYPE, named("MUDLET"), named("ANSI"))
        self.assertEqual(client.send(named("MTTS 65")), b"[spoken at 0]\r\n")

    def test_refusals(self) -> None:
        """A client that refuses all stays plain, and is asked nothing, or nothing more."""
        self.assertEqual(self.client.send(IAC + DONT + ECHO + IAC + DONT + SGA), b"")
        client = Client(self.hall)
        self.assertEqual(client.send(IAC + DONT + ECHO + IAC + DO + SGA), QUESTIONS)
        for _ in range(2):
            self.assertEqual(client.send(IAC + WONT + TTYPE + IAC + WONT + NAWS), b"")

    def test_silence(self) -> None:
        """A client that answers nothing is asked nothing, and costs no interview."""
        self.client.send(b"r\r\n")
        self.assertEqual(self.shown(), b"")
        self.assertNotIn("_interview", vars(self.client.door))

    def test_offers_of_its_own(self) -> None:
        """What a client offers by itself is not asked for again."""
        self.assertEqual(self.client.send(IAC + WILL + TTYPE), IAC + DO + TTYPE + NAME_PLEASE)
        self.assertEqual(self.client.send(IAC + WILL + NAWS), IAC + DO + NAWS)
        self.assertEqual(self.client.send(TAKES_OFFER), b"")

    def test_mode_line(self) -> None:
        """A client that takes its echo back is plain for as long; it has colour again when it gives it back."""
        self.comes_in_colour()
        plain = b"[plain at 0]\r\n"
        self.assertEqual(self.client.send(IAC + DONT + ECHO), IAC + WONT + ECHO + plain)
        self.assertEqual(self.client.send(IAC + DO + ECHO), IAC + WILL + ECHO + COLOUR)

    def test_size(self) -> None:
        """The size of a window is followed, at any time, and a byte 255 in it is one."""
        self.comes_in_colour()
        self.assertEqual(self.client.send(sized(40, 12)), b"[40x12 at 0]\r\n")
        self.assertEqual(self.client.send(sized(255, 24)), b"[255x24 at 0]\r\n")
        self.assertEqual(self.client.send(sized(0, 0)), b"[80x24 at 0]\r\n")
        self.assertEqual(self.client.send(sized(0, 0)), b"")

    def test_broken_sizes(self) -> None:
        """A broken subnegotiation changes nothing, and costs nothing."""
        self.comes_in_colour()
        for data in (
            b"",
            NAWS,
            NAWS + b"\0\x28",
            NAWS + b"\0\x28\0\x0c\0",
            TTYPE,
            TTYPE + SEND,
            TTYPE + IS,
            b"x" * 99,
        ):
            self.assertEqual(self.client.send(IAC + SB + data + IAC + SE), b"", data)

    def test_whoever_hangs_up_is_not_shown_anything(self) -> None:
        """What is found out of a client that has gone meanwhile is shown to nobody, and nothing waits."""
        self.client.send(TAKES_OFFER, IAC + WILL + TTYPE, named("XTERM"))
        self.client.transport.clear()
        self.client.door.dataReceived(named("XTERM"))
        self.client.hang_up()
        self.assertEqual((self.shown(), self.hall.clock.getDelayedCalls()), (b"", []))


class ChosenTests(ScreenTestCase):
    """The screen that the operator or a person has chosen."""

    def test_option(self) -> None:
        """Where the operator has chosen a screen, everybody has it from the beginning, whatever they answer."""
        for name in ("plain", "colour", "spoken"):
            self.client = Client(self.hall, screen=name)
            self.assertNotIn(b"[", self.shown())
            self.client.send(TAKES_OFFER, IAC + WILL + TTYPE, named("XTERM"), named("XTERM"))
            self.assertNotIn(b"[", self.shown())
            self.hall.clock.advance(0)

    def test_view(self) -> None:
        """The key v goes through the screens, and what is chosen stays."""
        self.assertEqual(self.client.send(b"v"), COLOUR)
        self.assertEqual(self.client.send(b"V"), b"[spoken at 0]\r\n")
        self.comes_in_colour()
        self.assertNotIn(b"colour", self.shown())
        self.assertEqual(self.client.send(b"vv"), b"[plain at 0]\r\n" + COLOUR)
        self.assertEqual(self.hall.pressed, "")

    def test_order(self) -> None:
        """Other keys keep their order around those of the door, which the hall never hears of."""
        self.client.send(b"rv?ips")
        self.assertEqual(self.hall.pressed, "r?ps")
        self.assertEqual(self.hall.told[0], DoorKeys("v", "i"))
        self.assertEqual(self.shown(), COLOUR + f"{HELP}\r\n".encode())

    def test_lines(self) -> None:
        """An Enter that ends a line with such a key is none for the hall, where it might begin a match."""
        self.client.send(b"v\r\n")
        self.client.send(b"i\n")
        self.client.send(b"r\r\n")
        self.client.send(b"\r\n")
        self.assertEqual(self.hall.pressed, "r\n\n")

    def test_a_game_with_these_keys(self) -> None:
        """Where a game has these keys for throws, others take their place, or none."""
        keys = own_keys(("v", "i"))
        self.assertEqual((keys.view, keys.connection, keys.all), ("|", "/", {"|", "/", "?"}))
        keys = own_keys(("v", "|", "i", "/"))
        self.assertEqual((keys.view, keys.connection, keys.all), ("", "", {"?"}))
        game = cast(Game, type("Taken", (), {"throws": dict.fromkeys("v|i/", "a throw")}))
        client = Client(DoorsHall(game))
        self.assertNotIn(b"Screen readers", client.transport.value())

    def test_connection(self) -> None:
        """The key i shows what the server knows of a connection, and what to do where that is not right."""
        self.client.send(b"i")
        told, self.hall.told = self.hall.told, []
        self.assertEqual(
            told,
            [
                "You have come by telnet, and see the screen called plain.",
                "Your terminal has not said what it is, and so gets no colour by itself.",
                "How large it is is unknown; 80 x 24 is taken. Change the size of its window, and it may say so.",
                "Whether your keys come at once is unknown; where one alone does nothing, press Enter after it.",
                "It has not said that it shows UTF-8, and gets ASCII. A client with MTTS says so, or the locale.",
                "How long an answer takes is unknown: nothing was asked that was answered.",
            ],
        )

    def test_a_good_connection(self) -> None:
        """What a client has said, and how long it took, is shown."""
        self.client.send(TAKES_OFFER, sized(132, 43))
        for answer in (IAC + WILL + TTYPE, named("TINTIN++"), named("MTTS 4")):
            self.hall.clock.advance(1 / 8)
            self.client.send(answer)
        self.client.send(b"i")
        self.assertEqual(
            self.hall.told,
            [
                "You have come by telnet, and see the screen called colour.",
                "Your terminal is TINTIN++, MTTS 4.",
                "It is 132 characters wide and 43 lines high.",
                "Your keys come at once.",
                "It shows UTF-8.",
                "An answer takes 125 milliseconds.",
            ],
        )

    def test_clients_that_send_lines(self) -> None:
        """A client that leaves the echo to the server, and is known to send lines, is told so as well."""
        for name, single in ("TINYFUGUE", False), ("KBtin", False), ("XTERM", True):
            client = Client(self.hall)
            client.send(TAKES_OFFER, IAC + WILL + TTYPE, named(name), named(name))
            self.hall.told.clear()
            client.send(b"i")
            self.assertEqual(self.hall.told[3], SingleKeys(single))

    def test_line_mode(self) -> None:
        """Somebody whose client sends lines is told how it might send keys."""
        self.client.send(IAC + DONT + ECHO, b"i\r\n")
        self.assertIn("mode character", self.hall.told[3])


class CodeTests(ScreenTestCase):
    """Codes among the keys."""

    def test_key_by_key(self) -> None:
        """The hall hears of each digit that somebody types, and then of the code; once it is said how long one is."""
        for key in CODE.encode():
            self.client.send(bytes([key]))
        self.assertEqual((self.hall.codes, self.hall.told), ([*"." * 7, CODE], [CodeHas(8)]))
        self.client.send(b"\r\n", b"r", b"\r\n")
        self.assertEqual(self.hall.pressed, "r\n")

    def test_a_line(self) -> None:
        """A code that comes at once is one, its Enter belongs to it, and there is nothing to say."""
        self.client.send(CODE.encode() + b"\r\n")
        self.assertEqual((self.hall.codes[-1], self.hall.told, self.hall.pressed), (CODE, [], ""))

    def test_a_throw_that_is_none(self) -> None:
        """Whoever presses 1 for rock is told what a digit is, each time that they begin with one."""
        for key in b"1r1":
            self.client.send(bytes([key]))
        self.assertEqual((self.hall.pressed, self.hall.told), ("r", [CodeHas(8)] * 2))

    def test_order(self) -> None:
        """All that comes in one read is heard in its order: keys, codes, the door's own keys, and keys."""
        self.patch(self.hall, "come_back", lambda guest, code: self.hall.press(guest, f"<{code}>"))
        self.client.send(b"r" + CODE.encode() + b"p48vs" + CODE.encode() + b"\nr\n")
        self.assertEqual(self.hall.pressed, f"r<{CODE}>ps<{CODE}>r\n")
        self.assertEqual(self.shown(), COLOUR)
        self.assertEqual(self.hall.told, [])

    def test_nothing_is_kept(self) -> None:
        """Nothing is there for codes before somebody types one, nor after."""
        self.assertNotIn("_codes", vars(self.client.door))
        self.client.send(b"r", CODE.encode(), b"r")
        self.assertIsNone(self.client.door._codes)

    def test_digits_that_are_throws(self) -> None:
        """Where throws are digits they stay throws, and a code has a mark before it, in whatever pieces it comes."""
        hall = DoorsHall(GAMES["odds-and-evens"])
        client = Client(hall)
        client.send(b"12", b"#1", b"2", b"345678", b"\n1", b"#12", b"q2")
        self.assertEqual((hall.pressed, hall.codes), ("121q2", [*"." * 8, "12345678", *"..."]))
        self.assertEqual(hall.told, [CodeHas(8)] * 2)

    def test_no_codes(self) -> None:
        """Where no codes are given, digits are keys like any other."""
        self.hall.takes_codes = False
        client = Client(self.hall)
        client.send(CODE.encode())
        self.assertEqual((self.hall.pressed, self.hall.codes, self.hall.told), (CODE, [], []))

    def test_help(self) -> None:
        """The key ? tells the code, where there is one."""
        self.client.door.view.see(YourCode("", CODE), 0)
        self.client.send(b"?")
        self.assertEqual(self.hall.told, [DoorKeys("v", "i"), YourCode("", CODE)])


class BecomeTests(SynchronousTestCase):
    """Somebody who has come turns out to be somebody else."""

    def test_become(self) -> None:
        """Their keys are that person's from now on, and what they are shown is what that person has been told."""
        hall = DoorsHall()
        client = Client(hall)
        view = View(ROCK_PAPER_SCISSORS)
        view.see_all([Seated("guest 3")], 0)
        hall.doors["guest 7"] = hall.doors.pop("guest 1")
        client.transport.clear()
        client.door.become("guest 7", view)
        self.assertEqual((client.transport.value(), hall.told), (b"", [HowItStands()]))
        client.door.write(hall.told)
        self.assertIn(b"You are player 1. Player 0 is guest 3.\r\n", client.transport.value())
        self.assertIn(str(HELP).encode(), client.send(b"?"))
        self.assertEqual(client.door.view.opponent, "guest 3")
        client.hang_up()
        self.assertEqual(hall.doors, {})


class MovingTests(ScreenTestCase):
    """What moves on a screen while nothing happens."""

    def setUp(self) -> None:
        super().setUp()
        self.comes_in_colour()
        self.client.transport.clear()

    def test_it_moves(self) -> None:
        """A screen is redrawn when time has passed, as often as it asks for, and at most a second later."""
        self.hall.clock.pump([1] * 13)
        self.assertIn(self.shown().count(b"[time"), (3, 4))

    def test_plain(self) -> None:
        """On a plain screen nothing moves, nor is there a clock for it."""
        self.client.send(b"vv")
        self.assertEqual(self.hall.clock.getDelayedCalls(), [])
        Client(self.hall)
        self.assertEqual(self.hall.clock.getDelayedCalls(), [])

    def test_spoken(self) -> None:
        """Nor does it on one that has nothing to say by itself."""
        self.client.send(b"v")
        self.assertEqual(self.hall.clock.getDelayedCalls(), [])

    def test_facts(self) -> None:
        """After facts it moves when so much time has passed again."""
        self.hall.clock.advance(2)
        self.hall.batch.now = self.hall.clock.seconds()
        self.client.door.write([Remark("a")])
        self.hall.clock.advance(2)
        self.assertEqual(self.shown(), b"a\r\n")

    def test_crowd(self) -> None:
        """The screens of a crowd that came at once do not move at once."""
        clients = []
        for _ in range(100):
            self.client = Client(self.hall)
            self.comes_in_colour()
            self.client.transport.clear()
            clients.append(self.client)
        moved = []
        for _ in range(64 * 4):
            self.hall.clock.advance(1 / 64)
            moved.append(sum(b"[time" in client.transport.value() for client in clients))
        self.assertEqual(moved[-1], 100)
        self.assertLess(max(later - sooner for sooner, later in pairwise(moved)), 5)

    def test_who_reads_nothing(self) -> None:
        """Nothing moves for a guest who reads nothing; it does again with the first fact after they have read all."""
        producer = cast(Any, self.client.transport.producer)
        producer.pauseProducing()
        self.hall.clock.advance(MAX_STALL - 1)
        self.assertEqual(self.shown(), b"")
        producer.resumeProducing()
        self.hall.batch.now = self.hall.clock.seconds()
        self.client.door.write([Remark("a")])
        self.hall.clock.advance(4)
        self.assertIn(b"a\r\n[time", self.shown())

    def test_leaving(self) -> None:
        """Nothing moves for somebody who is let go, cut off, or gone."""
        for leave in (lambda door: door.close(), lambda door: door.abort(), lambda door: None):
            self.comes_in_colour()
            leave(self.client.door)
            self.client.hang_up()
            self.assertEqual(self.hall.clock.getDelayedCalls(), [])
            self.client = Client(self.hall)
