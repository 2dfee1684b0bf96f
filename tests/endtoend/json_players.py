"""Players that are programs."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from .players import ALONE, GONE, THROWS, Player


class JsonPlayer(Player):
    """A program, at the door for them or at the web's."""

    _name = ""  # of who has come, until they are somebody else

    def connected(self) -> str:
        self._name = ""
        return super().connected()

    def is_answer(self, line: str) -> bool:  # a state of somebody else than of who has just come
        event = json.loads(line)
        before, self._name = self._name, event.get("you", self._name)
        return event["event"] in ("error", "ended") or (event["event"] == "state" and before not in ("", self._name))

    def take(self, line: str) -> list[str]:
        event = json.loads(line)
        said = getattr(self, f"_{event['event'].replace(' ', '_')}", lambda event: None)(event)
        return [json.dumps(said)] if said else []

    def typed(self, code: str) -> list[str]:
        return [json.dumps({"code": code})]

    def _ours(self, pair: list[int]) -> tuple[int, int]:
        """Return a pair of ours and theirs in the order of the seats."""
        one, other = pair
        return (other, one) if self.begins().player else (one, other)

    def _error(self, event: Any) -> None:
        if event["code"] in ("wrong code", "no more codes"):
            self.is_refused()
        elif event["code"] != "not now":
            self.faults.append(str(event))

    def _ended(self, event: Any) -> None:
        self.was_over(event["ending"] == "played", event["name"], event["wins"] and tuple(event["wins"]))

    def _code(self, event: Any) -> None:
        if not self.back or self.plays is None:
            self.code = event["code"]
        self._same("code", self.code, event["code"])

    def _kept(self, event: Any) -> None:
        self.kept = True
        self._same("code", self.code, event["code"])

    def _match(self, event: Any) -> None:
        self.begins(event["player"], event["names"][1])

    def _state(self, event: Any) -> Any:
        if self.returning:
            self.is_back()
        if not self.back or event["phase"] not in ("playing", "asked", "over"):
            return None
        self.back = False
        if event["phase"] != "playing":
            if self.plays:
                self.plays.ending = "unheard"
            return self._asked(event) if event["phase"] == "asked" else None
        match = self.begins(event["player"], event["names"][1])
        games = [(their + our if match.player else our + their) for our, their, _ in event["games"]]
        before = event["n"] - 1 - len(games)  # which are not shown any more
        if games[: len(match.games) - before] != match.games[before:]:
            self.faults.append(f"{match} is unsaid by {event}")
        if before + len(games) > len(match.games):
            if match.thrown:
                self._same("throw", match.thrown, games[len(match.games) - before][match.player or 0])
            match.thrown, match.seal = "", ""
        match.games = match.games[:before] + games
        self.won(self._ours(event["wins"]))
        if match.thrown:
            self._same("throw", match.thrown, event["thrown"])
        return None if event["thrown"] else self._throw()

    def _game(self, event: Any) -> Any:
        self.begins().seal = event.get("seal") or ""
        self._same("wins", self.begins().wins, self._ours(event["wins"]))
        return self._throw()

    def _thrown(self, event: Any) -> None:
        if event["who"] == "you":
            self.throws(event["throw"])
        self._sealed(event)

    def _sealed(self, event: Any) -> None:
        if event.get("seal"):
            self.begins().seal = event["seal"]

    def _result(self, event: Any) -> None:
        match = self.begins()
        our, their, opened = event["you"], event["they"], event.get("opened")
        if match.seal and opened:
            self._same("seal", match.seal, sha256(f"{opened['throw']}:{opened['nonce']}".encode()).hexdigest())
        self.game(their + our if match.player else our + their, self._ours(event["wins"]))

    def _over(self, event: Any) -> None:
        self.ends(event["ending"], self._ours(event["wins"]) if self.plays else None)

    def _seed(self, event: Any) -> None:
        self.told[-1].seed = event["seed"]

    def _asked(self, event: Any) -> Any:
        self.back = False
        if self.leaves or self.chance.random() < GONE:
            self.done = True
            return {"leave": True}
        return {"again": True}

    def _offered(self, event: Any) -> Any:
        return {"start": True} if "start" in event["may"] and self.chance.random() < ALONE else None

    def _throw(self) -> Any:
        return {"throw": self.chance.choice(THROWS)}
