"""What is told of names, and of the keys that prove them. facts.py has all the others."""

from __future__ import annotations

from .fact import Fact, plural

NO_NAME = {
    "short": "A name has 3 characters at least.",
    "long": "A name has 16 characters at most.",
    "characters": "A name has letters from a to z and digits, and nothing else.",
    "digit first": "A name begins with a letter.",
    "reserved": "The house calls others by this name.",
}
ENDS = "Enter alone ends it."


def _again(minutes: int) -> str:
    return f"Please try again in {plural(minutes, 'minute')}."


# fmt: off
class AskName(Fact, line=f"Type a name, or the key of a name that is yours, and press Enter. {ENDS}"): ...
class AskOtherName(Fact, line=f"You are {{name}}. Type another name, or forget me to be forgotten. {ENDS}"):
    name: str
class NoName(Fact, line=lambda why: f"{NO_NAME[why]} Type another one. {ENDS}"):
    why: str
class NameTaken(Fact, line=f"Nobody else can have the name {{name}}. Type another one. {ENDS}"):
    name: str
class NameNeedsKey(Fact, line=f"{{name}} belongs to somebody. Type the key, if that is you, or another name. {ENDS}"):
    name: str
class WrongKey(Fact, line=f"Nobody has this key. Type it again. {ENDS}"): ...
class NoMoreKeys(Fact, line="Nobody has this key either. You keep the name that you have."): ...
class AskForget(Fact, line=f"All that is known of you will be deleted for good. Type forget me once more. {ENDS}"): ...
class NameUnchanged(Fact, line="You keep the name that you have."): ...
class NameIs(Fact, line="You are {name} now."):
    name: str
class KeyIs(Fact, line="The key of {name} is {key}. Write it down: it is shown this once, and proves who you are."):
    name: str
    key: str
class SshKeyProves(Fact, line="From now on your ssh key proves that you are {name}, and no other ssh key does."):
    name: str
class Forgotten(Fact, line="All that was known of you is deleted. You are {name} now."):
    name: str
class NotYourName(Fact, line="That is not the name that you have."): ...
class NameWasTaken(Fact, line=f"The operator has taken your name away. Type another one. {ENDS}"): ...
class NameTakenAway(Fact, line="The operator has taken your name away. You are {name} now."):
    name: str
class NamesAway(Fact, line="Names cannot be looked up at the moment. Please try again later."): ...
class TooManyNames(Fact, line=lambda minutes: f"Your address has chosen many names. {_again(minutes)}"):
    minutes: int
class TooManyWrongKeys(Fact, line=lambda minutes: f"Many wrong keys came from your address. {_again(minutes)}"):
    minutes: int
class NameAfterMatch(Fact, line="You can choose a name after the match, and are asked for it then."): ...
class NameBeforeHost(Fact, line="A name is chosen while you wait for the host, not while you play."): ...
class WelcomeBack(Fact, line="Welcome back, {name}."):
    name: str
class NameHint(Fact, line="Press {key} for a name that stays yours."):
    key: str
class NameKey(Fact, line="{key} gives you a name that stays yours, or changes it."):
    key: str
