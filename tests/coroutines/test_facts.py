"""The facts: each sentence that people are told, to the letter, and where sentences may be made."""

from __future__ import annotations

import ast
import copy
import pickle
from collections.abc import Iterator
from inspect import get_annotations
from pathlib import Path

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import facts
from rpsgame.coroutines.facts import Fact

HOUSE = Path(facts.__file__).parents[1]


def ranks(*lines: facts.Line) -> tuple[facts.Ranks, ...]:
    """Return standings in which these stand for ever, and nobody today."""
    return tuple(facts.Ranks(period, lines * (period == "ever"), (4, 2)) for period in ("ever", "month", "today"))


LINES: list[tuple[Fact, str]] = [
    (facts.Standings(ranks(facts.Line(1, "Bert", 1612, 9, 3)), None, "n"), "Standings: 1 Bert."),
    (facts.Standings(ranks(), None, ""), "Standings: nobody yet."),
    (facts.StandingsAway(), "The standings cannot be looked up at the moment. Please try again later."),
    (facts.StandingsKey("t"), "t shows the standings."),
    # the article's
    (facts.PlayerConnected("Ernie"), "Player connected: Ernie"),
    (facts.Welcome(), "Welcome to the game"),
    (facts.InvalidKey(), "Invalid key"),
    (facts.GameTold("r", "s"), "Player 0: r, Player 1: s"),
    (facts.PlayerWins(0), "Player 0 wins!"),
    (facts.Wins(1, 0), "Wins: 1 - 0"),
    (facts.Overall(100 / 3), "Overall: 33.33%"),
    (facts.Overall(0.0), "Overall:  0.00%"),
    (facts.ThankYou(), "Thank you for playing!"),
    (facts.OpponentDisconnected(), "Opponent disconnected."),
    (facts.TimedOut(), "Timed out. Good-bye"),
    (facts.OpponentTimedOut(), "Opponent timed out."),
    # a table's
    (facts.YouArePlayer(0), "You are player 0."),
    (facts.Seated("guest 1"), "You are player 1. Player 0 is guest 1."),
    (facts.TimeToThrow(30), "You have 30 seconds for each throw."),
    (facts.TimeToThrow(1), "You have 1 second for each throw."),
    (facts.YourThrow("r/p/s"), "Your throw (r/p/s)?"),
    (facts.NobodyWins("r/p/s"), "Nobody wins. Your throw (r/p/s)?"),
    (facts.YouThrow("rock", 0), "You throw rock. Waiting for player 0."),
    (facts.OtherHasThrown(1, "r/p/s"), "Player 1 has thrown. Your throw (r/p/s)?"),
    (facts.ThrowPlease(), "Your throw, please; you are timed out in"),
    (facts.Count(5), "5"),
    (facts.TimeLeft(1, 5), "Player 1 has 5 seconds left."),
    (facts.TimeLeft(0, 1), "Player 0 has 1 second left."),
    (facts.MatchWon(1, 2), "You have won the match, 1 - 2."),
    (facts.MatchLost(2, 1), "You have lost the match, 2 - 1."),
    (facts.MatchBegins("guest 1", "guest 2"), "Now guest 1 plays guest 2."),
    (facts.MatchEnds(5, 2, "played", "guest 1"), "The match ends 5 - 2: guest 1 has won."),
    (facts.Remark("You threw rock all 4 times."), "You threw rock all 4 times."),
    (facts.MatchPoint((1,)), "Match point for player 1."),
    (facts.MatchPoint((0, 1)), "Match point for both players."),
    (facts.Streak(0, 3), "Player 0 has won 3 games in a row."),
    (facts.Said(0, "Good game!"), "Player 0 says: Good game!"),
    (facts.OtherSaid("guest 1", "Again?"), "guest 1 says: Again?"),
    (facts.SaidAlready(), "You have said that already."),
    (facts.Muted(True), "You do not hear the other player any more."),
    (facts.Muted(False), "You hear the other player again."),
    (
        facts.SayKeys((("g", "Good game!"), ("o", "Ouch!")), "m"),
        "To the other player: g Good game!, o Ouch!; m to hear them no more.",
    ),
    (facts.SayKeys((("g", "Good game!"),), ""), "To the other player: g Good game!."),
    (facts.GamesLeft(2, 4), "Games left: 2 to 4."),
    (facts.GamesLeft(1, 1), "Games left: 1."),
    (facts.NobodyThere(), "There is nobody to play with yet."),
    (facts.SealIs(0, "2c26"), "Player 0 has thrown, sealed as 2c26"),
    (facts.SealWas(0, "r", "ab", "2c26"), "In the last game player 0 threw r with ab, sealed as 2c26"),
    (facts.NoSeal(), "No throw has been sealed yet."),
    (facts.SealKey("f"), "f shows the seals of the throws."),
    (facts.Sealed(0, "2c26"), ""),
    (facts.Opened(0, "r", "ab"), ""),
    (facts.SeedWas("00"), ""),
    (facts.LineLost(1, 27), "The line to player 1 is lost, 27 seconds left."),
    (facts.LineLost(0, None), "The line to player 0 is lost."),
    (facts.CameBack(1, 1), "Player 1 is back, 1 second left."),
    (facts.CameBack(0, None), "Player 0 is back."),
    (facts.NotBackYet(1, 120), "The match waits 120 seconds for player 1."),
    (facts.ServerWasDown(), "The server was down. The match goes on when its players are back."),
    (facts.YourCode("", "48213305"), "If you lose the line, type 48213305 when you come again."),
    (facts.YourCode("#", "48213305"), "If you lose the line, type #48213305 when you come again."),
    (facts.MatchIsKept("", "48213305"), "Your match goes on when the server is back: type 48213305 then."),
    (facts.CodeHas(8), "A code to come back by has 8 digits."),
    (facts.WrongCode(2), "Nobody has this code. You may try 2 other codes."),
    (
        facts.SeatOutOfReach(),
        "Your seat is in another part of the house, which cannot be reached now. Try again in a while.",
    ),
    (
        facts.OthersOutOfReach(2),
        "Nobody here has this code, and the rest of the house cannot be asked now. You may try 2 other codes.",
    ),
    (facts.LostThere(), "The part of the house where you were is lost. Try to come back in a while."),
    (facts.NoMoreCodes(), "Too many wrong codes have come from here. None is taken now."),
    (
        facts.MatchWasOver("guest 7", "played", "you", (5, 3)),
        "Your match with guest 7 is over: 5 - 3, you won.",
    ),
    (
        facts.MatchWasOver("guest 7", "left", "they", (0, 3)),
        "Your match with guest 7 is over: 0 - 3, guest 7 left.",
    ),
    (
        facts.MatchWasOver("guest 7", "timed out", "you", (0, 0)),
        "Your match with guest 7 is over: 0 - 0, you did not throw in time.",
    ),
    (
        facts.MatchWasOver("guest 7", "both timed out", None, (0, 0)),
        "Your match with guest 7 is over: 0 - 0, neither of you threw in time.",
    ),
    (
        facts.MatchWasOver("the house", "not back", "you", (1, 0)),
        "Your match with the house is over: 1 - 0, you did not come back in time.",
    ),
    (
        facts.MatchWasOver("guest 7", "neither back", None, None),
        "Your match with guest 7 is over: nobody came back in time.",
    ),
    (
        facts.MatchWasOver("guest 7", "cut off", None, (0, 0)),
        "Your match with guest 7 is over: 0 - 0, it was cut off.",
    ),
    (
        facts.MatchWasOver("guest 7", "fault", None, (0, 0)),
        "Your match with guest 7 is over: 0 - 0, a fault of this server has ended it.",
    ),
    (facts.YouAreBack("guest 7"), "You are guest 7 again."),
    (facts.YouAreHere(), "You have your seat."),
    (facts.OtherLine(), "You have come back by another line. Good-bye."),
    (facts.OurFault(), "A fault of this server has ended the match; you have done nothing wrong."),
    # the lobby's, and a visit's
    (facts.GameIs("rock-paper-scissors", 9), "This is rock-paper-scissors, best of 9."),
    (facts.YouAre("guest 5"), "You are guest 5."),
    (facts.Keys((("r", "rock"), ("p", "paper"))), "Keys: r rock, p paper; ? shows them, q leaves."),
    (facts.PressEnter(), "Where a key alone does nothing, press Enter after it."),
    (facts.Rules(("Paper beats rock.", "Yes.")), "Paper beats rock. Yes."),
    (facts.HouseIsFull(), "The house is full. Please come again later."),
    (facts.TooManyOfYou(), "Too many guests have come from your address. Please come again later."),
    (facts.HostIsHere(), "There is a host already. Please come again later."),
    (facts.WaitingForGuest(), "Waiting for a guest."),
    (facts.TableIsBusy(), "The table is busy. Watch the match while you wait."),
    (facts.Place(2), "You are number 2 in the line."),
    (facts.LineLength(0), "Nobody waits in the line."),
    (facts.LineLength(1), "1 guest waits in the line."),
    (facts.LineLength(2), "2 guests wait in the line."),
    (facts.HostIsAway(), "The host is away."),
    (facts.HostHasLeft(), "The host has left."),
    (facts.NextGuest(False), "You play the next guest who comes."),
    (facts.NextGuest(True), "You play the next guest who comes; w watches a match meanwhile."),
    (facts.HouseSoon(3), "You play the house in 3 seconds, unless another guest comes."),
    (facts.HouseSoon(1), "You play the house in 1 second, unless another guest comes."),
    (facts.HouseNext(), "Another guest plays the house, and then you."),
    (facts.EnterStarts(False), "Enter starts at once."),
    (facts.EnterStarts(True), "Enter starts at once, w watches a match."),
    (facts.EnterPlays(), "Enter plays the house."),
    (facts.GuestWaits("guest 7"), "guest 7 has come; your match with the house ends."),
    (facts.WatchesAnother(), "w watches another match."),
    (facts.YouWatch("guest 1", "guest 2"), "You watch guest 1 against guest 2."),
    (facts.NoMatch(), "No match is on."),
    (facts.NoOtherMatch(), "No other match is on."),
    (facts.YourTurnComes(), "Your turn comes; q leaves."),
    (facts.AnotherMatch(()), "Another match? Press any key, or q to leave."),
    (facts.WaitingForAnswer("guest 2"), "You play again when guest 2 wants it too."),
    (facts.OpponentDeclines("guest 2"), "There is no other match with guest 2."),
    (facts.PressAgain(True), "Somebody plays or waits. Press q again to close the house."),
    (facts.PressAgain(False), "Somebody plays or waits. Press q again to leave."),
    (facts.HouseCloses(), "The host closes the house. Good-bye."),
    (facts.LastMatch(10), "The server is stopping: this match is the last. It has 10 seconds."),
    (facts.LastMatch(1), "The server is stopping: this match is the last. It has 1 second."),
    (facts.Stopping(), "The server is stopping. Good-bye."),
    (facts.GoodBye(), "Good-bye."),
    (facts.LastForNow(None), "The house closes: this match is the last."),
    (facts.LastForNow(1), "The house closes: this match is the last. It has 1 second."),
    (facts.HouseIsClosed(), "The house is closed for now. Please come again later."),
    (facts.HouseIsOpen(), "The house opens again: this match is not the last."),
    (facts.HouseSays("Back at noon."), "The operator says: Back at noon."),
    (facts.Kicked(), "The operator has put you out. Good-bye."),
    (facts.Banned(), "Nobody may come in from your address. Good-bye."),
    # a door's
    (facts.ScreenKey("v"), "Screen readers: press v for whole sentences."),
    (facts.DoorKeys("v", "i"), "v changes the screen, i shows your connection."),
    (facts.ComesBy("telnet", "plain"), "You have come by telnet, and see the screen called plain."),
    (facts.TerminalIs(("XTERM", "MTTS 4")), "Your terminal is XTERM, MTTS 4."),
    (facts.TerminalIs(()), "Your terminal has not said what it is, and so gets no colour by itself."),
    (facts.SizeIs((40, 12)), "It is 40 characters wide and 12 lines high."),
    (facts.SizeIs(None), facts.NO_SIZE),
    (facts.SingleKeys(True), "Your keys come at once."),
    (facts.SingleKeys(False), facts.SINGLE_KEYS[False]),
    (facts.SingleKeys(None), facts.SINGLE_KEYS[None]),
    (facts.ShowsUtf8(True), "It shows UTF-8."),
    (facts.ShowsUtf8(False), facts.SHOWS_UTF8[False]),
    (facts.AnswerTakes(1), "An answer takes 1 millisecond."),
    (facts.AnswerTakes(None), facts.NO_ANSWER),
    (facts.TooManyKeys(7), "Too many keys at once; the last 7 were dropped."),
    (facts.WrongMessage("not now", "again"), "'again' makes no sense now."),
    (facts.WrongMessage("too long", "4096"), "A line has at most 4096 bytes."),
    (facts.ScreenFault(), "A fault of this server has cost you your screen. You go on with plain lines."),
    (facts.HowItStands(), "How it stands:"),
    (facts.TooManyMessages(7), "Too many messages at once; the last 7 were dropped."),
    (facts.NoMessages(), "This is a game for programs that send JSON, an object a line. Good-bye."),
    (facts.WrongProtocol(), "This is a game for telnet clients. Good-bye."),
    (facts.NoTelnet(), "That is no telnet. Good-bye."),
    (facts.WaysIn("telnet 192.0.2.1 12333"), "Guests come in by: telnet 192.0.2.1 12333"),
    (facts.LinesLost(3), "Lines lost, since the terminal took none: 3."),
    (facts.LogGoesTo("/var/log/rpsgame.log"), "The log goes to /var/log/rpsgame.log"),
    (facts.HostKeyIs("SHA256:x"), "The ssh host key is SHA256:x"),
    (facts.KnownBy("SHA256:x"), "You are known by your key, SHA256:x."),
    (facts.NoKey(), "You have shown no key, and play without one."),
    (
        facts.AskName(),
        "Type a name, or the key of a name that is yours, and press Enter. Enter alone ends it.",
    ),
    (
        facts.AskOtherName("Ernie"),
        "You are Ernie. Type another name, or forget me to be forgotten. Enter alone ends it.",
    ),
    (facts.NoName("long"), "A name has 16 characters at most. Type another one. Enter alone ends it."),
    (facts.NameTaken("Ernie"), "Nobody else can have the name Ernie. Type another one. Enter alone ends it."),
    (
        facts.NameNeedsKey("Ernie"),
        "Ernie belongs to somebody. Type the key, if that is you, or another name. Enter alone ends it.",
    ),
    (facts.WrongKey(), "Nobody has this key. Type it again. Enter alone ends it."),
    (facts.NoMoreKeys(), "Nobody has this key either. You keep the name that you have."),
    (
        facts.AskForget(),
        "All that is known of you will be deleted for good. Type forget me once more. Enter alone ends it.",
    ),
    (facts.NameUnchanged(), "You keep the name that you have."),
    (facts.NameIs("Ernie"), "You are Ernie now."),
    (facts.SshKeyProves("Ernie"), "From now on your ssh key proves that you are Ernie, and no other ssh key does."),
    (
        facts.KeyIs("Ernie", "7pzt-94kc-mmd2-xw3e"),
        "The key of Ernie is 7pzt-94kc-mmd2-xw3e. Write it down: it is shown this once, and proves who you are.",
    ),
    (facts.Forgotten("guest 2"), "All that was known of you is deleted. You are guest 2 now."),
    (facts.NotYourName(), "That is not the name that you have."),
    (
        facts.NameWasTaken(),
        "The operator has taken your name away. Type another one. Enter alone ends it.",
    ),
    (facts.NameTakenAway("guest 2"), "The operator has taken your name away. You are guest 2 now."),
    (facts.NamesAway(), "Names cannot be looked up at the moment. Please try again later."),
    (facts.TooManyNames(1), "Your address has chosen many names. Please try again in 1 minute."),
    (facts.TooManyWrongKeys(3), "Many wrong keys came from your address. Please try again in 3 minutes."),
    (facts.NameAfterMatch(), "You can choose a name after the match, and are asked for it then."),
    (facts.NameBeforeHost(), "A name is chosen while you wait for the host, not while you play."),
    (facts.WelcomeBack("Ernie"), "Welcome back, Ernie."),
    (facts.NameHint("n"), "Press n for a name that stays yours."),
    (facts.NameKey("n"), "n gives you a name that stays yours, or changes it."),
    (facts.NoCommand(), "This is a game, and no shell: plain, colour, spoken and json choose a screen."),
]


