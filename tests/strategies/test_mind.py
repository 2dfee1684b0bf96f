"""The mind: which habits it reads, what it knows before, and that it stays small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.strategies.circle import outcome
from rpsgame.strategies.mind import JOIN, LATE, MOST_ROWS, Mind, Panel
from rpsgame.strategies.places import Own, Seen, nothing
from rpsgame.strategies.prior import NEXT, People

ROCK, PAPER, SCISSORS = range(3)

Game = tuple[int, int]  # the house's throw and the guest's


def play(guest: Callable[[list[int], list[int]], int], games: int, throws: int = 3) -> int:
    """Return the games that the picks win less those they lose; *guest* is given the throws of both."""
    mind, house, mine, score = Mind(throws), list[int](), list[int](), 0
    for _ in range(games):
        pick, throw = mind.pick(), guest(house, mine)
        mind.learn(pick, throw)
        house.append(pick)
        mine.append(throw)
        score += outcome(pick, throw, throws)
    return score


def games_of_chance(seed: int, number: int, throws: int = 3) -> list[Game]:
    """Return games in which both throw at random."""
    chance = Random(seed)
    return [(chance.randrange(throws), chance.randrange(throws)) for _ in range(number)]


def picks(mind: Mind, games: list[Game]) -> list[int]:
    """Return the picks of a mind for each of these games."""
    found = []
    for house, guest in games:
        found.append(mind.pick())
        mind.learn(house, guest)
    return found


def tree(seen: Seen) -> Iterator[Seen]:
    """Yield what is shared by all guests, from here on."""
    yield seen
    for after in seen.after or ():
        if after:
            yield from tree(after)


class HabitTests(SynchronousTestCase):
    """Guests, and how the picks do against them."""

    def test_repeats(self) -> None:
        """A guest who repeats one throw loses nearly all games, whichever throw it is."""
        for throw in range(3):
            self.assertGreater(play(lambda house, mine, throw=throw: throw, 100), 85)  # type: ignore[misc]

    def test_tunes(self) -> None:
        """A guest who repeats a tune loses most games, and is read again after a change of tune."""
        self.assertGreater(play(lambda house, mine: (ROCK, ROCK, PAPER, SCISSORS)[len(mine) % 4], 100), 60)
        self.assertGreater(play(lambda house, mine: (ROCK, PAPER)[len(mine) // 50 % 2], 300), 230)

    def test_copies(self) -> None:
        """So does one who copies the house's last throw, or beats it, or loses to it."""
        for move in range(3):
            copy = lambda house, mine, move=move: (house[-1] + move) % 3 if house else ROCK  # noqa: E731
            self.assertGreater(play(copy, 100), 70)

    def test_second_guesses(self) -> None:
        """So does one who beats what the house, at random, threw most lately after the guest's last throw."""
        chance, mind, score = Random(0), Mind(), 0
        house, mine = list[int](), list[int]()
        for _ in range(1500):
            pick = mind.pick()
            followed = [after for before, after in zip(mine, house[1:], strict=False) if before == mine[-1]]
            house.append(chance.randrange(3))
            mine.append((max(range(3), key=followed[-4:].count) + 1) % 3)
            mind.learn(house[-1], mine[-1])
            score += outcome(pick, mine[-1])
        self.assertGreater(score, 750)

    def test_evens_out(self) -> None:
        """A guest who takes care to throw each throw as often as the others loses more than they win."""
        chance = Random(1)

        def guest(house: list[int], mine: list[int]) -> int:
            least = min(mine.count(throw) for throw in range(3))
            return chance.choice([throw for throw in range(3) if mine.count(throw) == least])

        self.assertGreater(play(guest, 300), 120)

    def test_chance(self) -> None:
        """Against chance nothing is won, nor lost."""
        chance = Random(3)
        self.assertLess(abs(play(lambda house, mine: chance.randrange(3), 1000)), 80)

    def test_five_throws(self) -> None:
        """On a circle of five, too, one who repeats a throw or a tune, or copies, loses most games."""
        self.assertGreater(play(lambda house, mine: 4, 100, 5), 85)
        self.assertGreater(play(lambda house, mine: (0, 3, 4)[len(mine) % 3], 100, 5), 60)
        self.assertGreater(play(lambda house, mine: (house[-1] + 1) % 5 if house else 0, 200, 5), 100)

    def test_wins_most(self) -> None:
        """Of the throws that beat what is likeliest, the pick is the one that beats the next likeliest too."""
        mind = Mind(5)
        chance = Random(1)
        for _ in range(300):
            mind.pick()
            mind.learn(chance.randrange(5), chance.choice([0, 0, 2]))
        self.assertEqual(mind.pick(), 3)


