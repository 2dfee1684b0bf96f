"""Odds and evens with a whole hand, for ``twistd rpsgame``."""
