"""Names and the time: asked for during a match, before one, and too often."""

from __future__ import annotations

from unittest.mock import Mock

from rpsgame.coroutines.facts import AnotherMatch, NameHint
from rpsgame.coroutines.keys import ENTER
from rpsgame.screens.view import View
from rpsgame.strategies import STRATEGIES

from .room import Person
from .test_names import ASKS, NOBODY, NamesTests


class TimeTests(NamesTests):
    """When a name can be chosen, and how that goes with matches."""

    def test_after_a_match(self) -> None:
        """Whoever has wanted a name in a match is asked for it when it is over, and then for another match."""
        room = self.room(best_of=1)
        ernie, bert = room.enter("elsewhere", "192.0.2.1"), room.enter("elsewhere", "192.0.2.2")
        self.type(ernie)
        ernie.press("r")
        bert.press("s")
        told = ernie.read()
        self.assertEqual((told[-1], ernie.view.phase, ernie.view.typing), (ASKS, "over", True))
        self.assertNotIn(AnotherMatch, map(type, told))
        room.hall.registry.dialogues.hear(ernie.name, "Ernie")
        told = ernie.read()
        self.assertEqual((told[1], ernie.name), ("You are Ernie now.", "Ernie"))
        self.assertIs(type(told[2]), AnotherMatch)
        bert.clock.advance(2)
        bert.press("x")
        self.assertEqual(bert.read()[-1], "You play again when Ernie wants it too.")
        ernie.press("x")
        self.assertEqual(bert.view.names, ("guest 2", "Ernie"))

    def test_no_name_after_all(self) -> None:
        """Somebody who has wanted a name, and then wants none, is asked for another match as others are."""
        room = self.room(best_of=1)
        ernie, bert = room.enter("elsewhere", "192.0.2.1"), room.enter("elsewhere", "192.0.2.2")
        self.type(ernie)
        ernie.press("r")
        bert.press("s")
        ernie.read()
        room.hall.registry.dialogues.hear(ernie.name, "")
        told = ernie.read()
        self.assertEqual((told[0], type(told[1])), ("You keep the name that you have.", AnotherMatch))
        for person in (ernie, bert):
            person.clock.advance(1)
            person.press("x")
        self.assertEqual(ernie.view.phase, "playing")

    def test_the_opponent_leaves(self) -> None:
        """The same where the match ends because the other has left: nobody is seated while they type a name."""
        room = self.room()
        ernie, bert = room.enter("elsewhere", "192.0.2.1"), room.enter("elsewhere", "192.0.2.2")
        self.type(ernie)
        bert.press("q")
        self.assertEqual(ernie.read()[-1], ASKS)
        oscar = room.enter("elsewhere", "192.0.2.3")
        self.assertEqual(ernie.view.phase, "waiting")
        room.hall.registry.dialogues.hear(ernie.name, "Ernie")
        room.clock.advance(0)
        self.assertEqual(oscar.view.names, ("Ernie", "guest 3"))

    def test_during_a_match_with_the_host(self) -> None:
        """A guest leaves after a match with the host, and so is told to choose a name before."""
        room = self.room(open_house=False)
        room.host()
        ernie, bert = room.enter("elsewhere", "192.0.2.1"), room.enter("elsewhere", "192.0.2.2")
        self.assertEqual(self.type(ernie), ["A name is chosen while you wait for the host, not while you play."])
        oscar = room.enter("elsewhere", "192.0.2.3")
        self.type(bert, "Bert")
        self.assertEqual(bert.name, "Bert")
        ernie.press("q")
        room.clock.advance(30)
        self.assertEqual((bert.view.names, oscar.view.phase), (("the host", "Bert"), "watching"))

    def test_the_host_waits_for_a_name(self) -> None:
        """A guest who might have a name sits down with the host when that is known, or three seconds later."""
        room = self.room(open_house=False)
        host = room.host()
        ernie = Person(room.hall, room.clock)
        ernie.name = room.hall.enter(ernie, "elsewhere", NOBODY, named=True)
        room.clock.advance(0)
        room.clock.advance(2)
        self.assertEqual(host.view.phase, "waiting")
        room.clock.advance(1)
        self.assertEqual((host.view.phase, ernie.view.phase), ("playing", "playing"))

    def test_hint(self) -> None:
        """A guest without a name is told once how to get one, after their first match; one with a name is not."""
        room = self.room(house=STRATEGIES["random"])
        guest = room.enter("elsewhere")
        room.clock.advance(3)
        ernie, _ = self.named(room, "Ernie")
        room.clock.advance(3)
        for person, hints in ((guest, 1), (ernie, 0), (guest, 0)):
            while person.view.phase == "playing":
                person.press("r")
            self.assertEqual([type(fact) is NameHint for fact in person.read()].count(True), hints)
            room.clock.advance(2)
            person.press("x")
            person.press(ENTER)
            self.assertEqual(person.view.phase, "playing")

    def test_another_line_ends_a_dialogue(self) -> None:
        """What somebody has begun to type at one line is over when they come by another one."""
        room = self.room()
        ernie, key = self.named(room, "Ernie")
        self.type(ernie)
        again = room.enter("elsewhere", NOBODY)
        self.say(again, "key", key)
        again.view = View(room.hall.game)
        again.view.become(ernie.view)
        self.assertEqual((again.name, ernie.view.typing, again.view.typing), ("Ernie", True, False))
        self.assertEqual([type(fact).__name__ for fact in self.say(again, "name", "Elmo")], ["NameIs"])

    def test_place_in_the_line(self) -> None:
        """A guest who gets a name while they wait keeps their place."""
        room = self.room(open_house=False)
        ernie, bert = room.enter("elsewhere", "192.0.2.1"), room.enter("elsewhere", "192.0.2.2")
        self.type(ernie, "Ernie")
        host = room.host()
        self.assertEqual((host.view.names[1], bert.view.phase), ("Ernie", "watching"))

    def test_typing_on_a_page(self) -> None:
        """Nobody plays somebody who types on a page; when they type no more they are told what they wait for."""
        room = self.room(house=STRATEGIES["random"])
        ernie = room.enter("elsewhere")
        ernie.read()
        room.hall.registry.dialogues.types(ernie.name, True)
        room.clock.advance(29)
        self.assertEqual((ernie.view.phase, ernie.read()), ("waiting", []))
        room.hall.registry.dialogues.types(ernie.name, False)
        self.assertEqual(ernie.read()[0], "You play the house in 3 seconds, unless another guest comes.")
        room.clock.advance(3)
        self.assertEqual(ernie.view.phase, "playing")


