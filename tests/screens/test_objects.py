"""The json screen, held against its contract: docs/json.rst and docs/json/schema.json."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import facts
from rpsgame.coroutines.facts import WRONG, Fact
from rpsgame.coroutines.games import GAMES, ROCK_PAPER_SCISSORS, Game
from rpsgame.coroutines.json_keys import MESSAGES, message_reader
from rpsgame.screens.form import Form
from rpsgame.screens.objects import VERSION, objects
from rpsgame.screens.view import View

from ..coroutines.test_facts import LINES

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "json" / "schema.json").read_text())
DECLARED = {
    name for name, kind in SCHEMA["$defs"].items() if kind.get("properties", {}).get("event", {}).get("const") == name
}


def validator(name: str = "") -> jsonschema.Draft202012Validator:
    """Return what holds events, or an object of one kind, against the schema."""
    kind = {"$ref": f"#/$defs/{quote(name)}"}
    return jsonschema.Draft202012Validator({**SCHEMA, "oneOf": [kind] if name else SCHEMA["oneOf"]})


EVENTS, MESSAGES_SENT = validator(), validator("message")
BY_NAME = {event: validator(event) for event in DECLARED}

CAME = (
    facts.GameIs("rock-paper-scissors", 9),
    facts.YouAre("guest 1"),
    *ROCK_PAPER_SCISSORS.welcome,
)
SEATED = (facts.Welcome(), facts.Seated("guest 7"), facts.TimeToThrow(30))
PROMPT = facts.YourThrow("r/p/s")
OWN = facts.Own(
    "Ernie",
    (None, facts.Line(2, "Ernie", 1498, 1, 2), None),
    1498,
    6,
    (facts.Versus("Bert", 1, 2), facts.Versus("the house", 0, 1)),
    (facts.Played(1795694400, "Bert", 5, 3, True),),
)
BERT, ERNIE = facts.Line(1, "Bert", 1612, 4, 1), facts.Line(2, "Ernie", 1498, 1, 2)
STANDINGS = facts.Standings(
    (
        facts.Ranks("ever", (facts.Line(1, "Bert", 1612, 9, 3),), (4, 2)),
        facts.Ranks("month", (BERT, ERNIE), (4, 2)),
        facts.Ranks("today", (), (0, 0)),
    ),
    OWN,
    "",
)
FACTS = [fact for fact, _ in LINES] + [
    STANDINGS,
    *(facts.YouArePlayer(0), facts.Seated("guest 7"), facts.PlayerConnected("guest 7"), facts.YouWatch("a", "b")),
    *(facts.GameTold("r", "p"), facts.GameTold("s", "s"), facts.PlayerWins(0), facts.PlayerWins(1), facts.Wins(3, 1)),
    *(facts.MatchEnds(0, 1, how, who) for how in facts.ENDINGS for who in ("guest 1", "guest 7", None)),
    *(facts.WrongMessage(code, "\ud800\0") for code in WRONG),
    *(facts.Streak(1, 3), facts.Said(0, "Ouch!"), facts.OtherSaid("guest 1", "Ouch!"), facts.Muted(True)),
    *(facts.GamesLeft(1, 4), facts.SayKeys((("g", "Good game!"),), "m"), facts.TooManyMessages(4), facts.NoMessages()),
    *(facts.MatchPoint((0,)), facts.MatchPoint((0, 1)), facts.Remark("\u2028\x9b\n"), facts.HouseSoon(2.5)),
]


class Program:
    """A program that reads events: each is held against the schema.

    :ivar names: the names of the events that it has seen
    """

    def __init__(self, game: Game = ROCK_PAPER_SCISSORS, names: bool = True) -> None:
        self.view = View(game)
        self.screen = objects(self.view, Form(names=names))
        self.names: set[str] = set()

    def told(self, *told: Fact, now: float = 0) -> list[dict[str, Any]]:
        """Tell it facts in a batch; return the events."""
        return self._read(self.screen.send(("tell", told, now)))

    def drawn(self, now: float = 0) -> list[dict[str, Any]]:
        """Ask for how things stand; return the events."""
        return self._read(self.screen.send(("draw", None, now)))

    def _read(self, text: str | None) -> list[dict[str, Any]]:
        assert text is not None
        assert text.isascii() and text.replace("\n", "").isprintable()
        assert not text or text.endswith("\n")
        events: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
        for event in events:
            BY_NAME[event["event"]].validate(event)
            assert next(iter(event)) == "event"
            self.names.add(event["event"])
        return events


def blocks() -> list[str]:
    """Return the lines of JSON that docs/json.rst shows."""
    text = (DOCS / "json.rst").read_text()
    return [line.strip() for line in text.splitlines() if line.startswith("    {")]


def shown() -> list[dict[str, Any]]:
    """Return the events that docs/json.rst shows."""
    return [event for event in map(json.loads, blocks()) if "event" in event]


class ArrivingTests(SynchronousTestCase):
    """What comes first."""

    def test_hello_and_state(self) -> None:
        """A program is told the game, its limits and how things stand, then what happens."""
        hello, state, waiting, offered = Program().told(*CAME, facts.HouseSoon(3), facts.EnterStarts(False))
        self.assertEqual([hello, state], shown()[:2])
        self.assertEqual(waiting, {"event": "waiting", "for": "house", "seconds": 3, "may": []})
        self.assertEqual(offered, {"event": "offered", "may": ["start"]})

    def test_other_games(self) -> None:
        """Each game's throws, rules and phrases are in its hello, and every one of them can be sent."""
        for game in GAMES.values():
            hello = Program(game).told(facts.GameIs(game.name, 5), *game.welcome)[0]
            self.assertEqual([hello["game"], hello["throws"]], [game.name, dict(game.throws)])
            self.assertEqual([hello["version"], hello["best_of"], hello["messages"]], [VERSION, 5, [*MESSAGES]])
            self.assertEqual(len(hello["phrases"]), 4)

    def test_no_names(self) -> None:
        """Where the server keeps no names, the messages for one, and for the standings, are not in the hello."""
        hello = Program(names=False).told(*CAME)[0]
        self.assertEqual({*MESSAGES} - {*hello["messages"]}, {"name", "key", "forget", "standings"})

    def test_turned_away(self) -> None:
        """A program that is not let in is greeted as well, and told why."""
        hello, state, bye = Program().told(facts.HouseIsFull())
        self.assertEqual([hello["event"], state["phase"]], ["hello", "arriving"])
        self.assertEqual(bye, {"event": "bye", "why": "full", "text": facts.HouseIsFull()})

    def test_a_screen_begun_late(self) -> None:
        """A screen may be begun in the middle of a match, and tells of it what a person sees."""
        program = Program()
        program.told(*CAME, *SEATED, PROMPT, facts.GameTold("r", "r"), facts.NobodyWins("r/p/s"))
        program.told(facts.GameTold("r", "p"), facts.PlayerWins(1), facts.Wins(0, 1), PROMPT)
        program.told(facts.YouThrow("paper", 0))
        program.screen = objects(program.view, Form())
        hello, state = program.drawn(now=17.5)
        self.assertEqual(hello["event"], "hello")
        self.assertEqual(state, shown()[2])
        self.assertEqual(program.drawn(now=17.5), [state])
        self.assertEqual(program.told(facts.HowItStands(), now=17.5), [state])