class PeopleTests(SynchronousTestCase):
    """What is known before the guest has thrown."""

    def test_first(self) -> None:
        """People throw paper first, and so the house throws scissors."""
        self.assertEqual(Mind().pick(), SCISSORS)

    def test_moves(self) -> None:
        """Whatever the guest has thrown, people's moves are counted from there."""
        for throw in range(3):
            people = People()
            people.learn((throw + 1) % 3, throw)  # a loss
            odds = people.predict()
            moves = [odds[(throw + move) % 3] for move in range(3)]
            self.assertEqual(sorted(range(3), key=moves.__getitem__), sorted(range(3), key=NEXT[0][1].__getitem__))
            self.assertAlmostEqual(sum(odds), 3)

    def test_corrected(self) -> None:
        """A guest who always goes on otherwise than people is known for it."""
        people = People()
        for game in range(40):
            people.learn(game % 3, game % 3)  # ties, and up: people who moved up seldom tie and move down
        self.assertEqual(max(range(3), key=people.predict().__getitem__), 40 % 3)
        self.assertGreater(max(people.predict()), 2)

    def test_of_three_only(self) -> None:
        """On a circle of five nothing is known before."""
        mind = Mind(5)
        mind.pick()
        self.assertEqual(len(set(mind.panels[0].scores())), 1)


class JoinTests(SynchronousTestCase):
    """The contexts that join later."""

    def test_as_if_there(self) -> None:
        """When they have joined, a mind is as one in which they had been from the start."""
        for throws in (3, 5):
            games = games_of_chance(1, 100, throws)
            joined, whole = Mind(throws), Mind(throws)
            whole.panels.append(Panel(throws, LATE, []))
            self.assertEqual(picks(joined, games)[JOIN:], picks(whole, games)[JOIN:])
            self.assertEqual(joined.panels[1].scores(), whole.panels[1].scores())

    def test_not_before(self) -> None:
        """A short match does without them."""
        mind = Mind()
        picks(mind, games_of_chance(1, JOIN - 1))
        self.assertEqual(len(mind.panels), 1)
        picks(mind, games_of_chance(2, 1))
        self.assertEqual(len(mind.panels), 2)
        self.assertEqual(len(mind.games), JOIN)


class SizeTests(SynchronousTestCase):
    """What a mind holds, and what all share."""

    def test_bounded(self) -> None:
        """However long the visit, a mind has so many rows, and each holds no more than the last that was seen."""
        for throws, most in ((3, 1300), (5, 1800)):
            mind = Mind(throws)
            picks(mind, games_of_chance(1, 3000, throws))
            rows = [seen for panel in mind.panels for seen in panel.rows]
            self.assertLess(len(rows), most)
            own = [seen for seen in rows if isinstance(seen, Own)]
            self.assertGreater(len(own), 100)
            self.assertEqual({len(seen) for seen in own}, {3 * throws})

    def test_in_place(self) -> None:
        """What a guest alone has is changed and not made anew: a garbage collector looks through what is new."""
        mind = Mind()
        picks(mind, games_of_chance(1, 1000))
        before = {id(seen) for seen in mind.panels[0].rows if isinstance(seen, Own)}
        picks(mind, games_of_chance(2, 100))
        self.assertEqual({id(seen) for seen in mind.panels[0].rows}, before)

    def test_no_large_contexts(self) -> None:
        """A context with too many rows for the circle is left out."""
        sizes = [house * guest for _, house, guest in Panel(5, LATE, []).contexts]
        self.assertEqual(len(sizes), len(LATE) - 2)
        self.assertLessEqual(max(sizes), MOST_ROWS)

    def test_shared(self) -> None:
        """Guests change nothing in what they share, and it is bounded."""
        picks(Mind(), games_of_chance(1, 500))
        before = {id(seen): (seen.counts, seen.faded, seen.house, seen.likeliest) for seen in tree(nothing(3))}
        for seed in range(20):
            picks(Mind(), games_of_chance(seed, 200))
        after = {id(seen): (seen.counts, seen.faded, seen.house, seen.likeliest) for seen in tree(nothing(3))}
        self.assertEqual({key: after[key] for key in before}, before)
        self.assertLessEqual(len(after), 1 + 9 + 81 + 729)

    def test_same_again(self) -> None:
        """The same past leads to the same picks, whoever came in between."""
        games = games_of_chance(1, 100)
        first = picks(Mind(), games)
        for seed in range(5):
            picks(Mind(), games_of_chance(seed, 50))
        self.assertEqual(picks(Mind(), games), first)


class OutcomeTests(SynchronousTestCase):
    """Who wins on a circle."""

    def test_three(self) -> None:
        """Paper beats rock, scissors beat paper, rock beats scissors."""
        for throw in range(3):
            self.assertEqual(outcome((throw + 1) % 3, throw), 1)
            self.assertEqual(outcome(throw, (throw + 1) % 3), -1)
            self.assertEqual(outcome(throw, throw), 0)

    def test_five(self) -> None:
        """Round the circle rock, paper, scissors, Spock, lizard, a throw beats two others and loses to two."""
        beaten = {(winner, loser) for winner in range(5) for loser in range(5) if outcome(winner, loser, 5) == 1}
        rock, paper, scissors, spock, lizard = range(5)
        told = {(scissors, paper), (paper, rock), (rock, lizard), (lizard, spock), (spock, scissors)}
        told |= {(scissors, lizard), (lizard, paper), (paper, spock), (spock, rock), (rock, scissors)}
        self.assertEqual(beaten, told)
        self.assertEqual({outcome(loser, winner, 5) for winner, loser in beaten}, {-1})
