"""Programs under pseudo-terminals, guests on sockets, and a server to put between them.

Nothing here sleeps: a test waits by reading, until what it expects has come.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

LIMIT = 30  # seconds, after which what is expected will not come any more
CHECKOUT = Path(__file__).parents[2]
TWISTD = (str(Path(sys.executable).with_name("twistd")),)
TWIST = (sys.executable, "-m", "twisted")
LOCAL = ("--listen", "tcp:0:interface=127.0.0.1")  # for a server to which nobody comes
OPEN = "Guests come in by: "  # what a host reads when the server listens
WINDOW = 80, 24
CTRL_C, CTRL_D, CTRL_Q, CTRL_S, CTRL_Z, CTRL_RIGHT_BRACKET = "\x03", "\x04", "\x11", "\x13", "\x1a", "\x1d"

# What a shell does for a program in the foreground, and then it stays: the end of its session would reset the terminal
SHELL = 'trap : HUP INT QUIT TERM; "$@"; echo "Ended with $?."; read -r nothing'


class Screen:
    """What somebody reads, and where they write: a descriptor, and the text that came from it."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._seen = 0
        self.text = ""

    def send(self, keys: str | bytes) -> None:
        """Press *keys*."""
        os.write(self._fd, keys.encode("latin-1") if isinstance(keys, str) else keys)

    def expect(self, wanted: str) -> str:
        """Read until *wanted* has come; return what came since the last expectation, *wanted* included."""
        if not self.gets(wanted):
            raise AssertionError(f"it ended before {wanted!r} came: {self.text[self._seen :]!r}")
        return self._take(self.text.index(wanted, self._seen) + len(wanted))

    def expect_end(self) -> str:
        """Read until the other side closes; return what came since the last expectation."""
        while self._read():
            pass
        return self._take(len(self.text))

    def gets(self, wanted: str) -> bool:
        """Read until *wanted* has come, or the other side has closed; return whether it came."""
        while wanted not in self.text[self._seen :]:
            if not self._read(f"{wanted!r} never came"):
                return False
        return True

    def is_silent(self) -> bool:
        """Whether nothing is to be read now, not even an end."""
        return not select.select([self._fd], [], [], 0)[0]

    def _take(self, end: int) -> str:
        start, self._seen = self._seen, end
        return self.text[start:end]

    def _read(self, complaint: str = "it never ended") -> bool:
        """Wait for more text; return whether some came, and not the end."""
        if not select.select([self._fd], [], [], LIMIT)[0]:
            raise AssertionError(f"{complaint}, only {self.text[self._seen :]!r}; in all {self.text!r}")
        try:
            data = os.read(self._fd, 65536)
        except OSError as problem:
            if problem.errno not in (errno.EIO, errno.ECONNRESET):  # how a terminal ends, or a cut connection
                raise
            return False
        self.text += data.decode("latin-1")
        return bool(data)