class WaitingTests(SynchronousTestCase):
    """What is waited for."""

    def test_the_seconds_that_are_left(self) -> None:
        """The state says how long the program still waits, and not how long it was to wait at first."""
        program = Program()
        program.told(*CAME, facts.HouseSoon(2.5), facts.EnterStarts(False), now=7)
        found = [program.drawn(now)[0]["waits"][0]["seconds"] for now in (7, 7.5, 9, 9.5, 60)]
        self.assertEqual(found, [2.5, 2, 1, 0, 0])


class PlayingTests(SynchronousTestCase):
    """A match, from the point of view of the one who reads."""

    def setUp(self) -> None:
        self.program = Program()
        self.program.told(*CAME)

    def test_player_1(self) -> None:
        """Player 1 is told of a match with their own side first."""
        match, game = self.program.told(*SEATED, PROMPT)
        self.assertEqual(
            match, {"event": "match", "player": 1, "names": ["guest 1", "guest 7"], "best_of": 9, "need": 5}
        )
        self.assertEqual(game, {"event": "game", "n": 1, "wins": [0, 0], "need": 5, "seconds": 30})
        self.assertEqual(
            self.program.told(facts.YouThrow("paper", 0)), [{"event": "thrown", "who": "you", "throw": "p"}]
        )
        result, point, game = self.program.told(
            facts.GameTold("r", "p"), facts.PlayerWins(1), facts.Wins(0, 1), facts.MatchPoint((1,)), PROMPT
        )
        self.assertEqual(result, {"event": "result", "n": 1, "you": "p", "they": "r", "winner": "you", "wins": [1, 0]})
        self.assertEqual(point, {"event": "match point", "who": ["you"]})
        self.assertEqual([game["n"], game["wins"]], [2, [1, 0]])

    def test_seals(self) -> None:
        """A seal comes with what tells of the throw, or alone where it is of another throw; the result opens it."""
        *_, game = self.program.told(*SEATED, facts.Sealed(0, "1"), PROMPT)
        self.assertEqual((game["event"], game["seal"]), ("game", "1"))
        opened = facts.Opened(0, "r", "ab")
        result, game = self.program.told(
            facts.GameTold("r", "p"), facts.PlayerWins(1), facts.Wins(0, 1), opened, PROMPT
        )
        self.assertEqual(result["opened"], {"who": "they", "throw": "r", "nonce": "ab"})
        self.assertNotIn("seal", game)
        (thrown,) = self.program.told(facts.Sealed(0, "2"), facts.OtherHasThrown(0, "r/p/s"))
        self.assertEqual(thrown, {"event": "thrown", "who": "they", "seal": "2"})
        changed = {"event": "sealed", "who": "they", "seal": "3"}
        self.assertEqual(self.program.told(facts.Sealed(0, "3")), [changed])
        result, game = self.program.told(facts.GameTold("s", "s"), opened, facts.NobodyWins("r/p/s"))
        self.assertEqual([result["opened"]["nonce"], "seal" in game], ["ab", False])
        self.program.told(facts.GameTold("s", "s"))
        _, thrown = self.program.told(facts.NobodyWins("r/p/s"), facts.Sealed(1, "4"), facts.YouThrow("rock", 0))
        self.assertEqual(thrown, {"event": "thrown", "who": "you", "throw": "r", "seal": "4"})

    def test_player_0(self) -> None:
        """Player 0 is told of the same match the other way round."""
        match, _ = self.program.told(
            facts.YouArePlayer(0), facts.PlayerConnected("guest 7"), facts.TimeToThrow(30), PROMPT
        )
        self.assertEqual([match["player"], match["names"]], [0, ["guest 1", "guest 7"]])
        self.assertEqual(self.program.told(facts.OtherHasThrown(1, "r/p/s")), [{"event": "thrown", "who": "they"}])
        result, *_ = self.program.told(facts.GameTold("r", "p"), facts.PlayerWins(1), facts.Wins(0, 1), PROMPT)
        self.assertEqual(
            result, {"event": "result", "n": 1, "you": "r", "they": "p", "winner": "they", "wins": [0, 1]}
        )
        self.assertEqual(self.program.told(facts.Streak(1, 3)), [{"event": "streak", "who": "they", "games": 3}])

    def test_a_tie(self) -> None:
        """A game that nobody wins has a result, though no fact says who has won it."""
        self.program.told(*SEATED, PROMPT)
        result, game = self.program.told(facts.GameTold("r", "r"), facts.NobodyWins("r/p/s"))
        self.assertEqual([result["winner"], result["wins"], game["n"]], [None, [0, 0], 2])
        (result,) = self.program.told(facts.GameTold("p", "p"))
        self.assertEqual([result["n"], result["you"]], [2, "p"])

    def test_clocks(self) -> None:
        """The last seconds are counted for who is late."""
        self.program.told(*SEATED, PROMPT)
        self.assertEqual(
            self.program.told(facts.ThrowPlease(), facts.Count(5)), [{"event": "clock", "who": "you", "left": 5}]
        )
        self.assertEqual(self.program.told(facts.TimeLeft(0, 4)), [{"event": "clock", "who": "they", "left": 4}])

    def test_endings(self) -> None:
        """Each way in which a match can end is one event."""
        for told, ending, winner, gone in (
            ([facts.ThankYou(), facts.MatchWon(0, 1)], "played", "you", None),
            ([facts.MatchLost(1, 0)], "played", "they", None),
            ([facts.OpponentDisconnected(), facts.MatchEnds(0, 0, "left", "guest 7")], "left", None, "they"),
            ([facts.OpponentTimedOut(), facts.MatchEnds(0, 0, "timed out", "guest 7")], "timed out", None, "they"),
            ([facts.GuestWaits("guest 8")], "broken off", None, None),
            ([facts.OurFault()], "fault", None, None),
        ):
            self.program.told(*SEATED, PROMPT)
            (over,) = self.program.told(*told)
            self.assertEqual([over["ending"], over["winner"], over["gone"]], [ending, winner, gone])
            self.assertEqual(self.program.drawn()[0]["phase"], "over")

    def test_asked(self) -> None:
        """A program that is asked for another match is told what they may say, where somebody hears it."""
        keys = facts.SayKeys((("g", "Good game!"),), "m")
        for say, may in ((keys,), ["again", "say", "mute", "leave"]), ((), ["again", "leave"]):
            self.assertEqual(self.program.told(facts.AnotherMatch(say)), [{"event": "asked", "may": may}])

    def test_what_is_said(self) -> None:
        """What players say to each other is said by you or by them, in a match and after it."""
        self.program.told(*SEATED, PROMPT)
        said = self.program.told(
            facts.Said(0, "Ouch!"),
            facts.Said(1, "Thanks!"),
            facts.OtherSaid("guest 7", "Again?"),
            facts.OtherSaid("guest 1", "Ouch!"),
        )
        self.assertEqual([event["who"] for event in said], ["they", "you", "they", "you"])
        (error,) = self.program.told(facts.SaidAlready())
        self.assertEqual(error, {"event": "error", "code": "said already", "text": facts.SaidAlready()})
        self.assertEqual(self.program.told(facts.Muted(True)), [{"event": "muted", "muted": True}])
        self.assertTrue(self.program.drawn()[0]["muted"])