def kinds(kind: type[Fact] = Fact) -> Iterator[type[Fact]]:
    """Yield all classes of facts that rpsgame has."""
    for child in kind.__subclasses__():
        if child.__module__.startswith("rpsgame."):
            yield child
        yield from kinds(child)


def fields(kind: type[Fact]) -> list[str]:
    """Return the names of what a class of facts carries."""
    return list(get_annotations(kind))


def values(fact: Fact) -> list[object]:
    """Return what a fact carries."""
    return [getattr(fact, field) for field in fields(type(fact))]


class FactTests(SynchronousTestCase):
    """What every fact is."""

    def test_lines(self) -> None:
        """Each fact has its line, to the letter, and none is left out here."""
        for fact, line in LINES:
            self.assertEqual(str(fact), line)
        self.assertEqual({type(fact) for fact, _ in LINES}, set(kinds()))

    def test_fields(self) -> None:
        """A fact carries what its line was made of, by the names that its class declares."""
        ends = facts.MatchEnds(5, 2, "played", "guest 1")
        self.assertEqual((ends.wins0, ends.wins1, ends.how, ends.who), (5, 2, "played", "guest 1"))
        for fact, line in LINES:
            self.assertEqual(type(fact)(*values(fact)), line)

    def test_no_field_hides_what_a_string_has(self) -> None:
        """A fact can do all that a string can."""
        for kind in kinds():
            self.assertEqual(set(fields(kind)) & set(dir(str)), set(), kind)

    def test_the_same_again(self) -> None:
        """The same values give the same object; what is equal and prints otherwise is not the same."""
        self.assertIs(facts.TimeLeft(1, 5), facts.TimeLeft(1, 5))
        self.assertIsNot(facts.TimeLeft(1, 5), facts.TimeLeft(0, 5))
        self.assertEqual([facts.Count(5), facts.Count(5.0)], ["5", "5.0"])  # type: ignore[arg-type]

    def test_once(self) -> None:
        """A fact that will hardly recur is not kept: it is made anew, with the same line and fields."""
        first, second = facts.Wins.once(812, 799), facts.Wins.once(812, 799)
        self.assertIsNot(first, second)
        self.assertEqual([type(first), first, first.wins0], [facts.Wins, "Wins: 812 - 799", 812])
        kept = facts.Wins.__call__.cache_info().currsize
        facts.Wins.once(813, 799)
        self.assertEqual(facts.Wins.__call__.cache_info().currsize, kept)

    def test_copy_and_pickle(self) -> None:
        """What is copied, or stored and read again, is a fact of the same class, with its fields."""
        for fact, line in LINES:
            for other in (copy.copy(fact), copy.deepcopy(fact), pickle.loads(pickle.dumps(fact))):
                self.assertEqual((type(other), str(other), values(other)), (type(fact), line, values(fact)))

    def test_equal_lines(self) -> None:
        """Facts of two classes that have the same line are equal strings: the class tells which is which."""
        count, remark = facts.Count(5), facts.Remark("5")
        self.assertEqual(count, remark)
        self.assertNotEqual(type(count), type(remark))

    def test_wrong_fields(self) -> None:
        """A fact takes one value for each of its fields."""
        for wrong in ((), (1,), (1, 2, 3)):
            with self.assertRaises(TypeError):
                facts.TimeLeft(*wrong)


