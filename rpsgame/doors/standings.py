"""The standings on the web: a page for people, and the same as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import TypeAlias

from twisted.internet.defer import Deferred
from twisted.python.failure import Failure
from twisted.web.http import CACHED
from twisted.web.resource import Resource
from twisted.web.server import NOT_DONE_YET, Request

from ..coroutines.facts import Ranks, StandingsAway
from ..screens.standings_events import periods
from ..screens.standings_page import away_page, standings_page
from .pages import KINDS, refusal, whole

FRESH = b"max-age=2"  # seconds: for about as long the hall has the same answer for all who ask
JSON = "application/json"

Ask: TypeAlias = Callable[[], Deferred[tuple[Ranks, ...]]]


class StandingsAnswer(Resource):
    """The standings in one form, when the records have answered.

    :param ask: returns them; it says itself what is wrong where it cannot
    :param kind: the type of the form
    :param form: makes it
    :param away: what is said when they cannot be had
    """

    isLeaf = True

    def __init__(self, ask: Ask, kind: str, form: Callable[[tuple[Ranks, ...]], str], away: str) -> None:
        super().__init__()
        self._ask, self._kind, self._form, self._away = ask, kind.encode(), form, away.encode()
        self._made: tuple[object, bytes, bytes] = None, b"", b""  # the form and its tag, and of which ranks they are

    def render(self, request: Request) -> bytes | int:
        """Answer GET and HEAD."""
        if request.method not in (b"GET", b"HEAD"):
            return refusal(request, HTTPStatus.METHOD_NOT_ALLOWED)
        gone: list[Failure] = []
        request.notifyFinish().addErrback(gone.append)
        request.setHeader(b"content-type", self._kind)
        answer = self._ask().addCallbacks(self._body, self._no_body, (request,), errbackArgs=(request,))
        answer.addCallback(lambda body: None if gone else _send(request, body))
        return NOT_DONE_YET

    def _body(self, ranks: tuple[Ranks, ...], request: Request) -> bytes:
        if ranks is not self._made[0]:
            body = self._form(ranks).encode()
            self._made = ranks, body, b'"%s"' % sha256(body).hexdigest()[:16].encode()
        _, body, tag = self._made
        request.setHeader(b"cache-control", FRESH)
        return b"" if request.setETag(tag) is CACHED else body

    def _no_body(self, failure: Failure, request: Request) -> bytes:
        request.setResponseCode(HTTPStatus.SERVICE_UNAVAILABLE)
        request.setHeader(b"cache-control", b"no-store")
        return self._away


def _send(request: Request, body: bytes) -> None:
    request.write(whole(request, body))
    request.finish()


def standings(game: str, ask: Ask) -> dict[bytes, Resource]:
    """Return what the web server has of a game's standings, by its path."""

    def as_json(ranks: tuple[Ranks, ...]) -> str:
        return json.dumps({"game": game, **periods(ranks)}) + "\n"

    nothing = json.dumps({"game": game, "error": StandingsAway()}) + "\n"
    page = StandingsAnswer(ask, KINDS[".html"], lambda ranks: standings_page(game, ranks), away_page(game))
    return {b"standings": page, b"standings.json": StandingsAnswer(ask, JSON, as_json, nothing)}
