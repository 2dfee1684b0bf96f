"""Any facts in any order, on screens that are changed at any time: what must hold of whatever is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from inspect import get_annotations
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase
from wcwidth import wcswidth

from rpsgame.coroutines import facts
from rpsgame.coroutines.fact import Fact, Kind
from rpsgame.coroutines.facts import ENDINGS
from rpsgame.coroutines.games import GAMES, Game
from rpsgame.coroutines.name_facts import NO_NAME
from rpsgame.screens import SCREENS
from rpsgame.screens.display import Display
from rpsgame.screens.form import Form

TO_PROGRAMS = {facts.WrongMessage, facts.TooManyMessages, facts.NoMessages}
KINDS = [kind for kind in vars(facts).values() if isinstance(kind, Kind) and kind not in {Fact, *TO_PROGRAMS}]
TEXT = st.text(max_size=60) | st.sampled_from(
    ("You threw rock all 4 times.", "石 " * 40, "\x1b[2J\r\n\x9b", "x" * 200)
)
NAME = st.sampled_from(("guest 7", "guest 12345", "the house", "the host"))
PLAYER, FIGURE = st.integers(0, 1), st.integers(0, 12)
KEYED = st.lists(st.tuples(st.sampled_from("rps12石"), st.text(min_size=1, max_size=40)), max_size=6).map(tuple)
PAIR = st.tuples(FIGURE, FIGURE)
LINE = st.builds(facts.Line, FIGURE, NAME | st.just("") | TEXT, FIGURE, FIGURE, FIGURE)
LINES = st.lists(LINE, max_size=12).map(tuple)
VERSUS = st.lists(st.builds(facts.Versus, NAME, FIGURE, FIGURE), max_size=2).map(tuple)
LAST = st.lists(st.builds(facts.Played, FIGURE, NAME, FIGURE, FIGURE, st.booleans()), max_size=5).map(tuple)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(("name", "opponent", "name0", "name1"), NAME),
    **dict.fromkeys(("player", "other"), PLAYER),
    **dict.fromkeys(("choice0", "choice1"), st.sampled_from((*"rpsz石", "rp", "石石r", "rpsrpsrps"))),
    **dict.fromkeys(("throws", "phrases"), KEYED),
    **dict.fromkeys(("rules", "names"), st.lists(TEXT, max_size=3).map(tuple)),
    **dict.fromkeys(("key", "view", "connection", "mute"), st.sampled_from("vi|/_")),
    **dict.fromkeys(("mute", "key", "view", "connection"), st.sampled_from("m_|")),
    "keys": st.just("r/p/s"),
    "players": st.sampled_from(((0,), (1,), (0, 1))),
    "how": st.sampled_from(sorted(ENDINGS)),
    "who": NAME | st.none(),
    "best_of": st.integers(0, 60).map(lambda half: 2 * half + 1),
    "seconds": st.integers(1, 120),
    "say": st.builds(facts.SayKeys.once, KEYED, st.sampled_from("m_")).map(lambda keys: (keys,)) | st.just(()),
    "size": st.tuples(FIGURE, FIGURE) | st.none(),
    "single": st.booleans() | st.none(),
    "why": st.sampled_from(sorted(NO_NAME)),
    "milliseconds": FIGURE | st.none(),
    "ranks": st.tuples(
        *(st.builds(facts.Ranks, st.just(period), LINES, PAIR) for period in ("ever", "month", "today"))
    ),
    "own": st.none() | st.builds(facts.Own, NAME, st.tuples(*[st.none() | LINE] * 3), FIGURE, FIGURE, VERSUS, LAST),
    "name_key": st.sampled_from(("n", "@", "")),
    "wins": st.tuples(FIGURE, FIGURE) | st.none(),
}
OF_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "str": TEXT,
    "int": FIGURE,
    "bool": st.booleans(),
    "float": st.floats(0, 100),
}


def made(kind: Kind) -> st.SearchStrategy[Fact]:
    """Return a strategy for facts of a kind, with values such as it may have."""
    fields = get_annotations(kind)
    values = [FIELDS[name] if name in FIELDS else OF_TYPE[told] for name, told in fields.items()]
    return cast(st.SearchStrategy[Fact], st.builds(kind.once, *values))


FACT = st.sampled_from(KINDS).flatmap(made)
PLAYED = st.sampled_from(
    (
        *(facts.Seated, facts.PlayerConnected, facts.YouWatch, facts.TimeToThrow, facts.GameTold, facts.PlayerWins),
        *(facts.Wins, facts.YourThrow, facts.NobodyWins, facts.YouThrow, facts.OtherHasThrown, facts.Count),
    )
).flatmap(made)
BATCHES = st.lists(st.lists(PLAYED | FACT, max_size=6), max_size=12)
FORM = st.builds(Form, st.sampled_from((20, 40, 80, 120)), st.sampled_from((12, 24, 40)), st.booleans())
GAME = st.sampled_from(sorted(GAMES.values(), key=lambda game: game.name))

ATTRIBUTES = re.compile(r"\x1b\[(?:0|1|3[1-6])(?:;3[1-6])?m")
ERASE = "\r\x1b[K"


def lines(text: str) -> list[str]:
    """Return the lines that stand in a terminal after text, whose colours are left out."""
    return [line.rpartition(ERASE)[2] for line in ATTRIBUTES.sub("", text).split("\n")]


class PropertyTests(SynchronousTestCase):
    """What holds of every screen."""

    @settings(deadline=None, derandomize=True)
    @given(GAME, FORM, st.sampled_from(SCREENS), BATCHES, st.data())
    def test_whatever_is_told(
        self, game: Game, form: Form, screen: str, batches: Sequence[Sequence[Fact]], data: st.DataObject
    ) -> None:
        """Nothing raises, only allowed controls are written, and nothing is wider than the terminal."""
        display = Display(game, screen, form)
        for now, batch in enumerate(batches):
            self.check(display, display.tell(batch, now))
            self.check(display, display.time(now + (display.next_time(now) or 0.5)))
            what = data.draw(st.none() | st.sampled_from(SCREENS) | FORM, "change to")
            if isinstance(what, Form):
                self.check(display, display.resize(what, now))
            elif what:
                left = ERASE if display.screen == "colour" else ""
                text = display.change(what, now)
                self.assertTrue(text.startswith(left))
                self.check(display, text.removeprefix(left) if what != "colour" else text)

    def check(self, display: Display, text: str) -> None:
        """Look at what is written on a screen."""
        controls = {char for char in text if not char.isprintable()}
        self.assertLessEqual(controls, {"\n", "\r", "\x1b"} if display.screen == "colour" else {"\n"})
        if display.screen == "colour":
            self.assertEqual(text.count("\r"), text.count(ERASE))
            self.assertNotRegex(ATTRIBUTES.sub("", text).replace(ERASE, ""), r"\x1b|\r")
        elif text:
            self.assertEqual(text[-1], "\n")
        if display.screen != "plain":
            self.assertTrue(display.form.utf8 or text.isascii())
            for line in lines(text):
                self.assertLess(wcswidth(line), display.form.width)

    @settings(deadline=None, derandomize=True)
    @given(GAME, BATCHES)
    def test_all_are_told_the_same(self, game: Game, batches: Sequence[Sequence[Fact]]) -> None:
        """Each word and figure of a fact that colour shows is said by the other screens too, then or before.

        But the seconds of the countdown are said at ten and at five only, and a pip is a figure.
        """
        form = Form(400, utf8=True)
        displays = {screen: Display(game, screen, form) for screen in SCREENS}
        said: dict[str, set[str]] = {screen: set() for screen in SCREENS}
        arrival = [facts.GameIs(game.name, 9), *game.welcome]
        for now, batch in enumerate([arrival, *batches]):
            texts = {screen: display.tell(batch, now) for screen, display in displays.items()}
            for screen, text in texts.items():
                said[screen] |= tokens("\n".join(lines(text)), game)
            shown = tokens("\n".join(lines(texts["colour"])), game)
            for fact in batch:
                told = tokens(" ".join(leaves(fact)), game) & tokens(fact, game)
                if type(fact) not in (facts.Count, facts.TimeLeft):
                    self.assertLessEqual(told & shown, said["spoken"], fact)
                    self.assertLessEqual(told & shown, said["plain"], fact)


def leaves(fact: Fact) -> list[str]:
    """Return all that a fact was made of, as text, but the numbers of players and the keys, which have names."""
    fields = [name for name in get_annotations(type(fact)) if name not in ("player", "other", "players", "keys")]
    return texts(tuple(getattr(fact, name) for name in fields))


def texts(value: Any) -> list[str]:
    """Return the texts and figures in a value of a fact."""
    if isinstance(value, tuple):
        return [text for part in value for text in texts(part)]
    if isinstance(value, float):
        return [f"{value:.2f}"]
    return [] if value is None or isinstance(value, bool) else [str(value)]


def tokens(text: str, game: Game) -> set[str]:
    """Return the words and figures of a text; a throw is the same by its key and by its word."""
    found = set(re.findall(r"\w+", text.casefold()))
    return found | {key for key, word in game.throws.items() if set(word.casefold().split()) <= found}
