"""The page in a real browser: matches with the keyboard and with fingers, at both sizes, and what goes wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from time import time

from selenium.webdriver import Keys
from twisted.internet.task import Clock
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.store.records.sqlite import SQLite
from tests.endtoend.terminals import Caller, Place, Reservation
from tests.store.records import NOON, records_at_once, result

from .browsers import DESKTOP, PHONE, Browser

PROMPT = "Your throw (r/p/s)?"
MATCH = ("p", "r", "won"), ("s", "s", "tie"), ("p", "s", "lost"), ("p", "r", "won")  # what both throw, of best of 3
TABS = 20  # more than there is to reach
TIES = "rps" * 20
WORDS = {"r": "rock", "p": "paper", "s": "scissors"}
CODE = r"(?:Your code is|type) (\d{8})"
EARLIER = 35 * 24 * 3600.0  # seconds: in no day and no month that is today's
ENDS = {"won": "you win", "lost": "guest 2 wins", "tie": "nobody wins"}


class PageCase(SynchronousTestCase):
    """A server and a browser."""

    def setUp(self) -> None:
        self.place = Place(self.addCleanup)
        self.web = Reservation()
        self.addCleanup(self.web.close)
        self.address = f"http://127.0.0.1:{self.web.port}/"

    def serve(self, *options: str) -> None:
        self.place.daemon("--web", self.web.endpoint, *options)

    def browse(self, size: tuple[int, int] = DESKTOP, dark: bool = False, touch: bool = False) -> Browser:
        """Open the page."""
        browser = Browser(self.addCleanup, size, dark, touch)
        browser.open(self.address)
        return browser

    def meet(self, browser: Browser) -> Caller:
        """Let a guest come by telnet, who plays the one of the page."""
        browser.expect("Nobody else is here yet", "You play the next guest who comes")
        caller = self.place.call()
        caller.expect(PROMPT)
        browser.expect("Your throw", "Press rock, paper or scissors.", "Guest 2", "first to")
        return caller


class MatchTests(PageCase):
    """Whole matches, with a guest who has come by telnet."""

    def setUp(self) -> None:
        super().setUp()
        self.serve("--best-of", "3", "--house", "none")

    def test_with_the_keyboard(self) -> None:
        """At a desktop, with keys alone: a match, a word, another match, and good-bye."""
        browser = self.browse()
        caller = self.meet(browser)
        self.play(browser, caller, browser.press)
        browser.press("o")
        caller.expect("says: Ouch!")
        caller.send("g")
        browser.expect("Guest 2 says: Good game!")
        browser.press(Keys.ENTER)
        browser.expect("You play again when guest 2 wants it too")
        again = "Press rock, paper or scissors."
        browser.expect(again, meanwhile=lambda: caller.send(" "))  # in the first second it does not count
        browser.press("q")
        browser.expect("You have left", "Come back")
        caller.expect("Opponent disconnected.")
        self.assertEqual(browser.complaints(), [])

    def test_with_fingers(self) -> None:
        """On a phone, by touch alone, and nothing is wider than the phone."""
        browser = self.browse(PHONE, touch=True)
        caller = self.meet(browser)
        self.play(browser, caller, lambda key: browser.tap(WORDS[key].capitalize()))
        browser.tap("Another match")
        browser.expect("You play again when guest 2 wants it too")
        caller.hang_up()
        browser.expect("Guest 2 does not want another match.")
        browser.tap("Leave")
        browser.expect("You have left")
        browser.tap("Come back")
        browser.expect("Nobody else is here yet", "guest 3")
        self.assertEqual(browser.complaints(), [])

    def test_with_tab_and_space(self) -> None:
        """Every button can be reached by Tab; the focus stays on a throw from game to game, and is never lost."""
        browser = self.browse()
        caller = self.meet(browser)
        for _ in range(TABS):
            browser.press(Keys.TAB)
            if "Rock" in browser.focused():
                break
        for n in (1, 2):
            browser.press(Keys.SPACE)
            caller.expect("has thrown.")
            caller.send("s")
            browser.expect(f"Rock beats scissors: you win. It stands {n} to 0.")
            if n == 1:
                self.assertIn("Rock", browser.focused())
        browser.expect("You have won the match")
        self.assertEqual(browser.focused(), "You have won the match")

    def play(self, browser: Browser, caller: Caller, throw: object) -> None:
        """Play the match, in which each throws first by turns."""
        assert callable(throw)
        for n, (mine, theirs, ends) in enumerate(MATCH):
            if n % 2:
                caller.send(theirs)
                browser.expect("Guest 2 has thrown and waits for you.")
                throw(mine)
            else:
                throw(mine)
                browser.expect(f"You throw {WORDS[mine]}", "Guest 2 is thinking. You may still change your throw.")
                caller.send(theirs)
            browser.expect(ENDS[ends])
            self.assertTrue(browser.fits())
        browser.expect("You have won the match", "2 to 1 against guest 2. Another match?", "won", "tie", "lost")
        caller.expect("Another match?")


class ConnectionTests(PageCase):
    """A page whose connection does not last."""

    def test_server_comes_back(self) -> None:
        """The page comes back by itself to a server that was stopped and started again."""
        self.serve("--house", "none", "--drain", "0")
        browser = self.browse()
        browser.expect("Nobody else is here yet")
        self.place.stop_server()
        browser.expect("The server is stopping", "This page tries again in", "Try now")
        self.serve("--house", "none")
        self.meet_again(browser)

    def test_server_is_killed(self) -> None:
        """Nor does it need to be told why."""
        self.serve("--house", "none")
        browser = self.browse()
        browser.expect("Nobody else is here yet")
        self.place.kill_server()
        browser.expect("The connection is lost", "This page tries again in")
        self.serve("--house", "none")
        self.meet_again(browser)

    def test_full(self) -> None:
        """A page that finds no room says so, and comes in when there is."""
        self.serve("--house", "none", "--max-guests", "1")
        first = self.place.call()
        first.expect("You play the next guest")
        browser = self.browse()
        browser.expect("The house is full", "This page tries again in", " seconds.")  # it waits longer each time
        first.hang_up()
        browser.expect("Nobody else is here yet")

    def meet_again(self, browser: Browser) -> None:
        """Find the page in a match with somebody."""
        browser.expect("Nobody else is here yet", "You play the next guest")
        self.place.call().expect(PROMPT)
        browser.expect("Press rock, paper or scissors.")


class ReturnTests(PageCase):
    """A page that has a seat, and does not give it up."""

    def setUp(self) -> None:
        super().setUp()
        self.serve("--house", "none", "--drain", "0")
        self.browser = self.browse()
        self.caller = self.meet(self.browser)
        self.play("p", "r", "Paper beats rock: you win. It stands 1 to 0.")

    def play(self, mine: str, theirs: str, ends: str) -> None:
        """Play a game."""
        self.browser.press(mine)
        self.caller.expect("has thrown")
        self.caller.send(theirs)
        self.browser.expect(ends)
        self.browser.expect("Press rock, paper or scissors.")

    def code(self, screen: Caller | None = None) -> str:
        """Return the code that is shown, or the one that somebody has been told by telnet."""
        found = re.search(CODE, self.browser.text if screen is None else screen.expect("when you come again"))
        assert found
        return found[1]

    def test_reload(self) -> None:
        """A page that is loaded again in a match goes on in it; the other is told that it was away, and is back."""
        self.browser.press("r")
        self.caller.expect("has thrown")
        self.browser.driver.refresh()
        self.caller.expect("The line to player 0 is lost.")
        self.caller.expect("Player 0 is back.")
        self.browser.expect("You are guest 1 again.", "You throw rock", "Guest 2", "first to 5", "Your code is")
        self.caller.send("s")
        self.browser.expect("Rock beats scissors: you win. It stands 2 to 0.")
        self.assertEqual(self.browser.complaints(), [])
        self.assertNotIn("Traceback", self.place.log)

    def test_the_server_is_killed(self) -> None:
        """It also goes on when the server was killed, with whoever comes back by telnet."""
        self.browser.press("s")
        self.caller.expect("has thrown")
        code = self.code(self.telnet_help())
        self.place.kill_server()
        self.browser.expect("The connection is lost", "This page tries again in", "Your seat is kept for a while.")
        self.serve("--house", "none")
        self.browser.expect("You are guest 1 again.", "Guest 2 is not back yet", "The line to guest 2 is lost.")
        self.caller = self.place.call()
        self.caller.send(code)
        self.caller.expect("You are guest 2 again.")
        self.browser.expect("Guest 2 is back", "You throw scissors")
        self.caller.send("p")
        self.browser.expect("Scissors beat paper: you win. It stands 2 to 0.")

    def test_the_server_stops(self) -> None:
        """A server that stops says that the match goes on, and so it does."""
        code = self.code(self.telnet_help())
        self.place.stop_server()
        self.browser.expect("The server is stopping", "Your match goes on when the server is back.")
        self.serve("--house", "none")
        self.browser.expect("You are guest 1 again.")
        self.caller = self.place.call()
        self.caller.send(code)
        self.caller.expect("You are guest 2 again.")
        self.play("p", "r", "Paper beats rock: you win. It stands 2 to 0.")

    def test_by_telnet_and_back(self) -> None:
        """The one of the page goes on by telnet, where the page says so, and by the page again."""
        other = self.place.call()
        other.expect("You play the next guest")
        other.send(self.code())
        other.expect("You are guest 1 again.")
        self.browser.expect("You play somewhere else now", "Come back")
        other.send("r")
        self.caller.expect("has thrown")
        self.browser.press(Keys.ENTER)
        other.expect("You have come back by another line.")
        self.browser.expect("You are guest 1 again.", "You throw rock", "1", "Guest 2")
        self.caller.send("s")
        self.browser.expect("It stands 2 to 0.")

    def test_a_typed_code(self) -> None:
        """Somebody who played by telnet goes on by a page, with the code that they were told there."""
        code = self.code(self.telnet_help())
        self.caller.hang_up()
        self.browser.expect("The line to guest 2 is lost", "line lost")
        page = self.browse(PHONE)
        page.expect("Type the code that you were told")
        self.type(page, "11111111" if code != "11111111" else "22222222")
        page.expect("Nobody has this code. You may try 2 other codes.", "Nobody else is here yet")
        self.type(page, code)
        page.expect("You are guest 2 again.", "You are back", "Guest 1", "first to 5")
        self.browser.expect("Guest 2 is back")
        page.press("s")
        self.browser.expect("Guest 2 has thrown and waits for you.")
        for browser in (page, self.browser):
            self.assertEqual(browser.problems(), [])
            self.assertTrue(browser.fits())

    def test_a_match_that_is_over(self) -> None:
        """A page whose match has ended meanwhile is a new guest, and is told why."""
        self.place.kill_server()
        self.browser.expect("The connection is lost")
        shutil.rmtree(Path(self.place.cwd, "rpsgame-state"))
        self.serve("--house", "none")
        self.browser.expect("The match that you were in is over.", "Nobody else is here yet")
        self.assertEqual(self.kept(), None)

    def test_a_match_that_ended_meanwhile(self) -> None:
        """Somebody whose match has ended while their line was lost is told how, by a page too, as a new guest."""
        code = self.code(self.telnet_help())
        self.caller.hang_up()
        self.browser.expect("The line to guest 2 is lost", "line lost")
        self.browser.press("q")
        self.browser.expect("You have left")
        page = self.browse(PHONE)
        page.expect("Type the code that you were told")
        self.type(page, code)
        page.expect("Your match with guest 1 is over: 0 - 1, guest 1 left.", "Nobody else is here yet")
        self.assertEqual(page.problems(), [])

    def test_who_leaves_is_a_new_guest(self) -> None:
        """Somebody who has left has no seat, and when the page is loaded again it asks for none."""
        self.assertEqual(self.kept(), self.code())
        self.browser.press("q")
        self.browser.expect("You have left")
        self.assertEqual(self.kept(), None)
        self.browser.driver.refresh()
        self.browser.expect("Your throw", "guest 3", "Guest 2")

    def telnet_help(self) -> Caller:
        """Let the one of telnet ask for their code."""
        self.caller.send("?")
        self.caller.expect("shows your connection.")
        return self.caller

    def type(self, browser: Browser, code: str) -> None:
        """Type a code on a page."""
        field = browser.driver.find_element("css selector", "#typed")
        field.click()
        field.send_keys(code, Keys.ENTER)

    def kept(self) -> object:
        """Return the code that the page keeps."""
        return self.browser.driver.execute_script("return sessionStorage.getItem('rpsgame-code')")


class OtherTests(PageCase):
    """What else there is to see."""

    def test_the_house(self) -> None:
        """A guest who is alone plays the house, at once if they like, and is told what it has seen."""
        self.serve("--best-of", "1", "--house-after", "600")
        browser = self.browse()
        browser.expect("Nobody else is here yet", "The house plays you in", "Start now")
        browser.press(Keys.ENTER)
        browser.expect("Press rock, paper or scissors.", "The house")
        for throw in TIES:  # or the house has been luckier than anybody
            browser.press(throw)
            browser.expect("It stands")
            if "Another match?" in browser.text:
                break
        self.assertNotIn("Good game!", browser.text)
        browser.press(Keys.ENTER)
        browser.expect("Nobody else is here yet", "Start now")
        browser.press(Keys.ENTER)
        browser.expect("Press rock, paper or scissors.")

    def test_watching(self) -> None:
        """A guest who waits watches a match, throw by throw when both are in."""
        self.serve("--house", "none")
        players = [self.place.call(), self.place.call()]
        for player in players:
            player.expect(PROMPT)
        browser = self.browse(PHONE, touch=True)
        browser.expect("Watch a match")
        browser.tap("Watch a match")
        browser.expect("You watch guest 1 against guest 2")
        players[0].send("r")
        players[1].send("p")
        browser.expect("Paper beats rock: guest 2 wins.")
        self.assertEqual(browser.complaints(), [])

    def test_the_clock(self) -> None:
        """The clock runs down, and who was late is told."""
        self.serve("--house", "none", "--timeout", "7")
        browser = self.browse()
        caller = self.meet(browser)
        caller.send("r")
        browser.expect("You have 5 seconds left.", " s\n")
        browser.expect("You did not throw in time", "Come back")
        caller.expect("Opponent timed out.")

    def test_other_games(self) -> None:
        """The buttons and the rules are those of the game, drawn where there is a drawing."""
        for game, words in (
            ("rock-paper-scissors-lizard-spock", ("Rock", "Paper", "Scissors", "Lizard", "Spock")),
            ("odds-and-evens", ()),
            ("morra", ()),
        ):
            place, web = Place(self.addCleanup), Reservation()
            self.addCleanup(web.close)
            place.daemon("--web", web.endpoint, "--house", "none", "--game", game)
            browser = Browser(self.addCleanup, PHONE)
            browser.open(f"http://127.0.0.1:{web.port}/")
            browser.expect("Nobody else is here yet")
            place.call().expect("Your throw")
            browser.expect("Your throw", "Press ", *words)
            throws = browser.driver.find_elements("css selector", "#throws button")
            throws[0].click()
            browser.expect("is thinking. You may still change your throw.")
            self.assertTrue(browser.fits(), game)
            self.assertEqual(browser.problems(), [], game)


def fill(path: Path) -> None:
    """Let two people have played in earlier days of this month or before."""
    clock = Clock()
    records = records_at_once(clock, lambda: SQLite(path, "rock-paper-scissors"))
    for n, name in enumerate(("Constantinople12", "Bert")):
        records.claim(name, bytes([n]) * 32, "", NOON)
    for nth in range(40):
        records.finish(result(nth, winner=nth % 2, ended=time() - EARLIER))
    clock.advance(1)
    records.close()


class AccessTests(PageCase):
    """axe-core finds nothing, in light and dark, at both sizes, whatever is going on."""

    def test_axe(self) -> None:
        """From waiting to another match."""
        for size in (PHONE, DESKTOP):
            place, web = Place(self.addCleanup), Reservation()
            self.addCleanup(web.close)
            place.daemon("--web", web.endpoint, "--house", "none", "--best-of", "3")
            browser = Browser(self.addCleanup, size, touch=size is PHONE)
            browser.open(f"http://127.0.0.1:{web.port}/")
            browser.expect("Nobody else is here yet")
            self.check(browser)
            caller = place.call()
            browser.expect("Press rock")
            self.check(browser)
            for _ in range(2):
                browser.press("p")
                browser.expect("is thinking")
                self.check(browser)
                caller.send("r")
                browser.expect("Paper beats rock: you win.")
                self.check(browser)
            browser.expect("You have won the match")
            caller.send("g")
            browser.expect("Good game!")
            browser.driver.find_element("css selector", "summary").click()
            browser.expect("Single keys play at once", "Paper beats rock.")
            self.check(browser)
            browser.press("q")
            browser.expect("You have left")
            self.check(browser)

    def test_standings(self) -> None:
        """The page of the standings is whole without scripts, and no wider than a phone; the game links to it."""
        place, web = Place(self.addCleanup), Reservation()
        self.addCleanup(web.close)
        fill(Path(place.cwd, "records.sqlite"))
        place.daemon("--web", web.endpoint, "--house", "none", "--records", "records.sqlite")
        for size in (PHONE, DESKTOP):
            browser = Browser(self.addCleanup, size, touch=size is PHONE)
            browser.open(f"http://127.0.0.1:{web.port}/")
            browser.expect("Standings")
            self.check(browser)
            browser.let_scripts(False)
            browser.open(f"http://127.0.0.1:{web.port}/standings")
            browser.let_scripts(True)  # axe-core is one
            browser.expect("For ever", "This month", "Today", "Constantinople12", "20\xa0-\xa020", "Nobody yet.")
            self.check(browser)
            self.assertTrue(browser.fits())

    def check(self, browser: Browser) -> None:
        for dark in (False, True):
            browser.like(dark)
            self.assertEqual(browser.problems(), [], f"dark: {dark}; {browser.text}")
