"""What two who play each other say, in the hall: in a match, and after it."""

from __future__ import annotations

from twisted.trial.unittest import SynchronousTestCase

from rpsgame.coroutines.facts import Fact, InvalidKey, Muted, OtherSaid, Said, SaidAlready
from rpsgame.coroutines.visit import TIME_TO_READ

from .room import Person, Room


def heard(person: Person) -> list[Fact]:
    """Return what somebody has heard of what is said."""
    return [fact for fact in person.read() if isinstance(fact, (Said, OtherSaid, SaidAlready, Muted, InvalidKey))]


class TalkTests(SynchronousTestCase):
    """Two who play each other, and one who watches."""

    def setUp(self) -> None:
        self.room = Room(open_house=True, best_of=1)
        self.ernie, self.bert, self.elmo = (self.room.enter("") for _ in range(3))
        self.elmo.press("w")
        for person in (self.ernie, self.bert, self.elmo):
            person.read()

    def play(self) -> None:
        """Play a match that player 1 wins, and read the question after it."""
        self.ernie.press("r")
        self.bert.press("p")
        self.room.clock.advance(TIME_TO_READ)

    def test_in_a_match(self) -> None:
        """All at the table hear it; of one who repeats it nobody hears more."""
        self.ernie.press("gggo")
        said = [Said(0, "Good game!"), Said(0, "Ouch!")]
        self.assertEqual(heard(self.ernie), [said[0], SaidAlready(), SaidAlready(), said[1]])
        self.assertEqual([heard(self.bert), heard(self.elmo)], [said, said])

    def test_after_a_match(self) -> None:
        """The two hear each other until both have answered, and nobody else does."""
        self.play()
        self.ernie.press("g")
        said = OtherSaid("guest 1", "Good game!")
        self.assertEqual([heard(self.ernie), heard(self.bert), heard(self.elmo)], [[said], [said], []])
        self.assertFalse(self.ernie.closed)
        self.ernie.press("y")
        self.bert.press("a")
        self.assertEqual(heard(self.ernie), [OtherSaid("guest 2", "Again?")])

    def test_muted_for_the_visit(self) -> None:
        """A player who has muted the other hears nothing of them after the match either, nor in the next."""
        self.bert.press("m")
        self.play()
        self.ernie.press("g")
        for person in (self.ernie, self.bert):
            person.press("y")
        self.ernie.press("g")
        self.assertEqual(heard(self.bert), [Muted(True)])
        self.assertEqual(heard(self.ernie), [OtherSaid("guest 1", "Good game!"), Said(0, "Good game!")])

    def test_with_the_host(self) -> None:
        """The host and a guest can talk, too."""
        room = Room()
        host, guest = room.host(), room.enter("")
        guest.press("h")
        self.assertEqual([heard(host), heard(guest)], [[Said(1, "Thanks!")]] * 2)
