from rpsgame.plugins import GamePlugin, StrategyPlugin

game = GamePlugin("odds-and-evens-to-five", "odds_and_evens.game:GAME")
strategy = StrategyPlugin("tally", "odds_and_evens.strategy:TALLY")
