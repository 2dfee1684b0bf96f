"""What an operator may say, as scripts: `>>` a line, or what has come of an order; `<<` an order, or the answer."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.bans import MOST_BANS, network_of
from rpsgame.coroutines.commands import LONGEST_SAID, MOST_HOURS, MOST_SECONDS, USAGE, WORDS, Order
from rpsgame.coroutines.control import control
from rpsgame.coroutines.reports import Kept, Presence, Status, lasting

SCREENS = "auto", "plain", "colour", "spoken"
ONE, OFFICE = network_of("192.0.2.1"), network_of("192.0.2.0/24")
KEPT = Kept(0, "")
PEOPLE = [
    Presence("guest 3", "telnet", "192.0.2.7:39325", "playing guest 4", 75.5),
    Presence("guest 4", "json", "a local guest", "playing guest 3", 7300),
    Presence("the host", "console", "", "waiting", 5),
]


class Script:
    """An operator's coroutine, and what is expected of it."""

    def __init__(self) -> None:
        self._control = control(SCREENS)

    def __rshift__(self, said: Any) -> Script:
        """Send a line, or what has come of an order."""
        self.found = self._control.send(said.encode() if isinstance(said, str) else said)
        return self

    def __lshift__(self, expected: Order | list[str] | str) -> Script:
        """Expect an order, an answer, or an answer of one line."""
        wanted = [expected] if isinstance(expected, str) else expected
        assert self.found == wanted, f"{self.found!r} comes out, not {wanted!r}"
        return self