class OperatorTests(SynchronousTestCase):
    """What an operator has to say, and does."""

    def test_a_notice(self) -> None:
        """What the operator says to all comes as it is, in a match too."""
        program = Program()
        program.told(*CAME, *SEATED, PROMPT)
        text = 'Back at "noon".'
        self.assertEqual(program.told(facts.HouseSays(text)), [{"event": "notice", "text": text}])

    def test_closing_for_now(self) -> None:
        """A match is the last, for so long, or as long as it takes; and then it is not."""
        program = Program()
        program.told(*CAME, *SEATED, PROMPT)
        for seconds in (10, None):
            self.assertEqual(program.told(facts.LastForNow(seconds)), [{"event": "last match", "seconds": seconds}])
        self.assertEqual(program.told(facts.HouseIsOpen()), [{"event": "not last"}])

    def test_good_byes(self) -> None:
        """A program that is put out is told why."""
        for fact, why in ((facts.HouseIsClosed(), "closed"), (facts.Kicked(), "kicked"), (facts.Banned(), "banned")):
            program = Program()
            program.told(*CAME)
            self.assertEqual(program.told(fact), [{"event": "bye", "why": why, "text": fact}])
            self.assertEqual(program.drawn()[0]["phase"], "over")


class ReturnTests(SynchronousTestCase):
    """Lines that are lost, and codes."""

    def setUp(self) -> None:
        self.program = Program()
        self.program.told(*CAME, facts.YourCode("#", "48213305"), *SEATED, PROMPT)

    def test_code(self) -> None:
        """A code is told without its mark, and stands in the state for as long as the match is on."""
        self.assertEqual(
            self.program.told(facts.YourCode("#", "48213305")),
            [{"event": "code", "code": "48213305", "typed": "#48213305"}],
        )
        self.assertEqual(self.program.drawn()[0]["code"], "48213305")
        self.program.told(facts.MatchWon(0, 5))
        self.assertIsNone(self.program.drawn()[0]["code"])
        kept = {"event": "kept", "code": "48213305", "typed": "#48213305"}
        self.assertEqual(self.program.told(facts.MatchIsKept("#", "48213305")), [kept])

    def test_away_and_back(self) -> None:
        """Who is away and who is back is "you" or "they", and stands in the state."""
        away = {"event": "away", "who": "they", "left": 27, "within": None}
        self.assertEqual(self.program.told(facts.LineLost(0, 27)), [away])
        (state,) = self.program.drawn()
        self.assertEqual([state["away"], state["left"]], [["they"], 27])
        self.assertEqual(self.program.told(facts.CameBack(0, 22)), [{"event": "back", "who": "they", "left": 22}])
        self.assertEqual(self.program.drawn()[0]["away"], [])

    def test_the_server_was_down(self) -> None:
        """After a restart both are away, and the one who is back is told how long the other has."""
        self.assertEqual(self.program.told(facts.ServerWasDown()), [{"event": "down"}])
        back, away = self.program.told(facts.CameBack(1, None), facts.NotBackYet(0, 115))
        self.assertEqual(back, {"event": "back", "who": "you", "left": None})
        self.assertEqual(away, {"event": "away", "who": "they", "left": None, "within": 115})
        (state,) = self.program.drawn()
        self.assertEqual([state["away"], state["left"]], [["they"], None])
        (over,) = self.program.told(facts.MatchEnds(0, 0, "not back", "guest 7"))
        self.assertEqual([over["ending"], over["gone"]], ["not back", "they"])

    def test_ended(self) -> None:
        """A program is told how the match ended whose code it has sent: its own wins first."""
        (ended,) = self.program.told(facts.MatchWasOver("guest 7", "played", "they", (3, 5)))
        won = {"event": "ended", "name": "guest 7", "ending": "played", "winner": "they", "gone": None, "wins": [3, 5]}
        self.assertEqual(ended, won)
        (ended,) = self.program.told(facts.MatchWasOver("guest 7", "left", "you", (3, 4)))
        self.assertEqual([ended["winner"], ended["gone"]], [None, "you"])

    def test_answers_to_a_code(self) -> None:
        """A program is told who it is again, what was wrong with its code, or that it has another line."""
        (you,) = self.program.told(facts.YouAreBack("guest 7"))
        self.assertEqual(you, {"event": "you", "name": "guest 7"})
        for fact, more in (
            (facts.WrongCode(2), {"code": "wrong code", "tries": 2}),
            (facts.NoMoreCodes(), {"code": "no more codes"}),
            (facts.SeatOutOfReach(), {"code": "out of reach"}),
            (facts.OthersOutOfReach(2), {"code": "others away", "tries": 2}),
            (facts.LostThere(), {"code": "lost there"}),
            (facts.YouAreHere(), {"code": "seated already"}),
        ):
            self.assertEqual(self.program.told(fact), [{"event": "error", **more, "text": fact}])
        (bye,) = self.program.told(facts.OtherLine())
        self.assertEqual([bye["event"], bye["why"]], ["bye", "other line"])


