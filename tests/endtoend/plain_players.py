"""Players who read the plain lines."""

from __future__ import annotations

import re

from .players import ALONE, GONE, THROWS, Player

ANSWERS = "_back", "_refused", "_was_over"  # to a code


class PlainPlayer(Player):
    """Somebody who reads the plain lines, at telnet or ssh."""

    LINES = (
        (r"If you lose the line, type (\d{8}) when you come again", "_code"),
        (r"You are guest \d+ again", "_back"),
        (r"(?:Nobody has this code|Too many wrong codes)", "_refused"),
        (r"Your match with (.*) is over: (?:(\d+) - (\d+), )?(.*)\.$", "_was_over"),
        (r"Your match goes on when the server is back: type (\d{8}) then", "_kept"),
        (r"You are player (0)\.$", "_player"),
        (r"You are player (1)\. Player 0 is (.*)\.$", "_player"),
        (r"Player connected: (.*)$", "_opponent"),
        (r"You throw (.)", "_throws"),
        (r"Player 0: (.), Player 1: (.)$", "_game"),
        (r"Wins: (\d+) - (\d+)$", "_wins"),
        (r"You have (?:won|lost) the match, (\d+) - (\d+)\.", "_ends"),
        (r"The match ends (\d+) - (\d+):", "_breaks"),
        (r".*Your throw \(", "_prompt"),
        (r"Another match\?", "_another"),
        (r"You play the house in ", "_offered"),
    )

    def is_answer(self, line: str) -> bool:
        return any(re.match(pattern, line) for pattern, method in self.LINES if method in ANSWERS)

    def take(self, line: str) -> list[str]:
        if self.back:
            return self._stand(line)
        return self._take(line)

    def _stand(self, line: str) -> list[str]:
        """Hear how it stands, which nobody knows before it was said to its end: whether a match is on, and which."""
        self._standing.append(line)
        if line.startswith("Another match?"):
            self.back = False
            if self.plays:
                self.plays.ending = "unheard"
            self._standing.clear()
            return self._take(line)
        if not re.match(r".*Your throw \(|You throw ", line):
            return []
        self.back = False
        lines, self._standing = self._standing, []
        match = self.plays
        said = [what for line in lines for what in self._take(line)]
        if match is self.plays and match and not line.startswith("You throw "):
            match.thrown = ""  # the game was decided, and nobody was told
        return said

    def _take(self, line: str) -> list[str]:
        for pattern, method in self.LINES:
            found = re.match(pattern, line)
            if found:
                said = getattr(self, method)(*found.groups())
                return [said] if said else []
        return []

    def typed(self, code: str) -> list[str]:  # key by key, or as a line
        return self.chance.choice(([*code], [code], [f"{code}\r\n"]))

    def _code(self, code: str) -> None:
        if self.plays is None:
            self.code = code
            self.begins()
        self._same("code", self.code, code)

    def _back(self) -> None:
        self.is_back()

    def _refused(self) -> None:
        self.is_refused()

    def _was_over(self, opponent: str, one: str | None, other: str | None, how: str) -> None:
        wins = (int(one), int(other)) if one and other else None
        self.was_over(how.endswith(" won"), opponent, wins)

    def _kept(self, code: str) -> None:
        self.kept = True
        self._same("code", self.code, code)

    def _player(self, player: str, opponent: str = "") -> None:
        self.begins(int(player), opponent)

    def _opponent(self, opponent: str) -> None:
        self.begins(0, opponent)

    def _throws(self, word: str) -> None:
        match = self.begins()
        self._same("throw", match.thrown or None, word)
        match.thrown, match.asked = word, True

    def _game(self, one: str, other: str) -> None:
        self.game(one + other)

    def _wins(self, one: str, other: str) -> None:
        self.won((int(one), int(other)))

    def _ends(self, one: str, other: str) -> None:
        self.ends("played", (int(one), int(other)))

    def _breaks(self, one: str, other: str) -> None:
        self.ends("broken off", (int(one), int(other)))

    def _prompt(self) -> str:
        match = self.begins()
        if match.asked:
            return ""
        match.asked = True
        return self.chance.choice(THROWS)

    def _offered(self) -> str:
        return "\r\n" if self.chance.random() < ALONE else ""

    def _another(self) -> str:
        if self.leaves or self.chance.random() < GONE:
            self.done = True
            return "q"
        return " "
