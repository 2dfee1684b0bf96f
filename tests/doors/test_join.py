"""What the host tells their guests to type."""

from __future__ import annotations

from twisted.internet.address import IPv4Address, IPv6Address, UNIXAddress
from twisted.internet.interfaces import IAddress
from twisted.trial.unittest import SynchronousTestCase

from rpsgame.doors.join import join_commands, ssh_commands

EVERYWHERE = (IPv4Address("TCP", "0.0.0.0", 12333), IPv6Address("TCP", "::", 12333))


class JoinTests(SynchronousTestCase):
    """One command for each name of this machine, and none that would not work."""

    def test_all_interfaces(self) -> None:
        """Where it listens everywhere, guests come by the address that others see, or on this machine."""
        for address in EVERYWHERE:
            commands = join_commands("tcp", address)
            self.assertEqual(commands[-1], "telnet localhost 12333")
            self.assertNotIn("telnet 0.0.0.0 12333", commands)

    def test_one_interface(self) -> None:
        """Where it listens on one address, guests come by that."""
        self.assertEqual(join_commands("tcp", IPv4Address("TCP", "192.0.2.1", 23)), ["telnet 192.0.2.1 23"])
        self.assertEqual(join_commands("systemd", IPv6Address("TCP", "::1", 23)), ["telnet ::1 23"])

    def test_tls(self) -> None:
        """Where TLS is spoken, telnet would get nowhere: guests come by openssl."""
        for kind in ("ssl", "tls"):
            for address in EVERYWHERE:
                commands = join_commands(kind, address)
                self.assertEqual(commands[-1], "openssl s_client -quiet -connect localhost:12333")
        self.assertEqual(
            join_commands("tls", IPv6Address("TCP", "2001:db8::1", 992)),
            ["openssl s_client -quiet -connect [2001:db8::1]:992"],
        )

    def test_ssh(self) -> None:
        """By ssh guests come to a port alone, and not through TLS."""
        self.assertEqual(ssh_commands("tcp", IPv4Address("TCP", "0.0.0.0", 2222))[-1], "ssh -p 2222 localhost")
        self.assertEqual(ssh_commands("tcp6", IPv6Address("TCP", "2001:db8::1", 22)), ["ssh -p 22 2001:db8::1"])
        for kind, address in (("tls", EVERYWHERE[0]), ("haproxy", EVERYWHERE[0]), ("unix", UNIXAddress(b"x"))):
            self.assertEqual(ssh_commands(kind, address), [])

    def test_unix(self) -> None:
        """A UNIX socket is reached by socat, in single-key mode."""
        self.assertEqual(
            join_commands("unix", UNIXAddress(b"/run/rps.sock")), ["socat -,raw,echo=0 UNIX-CONNECT:/run/rps.sock"]
        )

    def test_proxy(self) -> None:
        """An endpoint that waits for a proxy is no way in for a guest, nor is one of an unknown kind."""
        addresses: tuple[IAddress, ...] = (*EVERYWHERE, UNIXAddress(b"/run/rps.sock"))
        for kind in ("haproxy", "onion"):
            for address in addresses:
                self.assertEqual(join_commands(kind, address), [])
