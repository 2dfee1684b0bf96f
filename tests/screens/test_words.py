"""What facts are in words: verbs are the game's own, and "you" is the one who reads."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines import facts
from rpsgame.coroutines.games import GAMES
from rpsgame.screens.view import View
from rpsgame.screens.words import does, listed, sentence, throws, wins


def seen(*told: facts.Fact, game: str = "rock-paper-scissors") -> View:
    """Return the view of somebody who has been told these facts."""
    view = View(GAMES[game])
    for fact in told:
        view.see(fact, 0)
    return view


class ThrowTests(SynchronousTestCase):
    """A game's throws, and what they do to each other."""

    def test_verbs(self) -> None:
        """A verb is found in the rules, in sentences about several throws too; else there is none."""
        rules = tuple(GAMES["rock-paper-scissors-lizard-spock"].rules)
        for won, lost, verb in (
            ("paper", "rock", "covers"),
            ("scissors", "lizard", "decapitate"),
            ("rock", "lizard", "crushes"),
            ("Spock", "rock", "vaporizes"),
            ("lizard", "paper", "eats"),
            ("lizard", "scissors", ""),
        ):
            self.assertEqual(does(rules, won, lost), verb, (won, lost))
        self.assertEqual(
            does(("One, two and three surely beat nothing.", "Two fingers top one finger!"), "one", "x"), ""
        )
        self.assertEqual(does(("Two fingers top one finger!",), "two fingers", "one finger"), "top")

    def test_every_win_of_ours_has_a_verb(self) -> None:
        """In our games of the kind, the rules say what each throw does to those that it beats."""
        for name in ("rock-paper-scissors", "rock-paper-scissors-lizard-spock"):
            game = GAMES[name]
            keys, view = tuple(game.throws), seen(game=name)
            for won, outcomes in zip(keys, game.outcomes or (), strict=True):
                for lost, outcome in zip(keys, outcomes, strict=True):
                    told = throws(view, won, lost, 0 if outcome == 1 else None)
                    self.assertEqual(" against " in told, outcome != 1, told)

    def test_throws(self) -> None:
        """The winner's throw is the first where the rules have a verb, and else one's own."""
        for game, fact, choices, winner, words in (
            ("rock-paper-scissors", facts.Seated("guest 1"), "rp", 1, "paper beats rock"),
            ("rock-paper-scissors", facts.Seated("guest 1"), "pr", 0, "paper beats rock"),
            ("rock-paper-scissors", facts.Seated("guest 1"), "rr", None, "rock against rock"),
            ("odds-and-evens", facts.Seated("guest 1"), "12", 1, "two fingers against one finger"),
            ("odds-and-evens", facts.PlayerConnected("guest 1"), "12", 1, "one finger against two fingers"),
            ("odds-and-evens", facts.YouWatch("guest 1", "guest 2"), "12", 1, "one finger against two fingers"),
            ("rock-paper-scissors", facts.Seated("guest 1"), "zr", None, "rock against z"),
        ):
            self.assertEqual(throws(seen(fact, game=game), choices[0], choices[1], winner), words)

    def test_wins(self) -> None:
        """Who wins is "you", a name or nobody."""
        view = seen(facts.Seated("guest 1"))
        self.assertEqual([wins(view, winner) for winner in (1, 0, None)], ["you win", "guest 1 wins", "nobody wins"])

    def test_listed(self) -> None:
        """Things are listed as people do it."""
        self.assertEqual([listed(list("rps"[:n])) for n in range(4)], ["", "r", "r or p", "r, p or s"])


class SentenceTests(SynchronousTestCase):
    """Facts that are told of players by number."""

    def test_you(self) -> None:
        """To player 1 they are "you", and player 0 has a name; to player 0 it is the other way round."""
        told: tuple[tuple[facts.Fact, str, str], ...] = (
            (facts.MatchWon(5, 2), "You have won the match, 5 - 2.", "You have won the match, 2 - 5."),
            (facts.MatchLost(5, 2), "You have lost the match, 5 - 2.", "You have lost the match, 2 - 5."),
            (facts.Wins(4, 2), "You 4, they 2, first to 5.", "You 2, they 4, first to 5."),
            (facts.MatchPoint((0,)), "Match point for you.", "Match point for Ann."),
            (facts.MatchPoint((0, 1)), "Match point for you and Bob.", "Match point for you and Ann."),
            (facts.Streak(1, 3), "Bob has won 3 games in a row.", "You have won 3 games in a row."),
            (facts.Said(1, "Ouch!"), "Bob says: Ouch!", "You say: Ouch!"),
            (facts.SealIs(1, "2c26"), "Bob has thrown, sealed as 2c26", "You have thrown, sealed as 2c26"),
            (
                facts.SealWas(0, "r", "ab", "2c26"),
                "In the last game you threw r with ab, sealed as 2c26",
                "In the last game Ann threw r with ab, sealed as 2c26",
            ),
            (facts.OpponentDisconnected(), "Bob has left.", "Ann has left."),
            (facts.OpponentTimedOut(), "Bob did not throw in time.", "Ann did not throw in time."),
            (facts.OtherHasThrown(1, "r/p/s"), f"Bob has thrown. {ASKS}", f"Ann has thrown. {ASKS}"),
            (
                facts.LineLost(1, 27),
                "The line to Bob is lost, 27 seconds left.",
                "Your line is lost, 27 seconds left.",
            ),
            (facts.CameBack(0, None), "You are back.", "Ann is back."),
            (facts.CameBack(1, 1), "Bob is back, 1 second left.", "You are back, 1 second left."),
            (facts.NotBackYet(1, 120), "The match waits 120 seconds for Bob.", "The match waits 120 seconds for you."),
            (facts.TimeLeft(1, 1), "Bob has 1 second left.", "You have 1 second left."),
        )
        for fact, to_player0, to_player1 in told:
            player0 = seen(facts.YouAre("Ann"), facts.PlayerConnected("Bob"), fact)
            player1 = seen(facts.YouAre("Bob"), facts.Seated("Ann"), fact)
            self.assertEqual((sentence(player0, fact), sentence(player1, fact)), (to_player0, to_player1))

    def test_roles(self) -> None:
        """Where the rules are not the same for both, each is told which player they are."""
        for name, player0, player1 in (
            ("odds-and-evens", "You play Bob. You are player 0.", "You play Ann. You are player 1."),
            ("morra", "You play Bob.", "You play Ann."),
        ):
            for fact, told in ((facts.PlayerConnected("Bob"), player0), (facts.Seated("Ann"), player1)):
                self.assertEqual(sentence(seen(fact, game=name), fact), told)

    def test_what_has_its_line_keeps_it(self) -> None:
        """A fact that is told to "you" already, or is of nobody, is its line."""
        for fact in (facts.HouseSoon(3), facts.AnotherMatch(()), facts.Remark("You threw rock all 4 times.")):
            self.assertEqual(sentence(seen(), fact), fact)


ASKS = "Your throw: r for rock, p for paper or s for scissors?"
