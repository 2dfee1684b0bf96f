"""Names on the page, in a real browser: claimed, shown, remembered, proved, changed and given up."""

from __future__ import annotations

import json
import re

from selenium.webdriver import Keys

from .browsers import PHONE, Browser
from .test_web import PROMPT, PageCase

KEY = re.compile(r"(?:[a-km-np-z2-9]{4}-){3}[a-km-np-z2-9]{4}")
WRONG = "abcd-efgh-ijkm-npqr"


class NamesCase(PageCase):
    """A server with records, on which nobody plays the house."""

    def setUp(self) -> None:
        super().setUp()
        self.serve("--house", "none", "--drain", "0")

    def type(self, browser: Browser, line: str) -> None:
        """Open what asks for a name, and type a line."""
        if not browser.driver.find_element("css selector", "#name-typed").is_displayed():
            browser.press("n")
        browser.expect("Take it")
        browser.press(line, Keys.ENTER)

    def claim(self, browser: Browser, name: str) -> str:
        """Let somebody on a page claim a name; return the key."""
        browser.expect("Choose a name")
        self.type(browser, name)
        browser.expect(f"The key of {name}:", f"You are {name} now.")
        found = KEY.search(browser.text)
        assert found
        return found[0]

    def kept(self, browser: Browser) -> object:
        """Return what the browser remembers."""
        return json.loads(browser.driver.execute_script("return localStorage.getItem('rpsgame-name')") or "null")

    def click(self, browser: Browser, button: str) -> None:
        """Click a button, which may have to be scrolled to."""
        browser.driver.execute_script("arguments[0].click()", browser.button(button))

    def check(self, browser: Browser) -> None:
        """See that axe-core finds nothing, in light and dark, and that nothing is too wide."""
        for dark in (False, True):
            browser.like(dark)
            self.assertEqual(browser.problems(), [], browser.text)
        self.assertTrue(browser.fits())


class NameTests(NamesCase):
    """One page."""

    def test_claim(self) -> None:
        """Letters of a name are no keys; its key is shown until it is noted; the next visit knows the name."""
        browser = self.browse(PHONE)
        browser.expect("Choose a name")
        self.type(browser, "qr")
        browser.expect("A name has 3 characters at least.", "No match begins meanwhile.")
        self.check(browser)
        self.type(browser, "sw")
        browser.expect("The key of qrsw:")
        self.check(browser)
        self.assertEqual(self.kept(browser), {"name": "qrsw", "key": KEY.findall(browser.text)[0]})
        caller = self.place.call()
        browser.expect("Your throw", "The key of qrsw:")
        caller.expect(PROMPT)
        self.click(browser, "I have noted it")
        browser.driver.refresh()
        browser.expect("You are qrsw again.", "Your throw")
        caller.hang_up()
        browser.press("q")
        browser.expect("You have left")
        browser.driver.refresh()
        browser.expect("Welcome back, qrsw.", "Your name and key")
        self.assertNotIn("guest 3", browser.text)
        self.assertEqual(browser.complaints(), [])

    def test_key_from_elsewhere(self) -> None:
        """A name that was claimed elsewhere asks for its key, which is typed once; a wrong one is refused."""
        browser = self.browse()
        key = self.claim(browser, "Ernie")
        browser.press("q")
        browser.expect("You have left")
        other = self.browse(PHONE)
        other.expect("Choose a name")
        self.type(other, "ernie")
        other.expect("ernie belongs to somebody. Type the key, if that is you, or another name.")
        self.type(other, WRONG.replace("-", ""))
        other.expect("Nobody has this key.")
        self.check(other)
        self.type(other, key)
        other.expect("Ernie")
        self.assertEqual(self.kept(other), {"name": "Ernie", "key": key})

    def test_change_and_forget(self) -> None:
        """A name is changed, its key shown again, and given up with all that is known, when that is confirmed."""
        browser = self.browse()
        key = self.claim(browser, "Ernie")
        self.click(browser, "I have noted it")
        self.type(browser, "Elmo")
        browser.expect("You are Elmo now.")
        self.assertEqual(self.kept(browser), {"name": "Elmo", "key": key})
        browser.press("n")
        self.click(browser, "Show my key")
        browser.expect("The key of Elmo:", key)
        self.click(browser, "Forget me")
        browser.expect("All that is known of Elmo is deleted for good", "Nobody can undo it.")
        self.check(browser)
        self.click(browser, "Keep it")
        self.click(browser, "Forget me")
        self.click(browser, "Delete all of it")
        browser.expect("All that was known of you is deleted.", "Choose a name")
        self.assertEqual(self.kept(browser), None)
        self.assertNotIn("Traceback", self.place.log)

    def test_sign_out(self) -> None:
        """Somebody who signs out sees the key for the last time, and goes on as a stranger; the name stays theirs."""
        browser = self.browse()
        key = self.claim(browser, "Ernie")
        browser.press("n")
        self.click(browser, "Sign out")
        browser.expect("You go on without a name.", key)
        self.check(browser)
        self.click(browser, "Sign out")
        browser.expect("guest 2", "Choose a name")
        self.type(browser, key)
        browser.expect("You are Ernie now.")

    def test_the_name_is_gone(self) -> None:
        """A name that was given up elsewhere is dropped, and said to be gone; the guest goes on without one."""
        browser = self.browse()
        browser.expect("Choose a name")
        mine = json.dumps({"name": "Ernie", "key": WRONG})
        browser.driver.execute_script("localStorage.setItem('rpsgame-name', arguments[0])", mine)
        browser.driver.refresh()
        browser.expect("You are not known as Ernie any more", "Choose a name", "You play the next guest who comes.")
        self.assertEqual(self.kept(browser), None)
        self.place.call().expect(PROMPT)
        browser.expect("Your throw")

    def test_two_tabs(self) -> None:
        """The new tab has the name; the old one says so, and does not fight for it, until somebody wants it back."""
        browser = self.browse()
        self.claim(browser, "Ernie")
        first = browser.driver.current_window_handle
        browser.driver.switch_to.new_window("tab")
        browser.open(self.address)
        browser.expect("You are Ernie again.")
        second = browser.driver.current_window_handle
        browser.driver.switch_to.window(first)
        browser.expect("You play somewhere else now", "Your code or your name was used there")
        caller = self.place.call()
        caller.expect(PROMPT)
        browser.driver.switch_to.window(second)
        browser.expect("Your throw")
        browser.driver.switch_to.window(first)
        self.click(browser, "Come back")
        browser.expect("You are Ernie again.", "Your throw")
        browser.driver.switch_to.window(second)
        browser.expect("You play somewhere else now")

    def test_the_server_is_killed(self) -> None:
        """A page with a name comes back to its match by that after the server was killed, without any code."""
        browser = self.browse()
        self.claim(browser, "Ernie")
        caller = self.place.call()
        caller.expect(PROMPT)
        browser.expect("Your throw")
        browser.press("r")
        caller.expect("has thrown")
        browser.driver.execute_script("sessionStorage.clear()")
        self.place.kill_server()
        browser.expect("The connection is lost")
        self.serve("--house", "none")
        browser.expect("You are Ernie again.", "You throw rock")

    def test_no_records(self) -> None:
        """Where no names are kept, nothing is offered."""
        self.place.stop_server()
        self.serve("--house", "none", "--records", "none")
        browser = self.browse()
        browser.expect("Nobody else is here yet")
        browser.press("n")
        self.assertNotIn("name", browser.text.partition("Rules and keys")[0].lower())
