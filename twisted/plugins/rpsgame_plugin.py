from twisted.application.service import ServiceMaker

rpsgame = ServiceMaker("rpsgame", "rpsgame.tap", "Rock-paper-scissors for guests who come by telnet.", "rpsgame")