class LimitTests(NamesTests):
    """How often."""

    def test_many_names(self) -> None:
        """Ten names are chosen from one address at once, and then one each six minutes; others are not concerned."""
        room = self.room(open_house=False)
        room.hall._reception.wall_clock = room.clock.seconds
        person, _ = self.named(room, "Name1")
        for number in range(2, 11):
            self.assertEqual(self.say(person, "name", f"Name{number}x")[-1], f"You are Name{number}x now.")
        told = self.type(person, "Another", "Another")
        self.assertEqual(told[1:], ["Your address has chosen many names. Please try again in 6 minutes."])
        self.assertFalse(person.view.typing)
        self.named(room, "Bert", "192.0.2.2")
        room.clock.advance(360)
        self.assertEqual(self.say(person, "name", "Another"), ["You are Another now."])

    def test_many_wrong_keys(self) -> None:
        """Twenty wrong keys from one address are looked up, and one each three minutes after that."""
        room = self.room(open_house=False)
        room.hall._reception.wall_clock = room.clock.seconds
        looked = Mock(wraps=self.records.by_key)
        self.patch(self.records, "by_key", looked)
        person = room.enter("elsewhere", NOBODY)
        for _ in range(25):
            told = self.say(person, "key", "abcd-efgh-ijkm-npqr")
        self.assertEqual(
            (told, looked.call_count), (["Many wrong keys came from your address. Please try again in 3 minutes."], 20)
        )
