"""How far the house trusts its picks against one guest, whom it may play for thousands of throws."""

from __future__ import annotations

# Games: what the trust can lose, and the least edge worth a risk. A guest who knows every pick takes less than 30 of
# 1,000 throws.
FIRST_STAKE, LAST_STAKE, STAKE_GROWTH, LEAST_EDGE = 20.0, 80.0, 1 / 16, 1 / 64

DEAREST = 0.5  # matches: what the dearest game is worth, the one that decides, and so the most that is bet on it


class Trust:
    """What the picks would have won from this guest lately, out of a stake.

    A guest who knows every pick gains the share of throws that trusts it as that falls, but pays nearly as much for
    each rise.

    :param won: as it was when it was saved, up to what can be won and lost
    :param stake: the same
    """

    __slots__ = ("_stake", "_won")

    def __init__(self, won: float = 0.0, stake: float = FIRST_STAKE) -> None:
        self._stake = min(max(stake, FIRST_STAKE), LAST_STAKE)
        self._won = min(max(won, -FIRST_STAKE), self._stake - FIRST_STAKE)

    def save(self) -> tuple[float, float]:
        """Return what it is made of again."""
        return self._won, self._stake

    def share(self, lent: float, price: float) -> float:
        """Return the share of throws that may be the pick.

        However much this guest is trusted, the house bets no more matches on a throw than it would on the game that
        decides a stranger's match: a guest who has let cheap picks win gains nothing by it when a match is close.

        :param lent: the share of the first stake that can be risked, before this guest is known
        :param price: the worth of the next game, in matches
        """
        share = min(max(self._won + FIRST_STAKE * lent, 0.0) / self._stake, 1.0)
        most = lent * DEAREST
        return share if share * price <= most else most / price

    def learn(self, outcome: int) -> None:
        """Hear what the pick would have won: 1, 0 or -1."""
        self._stake = min(self._stake + STAKE_GROWTH, LAST_STAKE)
        self._won = min(max(self._won + outcome - LEAST_EDGE, -FIRST_STAKE), self._stake - FIRST_STAKE)