class Terminal(Screen):
    """A pseudo-terminal, and a program in its foreground.

    :param command: the program and its arguments
    :param cwd: where it runs
    :param lifeline: a descriptor that it holds for as long as it runs
    :param is_shell: it is an interactive shell, which looks after the terminal itself
    :param environ: what its environment has besides
    """

    def __init__(
        self,
        command: Sequence[str],
        cwd: str,
        lifeline: int,
        is_shell: bool = False,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        master, self._slave = pty.openpty()
        super().__init__(master)
        self.resize(*WINDOW)
        settings = termios.tcgetattr(master)
        settings[3] &= ~termios.ECHO  # or else what the test types reads like an answer
        termios.tcsetattr(master, termios.TCSANOW, settings)
        self._before = self.settings()
        self._last_signal = signal.SIGHUP if is_shell else signal.SIGKILL  # a shell hands SIGHUP on to its jobs
        self._process = subprocess.Popen(
            command if is_shell else ["sh", "-c", SHELL, "sh", *command],
            stdin=self._slave,
            stdout=self._slave,
            stderr=self._slave,
            cwd=cwd,
            env={**environment(), **(environ or {})},
            pass_fds=[lifeline],
            start_new_session=True,
            preexec_fn=take_terminal,
        )

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size, which the program is told by SIGWINCH."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def settings(self) -> list[object]:
        """Return the terminal's settings."""
        return termios.tcgetattr(self._slave)

    def is_as_before(self) -> bool:
        """Whether the terminal's settings are those that it had before the program."""
        return self.settings() == self._before

    def blocks(self) -> bool:
        """Whether reading what was the program's standard input still waits, as the user's shell needs it."""
        return not fcntl.fcntl(self._slave, fcntl.F_GETFL) & os.O_NONBLOCK

    def expect_exit(self) -> int:
        """Read until the program has ended; return its exit status, as a shell counts it."""
        self.expect("Ended with ")
        return int(self.expect(".")[:-1])

    def hang_up(self) -> None:
        """Close the terminal, as one closes its window."""
        if self._fd != -1:
            os.close(self._slave)
            os.close(self._fd)
            self._fd = -1

    def kill(self) -> None:
        """End the program, whatever it does, and the terminal."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, self._last_signal)
        self._process.wait(LIMIT)
        self.hang_up()


class Caller(Screen):
    """A guest on a bare socket, who answers no telnet."""

    def __init__(self, port: int, source: str = "127.0.0.1") -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), LIMIT, (source, 0))
        super().__init__(self.socket.fileno())

    def hang_up(self) -> None:
        """Leave without a word."""
        self.socket.close()


class Reservation:
    """A port on which nobody but one server of this test comes to listen, known before the server starts.

    Whoever is bound to a port without listening lets others listen there who set SO_REUSEADDR as well, as servers do;
    and the system gives the port to nobody else.

    :param address: where the server will listen, "" for all addresses: a port may be free on one of them alone
    """

    def __init__(self, address: str = "127.0.0.1") -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((address, 0))
        self.port: int = self._socket.getsockname()[1]
        self.endpoint = f"tcp:{self.port}:interface={address}"

    def close(self) -> None:
        """Give the port up."""
        self._socket.close()


class Place:
    """A directory and a port of its own for a server and what belongs to it; all of it is gone at the end.

    :param add_cleanup: the test's addCleanup
    :ivar port: where guests come to the server
    :ivar local: the options by which it listens there
    """

    def __init__(self, add_cleanup: Callable[..., object]) -> None:
        self.add_cleanup = add_cleanup
        directory = tempfile.TemporaryDirectory()
        add_cleanup(directory.cleanup)
        self.cwd = os.path.realpath(directory.name)
        alive, self._lifeline = os.pipe()
        add_cleanup(os.close, alive)
        add_cleanup(self._let_go)
        self._alive = Screen(alive)
        reservation = Reservation()
        add_cleanup(reservation.close)
        self.port = reservation.port
        self.local = ("--listen", reservation.endpoint)

    @property
    def log(self) -> str:
        """The server's log."""
        return Path(self.cwd, "twistd.log").read_text()

    @property
    def pid(self) -> int:
        """The server's process."""
        return int(Path(self.cwd, "twistd.pid").read_text())

    def terminal(self, *command: str, **environ: str) -> Terminal:
        """Start a program in the foreground of a terminal of its own; *environ* is set for it."""
        terminal = Terminal(command, self.cwd, self._lifeline, environ=environ)
        self.add_cleanup(terminal.kill)
        return terminal

    def shell(self, *shell: str) -> Terminal:
        """Start a shell that takes commands, in a terminal of its own."""
        self.add_cleanup(self._kill_daemon)  # dash lets its jobs in the background live on
        terminal = Terminal(shell, self.cwd, self._lifeline, is_shell=True)
        self.add_cleanup(terminal.kill)
        return terminal

    def host(self, *options: str, program: Sequence[str] = (*TWISTD, "-n")) -> tuple[Terminal, int]:
        """Start a server with its host at a terminal; return the terminal, and the port for guests."""
        terminal = self.terminal(*program, "rpsgame", *self.local, *options)
        terminal.expect(OPEN)
        return terminal, self.port

    def daemon(self, *options: str, prefix: Sequence[str] = (), program: Sequence[str] = TWISTD) -> None:
        """Start a server without a terminal, in the background; it listens when this returns.

        :param prefix: a command that starts the command which comes after it
        :param program: twistd, or what runs like it
        """
        files = ["--pidfile", "twistd.pid", "--logfile", "twistd.log"]
        result = self.run(*prefix, *program, *files, "rpsgame", *self.local, *options)
        assert result.returncode == 0, result
        self.add_cleanup(self._kill_daemon)

    def expect_all_gone(self) -> None:
        """Wait until no program that was started here runs any more."""
        self._let_go()
        self._alive.expect_end()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a program without a terminal, to its end or until it has gone to the background."""
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            cwd=self.cwd,
            env=environment(),
            pass_fds=[self._lifeline],
            start_new_session=True,
            text=True,
            timeout=LIMIT,
        )

    def stop_server(self) -> None:
        """Send SIGTERM to the server, and wait until its process has ended, whether or not its shell has noticed."""
        process = os.pidfd_open(self.pid)
        self.add_cleanup(os.close, process)
        self.signal_server(signal.SIGTERM)
        assert select.select([process], [], [], LIMIT)[0], "it never ended"

    def kill_server(self) -> None:
        """Kill the server, and wait until it has ended."""
        process = os.pidfd_open(self.pid)
        self.add_cleanup(os.close, process)
        self.signal_server(signal.SIGKILL)
        Path(self.cwd, "twistd.pid").unlink()  # or the next server takes one that nobody has waited for to be alive
        assert select.select([process], [], [], LIMIT)[0], "it never ended"

    def signal_server(self, signum: signal.Signals) -> None:
        """Send a signal to the server."""
        os.kill(self.pid, signum)

    def call(self, port: int | None = None, source: str = "127.0.0.1") -> Caller:
        """Come as a guest."""
        caller = Caller(port or self.port, source)
        self.add_cleanup(caller.hang_up)
        return caller

    def _let_go(self) -> None:
        if self._lifeline != -1:
            os.close(self._lifeline)
            self._lifeline = -1

    def _kill_daemon(self) -> None:
        self._let_go()
        if self._alive.is_silent():
            with suppress(FileNotFoundError, ProcessLookupError):  # it is ending by itself
                os.kill(self.pid, signal.SIGKILL)
            self._alive.expect_end()


def take_terminal() -> None:
    """Make standard input the terminal of a process that begins, as a login does; nohup is not for what it runs."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@contextmanager
def taken_port() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def environment() -> dict[str, str]:
    """Return an environment in which the checkout's plugin is found, and programs speak plainly."""
    path = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "TERM": "dumb", "LC_ALL": "C", "PS1": "shell> ", "HISTFILE": ""}
