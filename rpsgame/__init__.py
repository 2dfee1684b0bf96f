"""Rock-paper-scissors for strangers on telnet: generators decide, and their callers wait."""

from .coroutines.countdown import countdown_generator
from .coroutines.games import rock_paper_scissors
from .coroutines.machine import Disconnect, Timeout, game_machine
from .coroutines.telnet import telnet_filter
from .coroutines.toolbox import advance_generator_once, running_avg
from .selectloop import cbreak_keys, console_telnet_game_loop, main, socket_read_and_close, telnet_keys

__all__ = [
    "Disconnect",
    "Timeout",
    "advance_generator_once",
    "cbreak_keys",
    "console_telnet_game_loop",
    "countdown_generator",
    "game_machine",
    "main",
    "rock_paper_scissors",
    "running_avg",
    "socket_read_and_close",
    "telnet_filter",
    "telnet_keys",
]
__version__ = "1.7.0"
