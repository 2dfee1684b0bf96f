"""The standings on each screen: no longer than the terminal, together with what is going on."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import facts
from rpsgame.coroutines.facts import Fact, Line, Own, Played, Ranks, Standings, Versus
from rpsgame.coroutines.games import ROCK_PAPER_SCISSORS
from rpsgame.screens.display import Display
from rpsgame.screens.form import Form
from rpsgame.screens.standings_page import away_page, standings_page

NAMES = "Bert", "Grobi", "Zoe", "Oskar", "Tiffy", "Samson", "Bibo", "Kermit", "Constantinople12", "Elmo", "Rumpel"
FIRST = tuple(Line(place, name, 1800 - 11 * place, 40 - place, place) for place, name in enumerate(NAMES, 1))
RANKS = (
    Ranks("ever", FIRST, (1203, 988)),
    Ranks(
        "month", (Line(1, "Zoe", 1767, 37, 3), Line(2, "Oskar", 1756, 36, 4), Line(3, "Ernie", 1433, 2, 3)), (150, 98)
    ),
    Ranks("today", (), (0, 0)),
)
ERNIE = Own(
    "Ernie",
    (Line(117, "Ernie", 1433, 3, 9), RANKS[1].lines[2], None),
    1433,
    0,
    (Versus("Bert", 3, 1), Versus("the house", 5, 7)),
    (Played(0, "Bert", 5, 3, True), Played(0, "the house", 2, 5, False), Played(0, "", 0, 0, True)),
)
NEW = Own("Ernie", (None,) * 3, None, 11, (), ())
SOON = Own("Ernie", (None, *ERNIE.lines[1:]), 1433, 1, (Versus("Bert", 0, 0),), ())
SHOWN = Standings.once(RANKS, ERNIE, "")
ARRIVES: list[Fact] = [facts.GameIs("rock-paper-scissors", 9), facts.YouAre("Ernie"), *ROCK_PAPER_SCISSORS.welcome]
WAITS: list[Fact] = [facts.HouseSoon(3), facts.EnterStarts(True)]
PLAYS: list[Fact] = [
    *(facts.Seated("Bert"), facts.TimeToThrow(30), facts.YourThrow("r/p/s"), facts.GameTold("p", "r")),
    *(facts.PlayerWins(0), facts.Wins(1, 0), facts.YourThrow("r/p/s")),
]
SGR = re.compile("\x1b\\[[0-9;]*m")


def told(screen: str, fact: Fact, form: Form = Form(), before: list[Fact] = PLAYS) -> str:  # noqa: B008
    """Return what a screen shows of a fact, with its colours."""
    display = Display(ROCK_PAPER_SCISSORS, screen, form)
    display.tell([*ARRIVES, *before], 0)
    return display.tell([fact], 3).removeprefix("\r\x1b[K")


class TerminalTests(SynchronousTestCase):
    """In lines."""

    def test_colour(self) -> None:
        """The periods stand side by side, one's own place below the first, and the board of the match below all."""
        text = told("colour", SHOWN)
        self.assertIn("\x1b[1m117  you\x1b[0m", text)
        self.assertEqual(
            SGR.sub("", text).splitlines(),
            [
                "-- Standings ---------------------------------------------- rock-paper-scissors",
                "  For ever    rating   This month   won - lost   Today (UTC)   won - lost",
                "    1  Bert     1789   1  Zoe           37 - 3   nobody yet",
                "    2  Grobi    1778   2  Oskar         36 - 4",
                "    3  Zoe      1767   3  you            2 - 3",
                "    4  Oskar    1756",
                "    5  Tiffy    1745",
                "    6  Samson   1734",
                "  117  you      1433",
                "  You against Bert: 3 won, 1 lost. You against the house: 5 won, 7 lost.",
                "  Your last matches: won 5 - 3 against Bert, lost 2 - 5 against the house, won",
                "  0 - 0 against somebody without a name.",
                "  The house against people with names: this month 150 won, 98 lost, for ever",
                "  1203 won, 988 lost.",
                "-- Game 2 -------------------------------------------------------- against Bert",
                "  You .....  0   Them *....  1   first to 5",
                "  you  r",
                "  them p",
                "       -",
                "",
                "  Your throw:   r rock   p paper   s scissors",
                "  ###########################--- 27 s  your throw ",
            ],
        )

    def test_plain(self) -> None:
        """The plain screen has the same table, and asks again for a throw."""
        lines = told("plain", SHOWN).splitlines()
        self.assertEqual(lines[0], "Standings:")
        self.assertIn("  117  you                1433", lines)
        self.assertIn("  nobody yet", lines)
        self.assertEqual(lines[-3:], ["You are player 1. Player 0 is Bert.", "Wins: 1 - 0", "Your throw (r/p/s)?"])
        self.assertLessEqual(max(map(len, lines)), 79)

    def test_spoken(self) -> None:
        """For those who listen there are sentences, and the first three of each period."""
        self.assertEqual(
            told("spoken", SHOWN, Form(400)).splitlines(),
            [
                "Standings for ever, by rating: 1 Bert, 1789; 2 Grobi, 1778; 3 Zoe, 1767. You are number 117: 1433.",
                "Standings this month, by matches won: 1 Zoe, 37 won, 3 lost; 2 Oskar, 36 won, 4 lost; "
                "3 you, 2 won, 3 lost.",
                "Standings today, by matches won: nobody yet.",
                "You against Bert: 3 won, 1 lost. You against the house: 5 won, 7 lost.",
                "Your last matches: won 5 to 3 against Bert, lost 2 to 5 against the house, "
                "won 0 to 0 against somebody without a name.",
                "The house against people with names: this month 150 won, 98 lost, for ever 1203 won, 988 lost.",
                "You play Bert.",
                "You 0, they 1, first to 5.",
                "Game 2. Your throw: r for rock, p for paper or s for scissors? 27 seconds left.",
            ],
        )

    def test_size(self) -> None:
        """With what is going on they are no longer and no wider than the terminal, also where it has 12 rows."""
        for screen in ("colour", "plain"):
            for form in (Form(80, 24), Form(80, 12), Form(40, 24), Form(40, 12), Form(200, 60)):
                for own in (ERNIE, NEW, SOON, None):
                    for before in (WAITS, PLAYS):
                        lines = SGR.sub("", told(screen, Standings.once(RANKS, own, "n"), form, before)).splitlines()
                        rows = len(lines) + (screen == "plain" or before is WAITS)  # and the cursor's
                        self.assertLessEqual(rows, form.height, (screen, form, own, lines))
                        if form.width < 80 or screen == "colour":
                            self.assertLess(max(map(len, lines[:-3])), form.width)

    def test_a_small_terminal_has_the_reader(self) -> None:
        """Where there is room for one line of a period, it is one's own."""
        lines = SGR.sub("", told("colour", SHOWN, Form(40, 12))).splitlines()
        self.assertEqual(lines[1:3], ["  For ever   rating", "  117  you     1433"])

    def test_without_a_name(self) -> None:
        """A guest without a name is told by which key they get one; who can have none is not."""
        for screen in ("colour", "plain", "spoken"):
            self.assertIn(
                "Without a name you are in no list. Press n to get one.",
                told(screen, Standings.once(RANKS, None, "n")),
            )
            self.assertNotIn("you are in no list", told(screen, Standings.once(RANKS, None, "")))

    def test_what_is_missing(self) -> None:
        """Somebody whose rating does not count yet is told how many matches are missing, and which count."""
        text = " ".join(told("spoken", Standings.once(RANKS, NEW, "")).split())
        self.assertIn(
            "After about 11 matches you are in the list for ever. Matches count that you play with others who have "
            "names, from other addresses.",
            text,
        )
        text = " ".join(told("spoken", Standings.once(RANKS, SOON, "")).split())
        self.assertIn(
            "Your rating is 1433, and not sure yet. After about one more match you are in the list for ever. "
            "You against Bert: no match yet.",
            text,
        )

    def test_away(self) -> None:
        """That the records are away is one sentence, and the match goes on below it."""
        for screen in ("colour", "plain", "spoken"):
            text = " ".join(told(screen, facts.StandingsAway()).split())
            self.assertIn("The standings cannot be looked up at the moment. Please try again later.", text)

    def test_long_names(self) -> None:
        """A name that is too long for a terminal is cut, and its figure is not."""
        lines = told(
            "plain", Standings.once((Ranks("ever", FIRST[8:9], (0, 0)),) * 3, None, ""), Form(20, 24)
        ).splitlines()
        self.assertEqual(lines[2], "  9  Constanti 1701")

    def test_without_the_name_that_was_taken_away(self) -> None:
        """Somebody whose name was taken away is somebody to others, and "you" to themselves."""
        nameless = Line(1, "", 1500, 3, 2)
        own = Own("", (nameless,) * 3, 1500, 0, (), ())
        for reader, shown in ((own, "1  you "), (None, "1  somebody without a name ")):
            ranks = tuple(Ranks(each.period, (nameless,), (0, 0)) for each in RANKS)
            self.assertIn(shown, told("plain", Standings.once(ranks, reader, "")))


