"""How a guest gets a name, proves that one is theirs, changes it or gives it up: what is decided about each line."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeAlias

from .facts import (
    AskForget,
    AskName,
    AskOtherName,
    Fact,
    KeyIs,
    NameNeedsKey,
    NameTaken,
    NameUnchanged,
    NameWasTaken,
    NoMoreKeys,
    NoName,
    NotYourName,
    TooManyNames,
    TooManyWrongKeys,
    WrongKey,
)
from .names import digest_of, why_not

FORGET = "forget me"
TRIES = 3  # wrong keys in one dialogue: nobody guesses one, but each is looked up
LAST = TooManyNames, TooManyWrongKeys  # after these nothing is asked

Naming: TypeAlias = Generator[tuple[str, Any], Any, None]
Step: TypeAlias = Generator[tuple[str, Any], Any, Fact | None]


def dialogue() -> Naming:
    """coroutine of a dialogue with a guest who has pressed the key for a name, begun by next()

    yields: ('ask', fact): the guest is told it, and answers by a line; '' ends the dialogue
            ('tell', fact): the guest is told it
            ('who', None): who the guest is, a records' Person or None
            ('find', name), ('key', digest): a Person or None, whose name or key this is
            ('claim', name): (Person, key), or None where somebody else has it; the key is drawn and given
            ('rename', name): the Person by the new name, or None where somebody else has it
            ('refusal', 'name'), ('refusal', 'key'): a Fact that says why none may be chosen, or tried; or None
            ('be', person): the guest is this person from now on
            ('return', person): the same, who proves it
            ('forget', None): all that is known of the guest is deleted

    accepts to .send(): what was yielded for; None where there is no answer
    """
    known = yield "who", None
    fact: Fact | None = AskOtherName.once(known.name) if known and known.name else AskName()
    wrong = 0
    while fact:
        if isinstance(fact, LAST):
            yield "tell", fact
            return
        line = yield "ask", fact
        if not line or (type(fact) is AskForget and not _forgets(line)):
            yield "tell", NameUnchanged()
            return
        elif type(fact) is AskForget:
            yield "forget", None
            fact = None
        elif type(fact) is WrongKey or _is_a_key(line):
            fact = yield from _prove(line)
        elif _forgets(line) and (yield "who", None):
            fact = AskForget()
        else:
            fact = yield from _choose(line)
        wrong += type(fact) is WrongKey
        if wrong >= TRIES:
            yield "tell", NoMoreKeys()
            return


def once(word: str, what: str) -> Naming:
    """coroutine that does the same for a program, which says all of it in one message; begun by next()

    :param word: 'name', 'key' or 'forget', where *what* must be their own name

    yields, accepts to .send(): as of `dialogue`; but what is asked is an error, and nobody answers
    """
    if word == "forget":
        known = yield "who", None
        if known and known.name == what:
            yield "forget", None
        else:
            yield "tell", NotYourName()
        return
    refusal = yield from _prove(what) if word == "key" else _choose(what)
    if refusal:
        yield "ask", refusal


def _choose(name: str) -> Step:
    """Give a name, to somebody new or to one who has another; return why not, or None."""
    why = why_not(name)
    if why:
        return NoName(why)
    refused: Fact | None = yield "refusal", "name"
    if refused:
        return refused
    if (yield "who", None):
        person, key = (yield "rename", name), ""
    elif (yield "find", name):
        refusal: Fact = NameNeedsKey.once(name)
        return refusal
    else:
        person, key = (yield "claim", name) or (None, "")
    if person is None:
        refusal = NameTaken.once(name)
        return refusal
    if key:
        yield "tell", KeyIs.once(person.name, key)  # before all else, for it is not told again
    yield "be", person
    return None


def _prove(key: str) -> Step:
    """Let a guest be the person whose key they have typed; return what there is to ask, or None."""
    refused: Fact | None = yield "refusal", "key"
    if refused:
        return refused
    digest = digest_of(key)
    person = digest and (yield "key", digest)
    if not person:
        return WrongKey()
    yield "return", person
    return None if person.name else NameWasTaken()


def _is_a_key(line: str) -> bool:
    """Return whether a line is meant as a key, also one that lacks its dashes, which must never become a name."""
    return "-" in line or digest_of(line) is not None


def _forgets(line: str) -> bool:
    return line.casefold().split() == FORGET.split()
