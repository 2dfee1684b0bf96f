"""Debian's Chromium, driven by selenium: pages as people see them, keys and fingers."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from selenium.common.exceptions import TimeoutException
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, ChromeService
from selenium.webdriver.support.wait import WebDriverWait

from tests.endtoend.terminals import LIMIT

PHONE, DESKTOP = (360, 740), (1100, 860)  # pixels
ALONE = (  # no sandbox within a container, no calls home, and a profile of its own
    *("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"),
    *("disable-component-update", "disable-sync"),
)
TAP = "const box = arguments[0].getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]"
VIOLATIONS = """
const done = arguments[0];
axe.run(document).then(({violations}) => done(violations.map(({id, nodes}) => id + ": " + nodes[0].html)));
"""
TEXT = "return document.body.innerText"


class Browser:
    """A browser with one page.

    :param add_cleanup: the test's addCleanup
    :param size: of the window, in pixels
    :param dark: whether its user likes it dark
    :param touch: whether it is a phone
    """

    def __init__(
        self, add_cleanup: Callable[..., object], size: tuple[int, int], dark: bool = False, touch: bool = False
    ) -> None:
        profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        add_cleanup(profile.cleanup)
        options = ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        options.accept_insecure_certs = True
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        for argument in (*ALONE, f"user-data-dir={profile.name}", f"window-size={size[0]},{size[1]}"):
            options.add_argument(f"--{argument}")
        self.driver = Chrome(options=options, service=ChromeService(shutil.which("chromedriver")))
        add_cleanup(self.driver.quit)
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": touch}
        self._tell("Emulation.setDeviceMetricsOverride", **metrics)  # a window is 500 pixels wide at least
        self._tell("Emulation.setTouchEmulationEnabled", enabled=touch)
        self.like(dark)

    def open(self, address: str) -> None:
        self.driver.get(address)

    def like(self, dark: bool) -> None:
        """Let its user like it dark, or light."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._tell("Emulation.setEmulatedMedia", features=[scheme])

    def let_scripts(self, run: bool) -> None:
        """Let the scripts of pages run, or not."""
        self._tell("Emulation.setScriptExecutionDisabled", value=not run)

    @property
    def text(self) -> str:
        """All that is to be seen."""
        return str(self.driver.execute_script(TEXT))

    def expect(self, *wanted: str, meanwhile: Callable[[], object] = str) -> None:
        """Wait until all of *wanted* is to be seen; call *meanwhile* each time that it is not yet."""
        wait = WebDriverWait(self.driver, LIMIT, poll_frequency=0.02)
        try:
            wait.until(lambda driver: all(words in self.text for words in wanted) or (meanwhile() and None))
        except TimeoutException:
            raise AssertionError(f"{wanted} never came; there is {self.text!r}") from None

    def press(self, *keys: str) -> None:
        """Press keys, wherever the focus is."""
        ActionChains(self.driver).send_keys(*keys).perform()

    def tap(self, button: str) -> None:
        """Put a finger on the button that has this text, and lift it."""
        x, y = self.driver.execute_script(TAP, self.button(button))
        self._tell("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        self._tell("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def button(self, text: str) -> Any:
        """Return the button with this text, which must be to be seen without scrolling."""
        for button in self.driver.find_elements("css selector", "button"):
            if button.is_displayed() and text in self._text_of(button):
                return button
        raise AssertionError(f"There is no button {text!r}; there is {self.text!r}")

    def focused(self) -> str:
        """Return the text of what has the focus, '' where nothing has."""
        element = self.driver.switch_to.active_element
        return "" if element.tag_name == "body" else self._text_of(element)

    def problems(self) -> list[str]:
        """Return what axe-core finds in the page, and what the browser complains of."""
        spec = find_spec("axe_playwright_python")
        assert spec and spec.origin, "axe-core comes with axe-playwright-python"
        self._tell("Page.setBypassCSP", enabled=True)
        self.driver.execute_script(Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8"))
        found: list[str] = self.driver.execute_async_script(VIOLATIONS)
        return found + self.complaints()

    def complaints(self) -> list[str]:
        """Return what the browser complains of: errors of the scripts, and what the rules for the page forbid."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def still(self) -> None:
        """Let all that moves come to its end, for a picture."""
        self.driver.execute_script("document.getAnimations().forEach((moves) => { try { moves.finish() } catch {} })")

    def fits(self) -> bool:
        """Whether the page is no wider than the window."""
        wide = "return document.documentElement.scrollWidth <= window.innerWidth"
        return bool(self.driver.execute_script(wide))

    def _text_of(self, element: Any) -> str:
        """Return an element's text as it is to be seen; selenium's own does not know of ::first-letter."""
        return str(self.driver.execute_script("return arguments[0].innerText", element))

    def _tell(self, command: str, **arguments: Any) -> None:
        self.driver.execute_cdp_cmd(command, arguments)