SPEAKS = {"tell", "_tell", "dismiss", "refuse", "output", "_output", "write", "writeSequence"}
# They speak to these
OPERATORS = {
    "endpoints.py",
    "logs.py",
    "options.py",
    "selectloop.py",
    "server.py",
    "starter.py",
    "tap.py",
    "door_makers.py",
}
OPERATORS |= {"coroutines/commands.py", "coroutines/control.py", "coroutines/reports.py", "values.py"}
OPERATORS |= {"metrics.py", "records.py", "replay.py", "scrape.py", "store/journal.py"}
AUTHORS = {"check.py", "plugins.py"}  # they speak to those who write games, as rpsgame.testing does
ELSEWHERE = "testing/", "screens/", "store/records/"  # the last to operators, and to a database
OWN_WORDS = {"strategies/remarks.py", "coroutines/games.py"}  # what a strategy and a game say in their own


def text(node: ast.AST) -> str:
    """Return the text of a string or of an f-string, as far as it is known; '' for anything else."""
    if isinstance(node, ast.JoinedStr):
        return "".join(text(part) or "{}" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def is_sentence(line: str) -> bool:
    """Return whether somebody could be told this."""
    return " " in line.strip() and line.rstrip().endswith((".", "?", "!"))


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """Return the strings that stand as statements, and document."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def sentences(tree: ast.AST) -> list[str]:
    """Return what looks like a sentence in a module."""
    documents = docstrings(tree)
    return [text(node) for node in ast.walk(tree) if node not in documents and is_sentence(text(node))]


def spoken(tree: ast.AST) -> list[str]:
    """Return the strings within calls that speak: in the first two arguments, since a third is for the log."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    speaking = [call for call in calls if getattr(call.func, "attr", getattr(call.func, "id", "")) in SPEAKS]
    parts = [node for call in speaking for argument in call.args[:2] for node in ast.walk(argument)]
    return [line for line in map(text, parts) if " " in line.strip() and any(map(str.isalpha, line))]


def declared(tree: ast.AST) -> list[str]:
    """Return the classes of facts that a module declares."""
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    return [node.name for node in classes if any(keyword.arg == "line" for keyword in node.keywords)]


FACTS = "facts.py", "door_facts.py", "back_facts.py", "name_facts.py", "standing_facts.py"  # where facts are declared


class OnePlaceTests(SynchronousTestCase):
    """Plain lines for people are made where facts are declared, and what else is said, by screens, of these facts."""

    def setUp(self) -> None:
        paths = [path for path in sorted(HOUSE.rglob("*.py")) if path.name not in FACTS]
        self.modules = {path.relative_to(HOUSE).as_posix(): ast.parse(path.read_text()) for path in paths}

    def test_what_is_found(self) -> None:
        """The rules see a sentence wherever it is made."""
        tree = ast.parse(
            '"""Say it."""\nBYE = "Good bye."\ndef f(): g.dismiss(f"{n} wins {a}", "the end", "for the log")\n'
        )
        self.assertEqual(sentences(tree), ["Good bye."])
        self.assertEqual(spoken(tree), ["{} wins {}", "the end"])
        self.assertEqual(declared(ast.parse("class A(Fact, line='It is so.'): ...")), ["A"])

    def test_no_other_module_has_sentences(self) -> None:
        """Modules that people are told by have none of their own; a strategy's remark is its own."""
        for name, tree in self.modules.items():
            if name not in OPERATORS | AUTHORS | OWN_WORDS and not name.startswith(ELSEWHERE):
                self.assertEqual(sentences(tree), [], name)

    def test_nothing_is_told_but_facts(self) -> None:
        """No call that speaks to people has a text in it."""
        for name, tree in self.modules.items():
            if name not in OPERATORS:
                self.assertEqual(spoken(tree), [], name)

    def test_no_other_module_declares_facts(self) -> None:
        """All facts are declared in one place."""
        for name, tree in self.modules.items():
            self.assertEqual(declared(tree), [], name)