class WordsTests(SynchronousTestCase):
    """Each word, what the hall is to do, and what the operator hears."""

    def setUp(self) -> None:
        self.script = Script()

    def test_help(self) -> None:
        """Help has a line for each word, and there is no other word."""
        self.script >> "help"
        assert isinstance(self.script.found, list)
        self.assertEqual([line.split()[0] for line in self.script.found], list(WORDS))
        self.assertEqual(list(USAGE), list(WORDS))
        self.assertLess(max(map(len, self.script.found)), 120)

    def test_who(self) -> None:
        """Who is in: id, door, address, what they do, and for how long; the columns are parted by tabs."""
        self.script >> "who" << Order("who")
        (
            self.script
            >> PEOPLE
            << [
                "guest 3\ttelnet\t192.0.2.7:39325\tplaying guest 4\t1 min 15 s",
                "guest 4\tjson\ta local guest\tplaying guest 3\t2 h 1 min",
                "the host\tconsole\t\twaiting\t5 s",
            ]
        )
        self.script >> "who" << Order("who") >> [] << []

    def test_status(self) -> None:
        """How things stand is a line for each thing, with a name that a script can find."""
        known = Status(
            seconds=90_061,
            draining="no",
            screen="auto",
            limits=(500, 0),
            people=Counter({("telnet", "playing"): 3, ("telnet", "waiting"): 1, ("json", "playing"): 1}),
            came={"telnet": 20, "json": 1},
            on=2,
            endings={"played": 9, "left": 1, "fault": 0},
            players={"telnet": 15, "json": 2},
            refusals={"full": 0, "banned": 2},
            bans=1,
        )
        self.script >> "status" << Order("status")
        (
            self.script
            >> known
            << [
                "up: 1 d 1 h",
                "draining: no",
                "limits: guests 500, from one address no limit",
                "screen: auto",
                "people: 5 (json 1, telnet 4)",
                "by json: 1 (playing 1)",
                "by telnet: 4 (playing 3, waiting 1)",
                "came: 21 (json 1, telnet 20)",
                "matches on: 2 (json 1, telnet 3)",
                "matches over: 10 (left 1, played 9)",
                "played by: 17 (json 2, telnet 15)",
                "turned away: 2 (banned 2)",
                "bans: 1",
                "journal: none",
            ]
        )

    def test_say(self) -> None:
        """What is said to all is text, and is short; its own words are kept as they are."""
        (
            self.script
            >> "say Back  at noon, Grüße."
            << Order("say", "Back  at noon, Grüße.", "say Back  at noon, Grüße.")
        )
        self.script >> 1 << "Said to 1 person."
        self.script >> "say x" << Order("say", "x", "say x") >> 2 << "Said to 2 people."
        self.script >> "say" << "It must be: say TEXT"
        for text in ("a\x1b[2Jb", "a\x07", "a\x85b", "a\u202eb", "a\u2028b", "a\x7f", "a\tb"):
            self.script >> f"say {text}" << "It must be text without control characters."
        self.script >> f"say {'x' * LONGEST_SAID}" << Order("say", "x" * 400, f"say {'x' * 400}") >> 0
        self.script >> f"say {'x' * 401}" << "It must be at most 400 characters; it has 401."

    def test_kick(self) -> None:
        """Somebody who is in is put out; not the console, since the server would end."""
        self.script >> "kick guest 3" << Order("who") >> PEOPLE << Order("kick", "guest 3", "kick guest 3")
        self.script >> None << "guest 3 is out."
        self.script >> "kick guest 5" << Order("who") >> PEOPLE
        self.script << "Nobody is called 'guest 5'; who shows the ids, such as guest 3."
        self.script >> "kick the host" << Order("who") >> PEOPLE
        self.script << "The server would end with the console of its host; end it by SIGTERM."
        self.script >> "kick" << "It must be: kick ID"

    def test_ban(self) -> None:
        """A network is banned for ever, or for some hours; the operator hears what that has done."""
        self.script >> "ban 192.0.2.1" << Order("bans") >> []
        self.script << Order("ban", (ONE, None), "ban 192.0.2.1 for ever")
        self.script >> Kept(2, "") << "192.0.2.1 is banned for ever; 2 people put out."
        self.script >> "ban 192.0.2.7/24 2" << Order("bans") >> []
        self.script << Order("ban", (OFFICE, 7200), "ban 192.0.2.0/24 for 2 hours")
        self.script >> KEPT << "192.0.2.0/24 is banned for 2 hours."
        self.script >> "ban 192.0.2.1 1" << Order("bans") >> []
        self.script << Order("ban", (ONE, 3600), "ban 192.0.2.1 for 1 hour")
        self.script >> Kept(1, "No space left on device")
        self.script << [
            "192.0.2.1 is banned for 1 hour; 1 person put out.",
            "The server forgets it when it ends: No space left on device.",
        ]
        self.script >> "ban 2001:db8::7 0.5" << Order("bans") >> []
        self.script << Order("ban", (network_of("2001:db8::/64"), 1800), "ban 2001:db8::/64 for 0.5 hours") >> KEPT

    def test_wrong_bans(self) -> None:
        """Whatever is no ban gets a line that says what is right, and bans nobody."""
        for line in ("ban", "ban 192.0.2.1 2 3"):
            self.script >> line << "It must be: ban ADDRESS [HOURS]"
        right = "is no address and no network, such as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/64."
        self.script >> "ban moo" << f"'moo' {right}"
        self.script >> f"ban {'x' * 50}\x1b" << f"'{'x' * 40}...' {right}"
        for hours in ("0", "-1", "x", "1e3", "nan", "inf", ".", "1.2.3", "\u0661", str(MOST_HOURS + 1), "9" * 400):
            self.script >> f"ban 192.0.2.1 {hours}"
            self.script << "The hours must be a number, such as 2 or 0.5, and at most 87600."
        self.script >> "ban 192.0.2.1" << Order("bans") >> [(ONE, None)] * MOST_BANS
        self.script << "There are 10000 bans already; unban some, or ban larger networks."

    def test_unban(self) -> None:
        """A ban is ended; where a larger one holds the same addresses, that is said."""
        self.script >> "unban 192.0.2.1" << Order("bans") >> [(ONE, 5.0)] << Order("unban", ONE, "unban 192.0.2.1")
        self.script >> KEPT << "192.0.2.1 is not banned any more."
        self.script >> "unban 192.0.2.1" << Order("bans") >> [(ONE, 5.0), (OFFICE, None)]
        self.script << Order("unban", ONE, "unban 192.0.2.1") >> KEPT
        self.script << "192.0.2.1 is not banned any more; but 192.0.2.0/24 is."
        self.script >> "unban 192.0.2.1" << Order("bans") >> [(OFFICE, None)]
        self.script << "192.0.2.1 is not banned; but 192.0.2.0/24 is."
        self.script >> "unban 192.0.2.1" << Order("bans") >> [(network_of("::/0"), None)]
        self.script << "192.0.2.1 is not banned."
        self.script >> "unban" << "It must be: unban ADDRESS"

    def test_bans(self) -> None:
        """The bans, and how long they last."""
        self.script >> "bans" << Order("bans") >> [(ONE, None), (OFFICE, 7199.9)]
        self.script << ["192.0.2.1\tfor ever", "192.0.2.0/24\t1 h 59 min"]

    def test_screen(self) -> None:
        """One of the screens is what everybody sees at first."""
        self.script >> "screen spoken" << Order("screen", "spoken", "screen spoken") >> None
        self.script << "Everybody who comes from now on sees spoken at first."
        for line in ("screen", "screen moo", "screen plain colour"):
            self.script >> line << "The screen must be one of auto, plain, colour, spoken."

    def test_drain_and_resume(self) -> None:
        """No match begins, and then matches begin again."""
        self.script >> "drain 60" << Order("drain", 60, "drain 60") >> True
        self.script << "No match begins until you say resume; those that are on have 60 seconds."
        self.script >> "drain" << Order("drain", None, "drain") >> True << "No match begins until you say resume."
        self.script >> "drain 0" << Order("drain", 0, "drain 0") >> False
        self.script << "The house has closed for good: the server is stopping."
        for seconds in ("x", "-1", "1.5", str(MOST_SECONDS + 1), "9" * 400, "\u0661"):
            self.script >> f"drain {seconds}" << "The seconds must be a whole number, and at most 604800."
        self.script >> "resume" << Order("resume", None, "resume") >> True << "Matches begin again."
        self.script >> "resume" << Order("resume", None, "resume") >> False
        self.script << "It makes sense after drain only, and not when the server is stopping."

    def test_lines(self) -> None:
        """Capitals, blanks and the ends of lines of other systems change nothing; an empty line has no answer."""
        self.script >> b" \tWHO \r" << Order("who") >> [] << []
        self.script >> "" << [] >> "\r" << [] >> "  " << []

    def test_other_lines(self) -> None:
        """Any other line gets one that says what is right."""
        words = "help, status, who, say, kick, ban, unban, bans, unname, screen, drain, resume"
        self.script >> "moo 3" << f"Nothing is called 'moo' here; it must be one of {words}."
        self.script >> "\x1b[A\x00" << f"Nothing is called '\\x1b[A\\x00' here; it must be one of {words}."
        self.script >> b"\xff\xfe" << "This line is not UTF-8."
        for word in ("help", "status", "who", "bans", "resume"):
            self.script >> f"{word} me" << f"It must be: {word}"

    @settings(deadline=None, derandomize=True)
    @given(
        st.one_of(
            st.binary(), st.tuples(st.sampled_from(list(WORDS)), st.text()).map(lambda said: " ".join(said).encode())
        )
    )
    def test_anything(self, line: bytes) -> None:
        """No line raises, and what is answered is printable."""
        script = Script()
        script >> line
        outcomes = {"who": PEOPLE, "bans": [], "ban": KEPT, "unban": KEPT, "say": 1}
        while isinstance(script.found, Order):
            if script.found.word == "status":
                return
            script >> outcomes.get(script.found.word)
        assert script.found is not None
        for said in script.found:
            self.assertTrue(said.replace("\t", "").isprintable(), said)


class LastingTests(SynchronousTestCase):
    """Times, for people."""

    def test_lasting(self) -> None:
        """A time has its two largest units, rounded down."""
        for seconds, text in (
            (0, "0 s"),
            (59.9, "59 s"),
            (60, "1 min 0 s"),
            (3600, "1 h 0 s"),
            (3661, "1 h 1 min"),
            (90_000, "1 d 1 h"),
        ):
            self.assertEqual(lasting(seconds), text)
