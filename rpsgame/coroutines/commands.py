"""The words that an operator may say: what each takes, what the hall is to do, and what the operator hears of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from typing import Any, NamedTuple, TypeAlias

from . import reports
from .bans import MOST_BANS, Network, network_of, shown, written
from .facts import plural
from .names import why_not

LONGEST_SAID = 400  # characters said to all: five lines of a terminal
MOST_HOURS = 10 * 365 * 24  # of a ban; a longer one is for ever
MOST_SECONDS = 7 * 24 * 3600  # of a drain, as of --drain


class Order(NamedTuple):
    """What the hall is to do, or to tell.

    :param log: what the log says of it, '' where nothing changes
    """

    word: str
    what: Any = None
    log: str = ""


class Misunderstood(Exception):
    """What was said makes no sense; says what would."""


Obeying: TypeAlias = Generator[Order, Any, list[str]]  # yields orders, is sent what comes of each, returns the answer
Obeys: TypeAlias = Callable[[str, Collection[str]], Obeying]  # given what stands behind the word, and all screens


def _misused(word: str) -> Misunderstood:
    return Misunderstood(f"It must be: {USAGE[word][0]}")


def _alone(word: str, obeys: Callable[[], Obeying]) -> Obeys:
    """Return what obeys a word that has nothing behind it."""

    def obey(rest: str, screens: Collection[str]) -> Obeying:
        if rest:
            raise _misused(word)
        return (yield from obeys())

    return obey


def _asks(word: str, report: Callable[[Any], list[str]]) -> Obeys:
    """Return what asks the hall for something, and reports it."""

    def ask() -> Obeying:
        return report((yield Order(word)))

    return _alone(word, ask)


def _help() -> Obeying:
    yield from ()
    return [f"{usage:<20} {what}" for usage, what in USAGE.values()]


def _say(text: str, screens: Collection[str]) -> Obeying:
    if not text:
        raise _misused("say")
    if not text.isprintable():
        raise Misunderstood("It must be text without control characters.")
    if len(text) > LONGEST_SAID:
        raise Misunderstood(f"It must be at most {LONGEST_SAID} characters; it has {len(text)}.")
    people = yield Order("say", text, f"say {text}")
    return [f"Said to {reports.heads(people)}."]


def _kick(name: str, screens: Collection[str]) -> Obeying:
    if not name:
        raise _misused("kick")
    doors = {person.name: person.door for person in (yield Order("who"))}
    if name not in doors:
        raise Misunderstood(f"Nobody is called {shown(name)}; who shows the ids, such as guest 3.")
    if doors[name] == "console":
        raise Misunderstood("The server would end with the console of its host; end it by SIGTERM.")
    yield Order("kick", name, f"kick {name}")
    return [f"{name} is out."]


def _ban(rest: str, screens: Collection[str]) -> Obeying:
    address, *others = rest.split() or [""]
    if not address or len(others) > 1:
        raise _misused("ban")
    network, seconds = _network(address), _seconds(*others)
    lasts = "for ever" if seconds is None else f"for {seconds / 3600:g} hour{'s' * (seconds != 3600)}"
    if len((yield Order("bans"))) >= MOST_BANS:
        raise Misunderstood(f"There are {MOST_BANS} bans already; unban some, or ban larger networks.")
    kept = yield Order("ban", (network, seconds), f"ban {written(network)} {lasts}")
    out = f"; {reports.heads(kept.out)} put out" * bool(kept.out)
    return [f"{written(network)} is banned {lasts}{out}.", *reports.not_kept(kept)]


def _unban(address: str, screens: Collection[str]) -> Obeying:
    if not address:
        raise _misused("unban")
    network = _network(address)
    banned = dict((yield Order("bans")))
    larger = [written(other) for other in banned if other != network and _holds(other, network)]
    but = f"; but {larger[0]} is" if larger else ""
    if network not in banned:
        raise Misunderstood(f"{written(network)} is not banned{but}.")
    kept = yield Order("unban", network, f"unban {written(network)}")
    return [f"{written(network)} is not banned any more{but}.", *reports.not_kept(kept)]


def _unname(name: str, screens: Collection[str]) -> Obeying:
    if not name:
        raise _misused("unname")
    if why_not(name):
        raise Misunderstood(f"{shown(name)} is nobody's name.")
    if not (yield Order("unname", name, f"unname {name}")):
        raise Misunderstood("This server keeps no names.")
    return [f"Nobody is called {name} any more, and nobody can be, as soon as the records have it."]


def _screen(name: str, screens: Collection[str]) -> Obeying:
    if name not in screens:
        raise Misunderstood(f"The screen must be one of {', '.join(screens)}.")
    yield Order("screen", name, f"screen {name}")
    return [f"Everybody who comes from now on sees {name} at first."]


def _drain(seconds: str, screens: Collection[str]) -> Obeying:
    known = seconds.isascii() and seconds.isdecimal() and len(seconds) <= len(str(MOST_SECONDS))
    if seconds and not (known and int(seconds) <= MOST_SECONDS):
        raise Misunderstood(f"The seconds must be a whole number, and at most {MOST_SECONDS}.")
    has = int(seconds) if seconds else None
    if not (yield Order("drain", has, f"drain {seconds}".rstrip())):
        raise Misunderstood("The house has closed for good: the server is stopping.")
    ends = "" if has is None else f"; those that are on have {plural(has, 'second')}"
    return [f"No match begins until you say resume{ends}."]


def _resume() -> Obeying:
    if not (yield Order("resume", None, "resume")):
        raise Misunderstood("It makes sense after drain only, and not when the server is stopping.")
    return ["Matches begin again."]


def _network(address: str) -> Network:
    try:
        return network_of(address)
    except ValueError as problem:
        raise Misunderstood(f"{problem}, such as 192.0.2.1, 192.0.2.0/24 or 2001:db8::/64.") from None


def _holds(network: Network, other: Network) -> bool:
    """Return whether all of the other network is in this one."""
    return network.version == other.version and other.subnet_of(network)  # type: ignore[arg-type]


def _seconds(hours: str = "") -> float | None:
    """Return how long a ban lasts; None is for ever."""
    if not hours:
        return None
    known = hours.isascii() and hours.replace(".", "", 1).isdecimal()
    if not (known and 0 < float(hours) <= MOST_HOURS):
        raise Misunderstood(f"The hours must be a number, such as 2 or 0.5, and at most {MOST_HOURS}.")
    return float(hours) * 3600


USAGE = {
    "help": ("help", "these lines"),
    "status": ("status", "how many are in, by their doors; what was played, and who was turned away"),
    "who": ("who", "a line for each who is in: id, door, address, what they do, for how long they are in"),
    "say": ("say TEXT", "tell everybody something"),
    "kick": ("kick ID", "put somebody out, such as guest 3"),
    "ban": ("ban ADDRESS [HOURS]", "let nobody in from an address, an IPv6 /64 or a network; for ever, or so long"),
    "unban": ("unban ADDRESS", "end a ban"),
    "bans": ("bans", "a line for each ban, and how long it lasts"),
    "unname": ("unname NAME", "take a name from whoever has it; nobody can have it after that"),
    "screen": ("screen NAME", "what everybody sees at first who comes from now on"),
    "drain": ("drain [SECONDS]", "let nobody in, and no match begin; those that are on are cut off after so long"),
    "resume": ("resume", "let matches begin again"),
}
WORDS: dict[str, Obeys] = {
    "help": _alone("help", _help),
    "status": _asks("status", reports.status),
    "who": _asks("who", reports.who),
    "say": _say,
    "kick": _kick,
    "ban": _ban,
    "unban": _unban,
    "bans": _asks("bans", reports.bans),
    "unname": _unname,
    "screen": _screen,
    "drain": _drain,
    "resume": _alone("resume", _resume),
}
