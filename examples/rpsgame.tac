"""An open house as an application of one's own, where the plugin's options do not reach.

    twistd -ny examples/rpsgame.tac

RPSGAME_LISTEN names the endpoint that guests come to, tcp:12333 by default.
"""

import os

from twisted.application.internet import StreamServerEndpointService
from twisted.application.service import Application
from twisted.internet import reactor
from twisted.internet.endpoints import serverFromString

from rpsgame.api import ROCK_PAPER_SCISSORS, STRATEGIES, Hall, Server, TelnetFactory

endpoint = serverFromString(reactor, os.environ.get("RPSGAME_LISTEN", "tcp:12333"))
hall = Hall(
    reactor,
    ROCK_PAPER_SCISSORS,
    best_of=5,
    house=STRATEGIES["reader"],
    house_after=10,
    open_house=True,
    max_guests=50,
)
guests = TelnetFactory(hall, reactor)
server = Server(reactor, hall, [guests], drain=10)
StreamServerEndpointService(endpoint, guests).setServiceParent(server)

application = Application("rpsgame")
server.setServiceParent(application)