class Page(HTMLParser):
    """A page as a browser without scripts reads it.

    :ivar open: the elements that are open
    :ivar seen: the names of all elements
    :ivar rows: the texts of the cells of all rows
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.append(tag)
        if tag not in ("meta", "link"):
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "tr" in self.open and data.strip():
            self.rows[-1][-1] += data


class PageTests(SynchronousTestCase):
    """In HTML."""

    def test_lists(self) -> None:
        """The page has a list for each period, and says where there is nobody yet."""
        text = standings_page("rock-paper-scissors", RANKS)
        page = Page(text)
        self.assertEqual(page.open, [])
        self.assertEqual(page.rows[0], ["Place", "Name", "Won - lost", "Rating"])
        self.assertEqual(page.rows[1], ["1", "Bert", "39\xa0-\xa01", "1789"])
        self.assertEqual(page.rows[-1], ["3", "Ernie", "2\xa0-\xa03"])
        self.assertEqual(len(page.rows), 1 + len(FIRST) + 1 + 3)
        self.assertIn("Nobody yet.", text)
        self.assertIn("The house against people with names: 150 won, 98 lost.", text)
        self.assertNotIn("script", page.seen)

    def test_escaped(self) -> None:
        """What is a name, or a game's, is text, whatever it holds."""
        wild = "<script>\"'&"
        page = Page(standings_page(wild, [Ranks("ever", (Line(1, wild, 1, 1, 1),), (0, 0))]))
        self.assertEqual(page.rows[-1][1], wild)
        self.assertNotIn("script", page.seen)

    def test_away(self) -> None:
        """While the records are away the page says so."""
        self.assertIn("The standings cannot be looked up at the moment. Please try again later.", away_page("a game"))
