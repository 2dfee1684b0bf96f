"""``python -m rpsgame``: the article's own program."""

from .selectloop import main

main()