class WatchingTests(SynchronousTestCase):
    """A match of two others."""

    def test_watching(self) -> None:
        """Those who watch are told the players by their numbers."""
        program = Program()
        program.told(*CAME)
        watching, score = program.told(facts.YouWatch("guest 2", "the house"), facts.Wins(1, 3))
        self.assertEqual([watching["names"], score["wins"]], [["guest 2", "the house"], [1, 3]])
        told = facts.GameTold("r", "p"), facts.PlayerWins(1), facts.Wins(1, 4)
        result, left = program.told(*told, facts.GamesLeft(1, 4))
        self.assertEqual([result["throws"], result["winner"], result["wins"]], [["r", "p"], 1, [1, 4]])
        self.assertEqual(left, {"event": "games left", "least": 1, "most": 4})
        (over,) = program.told(facts.MatchEnds(1, 5, "played", "the house"))
        self.assertEqual(over, {"event": "over", "ending": "played", "winner": 1, "gone": None, "wins": [1, 5]})
        (match,) = program.told(facts.MatchBegins("guest 2", "guest 3"))
        self.assertEqual([match["event"], match["player"]], ["match", None])


class StandingsTests(SynchronousTestCase):
    """Who is the best."""

    def test_standings(self) -> None:
        """A program is told the first of each period, and where it stands itself; nothing else comes with it."""
        program = Program()
        program.told(*CAME)
        (shows,) = [event for event in shown() if event["event"] == "standings"]
        self.assertEqual(program.told(STANDINGS), [shows])
        (event,) = program.told(facts.Standings(STANDINGS.ranks, None, ""))
        self.assertIsNone(event["you"])

    def test_away(self) -> None:
        """Where the records are away, that is an error like that for a name."""
        (event,) = Program().told(*CAME, facts.StandingsAway())[2:]
        self.assertEqual((event["event"], event["code"]), ("error", "no records"))


class ContractTests(SynchronousTestCase):
    """The schema, the documentation and the screen say the same."""

    def test_the_schema_is_one(self) -> None:
        """The schema is a schema, and its version is the screen's."""
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        self.assertEqual(SCHEMA["$defs"]["hello"]["properties"]["version"]["const"], VERSION)

    def test_what_the_documentation_shows(self) -> None:
        """Every event and every message that the documentation shows is as the schema declares it."""
        for line in blocks():
            (EVENTS if "event" in json.loads(line) else MESSAGES_SENT).validate(json.loads(line))

    def test_nothing_is_left_out(self) -> None:
        """Every event that the schema declares is documented, and so is every message, as it can be read."""
        self.assertEqual({event["event"] for event in shown()}, DECLARED)
        said = [found for line in blocks() if "event" not in json.loads(line) for found in self.read(line)]
        self.assertEqual({message.word for message in said}, set(MESSAGES))
        named = {name for kind in SCHEMA["$defs"]["message"]["oneOf"] for name in kind["required"]}
        self.assertEqual(named, set(MESSAGES))

    def test_every_error_is_explained(self) -> None:
        """Every code of an error is declared and explained, and no other is."""
        codes = SCHEMA["$defs"]["error"]["properties"]["code"]["enum"]
        self.assertLessEqual(set(WRONG), set(codes))
        explained = re.findall(r"^``([^`]+)`` +[A-Z`]", (DOCS / "json.rst").read_text(), re.MULTILINE)
        self.assertEqual(explained, codes)

    def test_every_event_can_come(self) -> None:
        """Every event that is declared comes from some fact."""
        program = Program()
        program.told(*CAME)
        for fact in FACTS:
            program.told(*SEATED, PROMPT, fact)
        program.told(facts.YouWatch("a", "b"), facts.Wins(1, 0), facts.Sealed(0, "2c26"))
        self.assertEqual(program.names, DECLARED)

    @settings(deadline=None, derandomize=True)
    @given(st.lists(st.lists(st.sampled_from(FACTS), max_size=4), max_size=12))
    def test_anything(self, batches: Sequence[Sequence[Fact]]) -> None:
        """From any facts in any order come events as they are declared, and at any time the state."""
        program = Program()
        for now, batch in enumerate(batches):
            program.told(*batch, now=now)
            program.drawn(now=now + 0.5)

    def read(self, line: str) -> Any:
        """Return what the server makes of a line."""
        return message_reader().send(line.encode() + b"\n")
