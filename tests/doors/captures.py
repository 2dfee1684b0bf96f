"""What real telnet clients sent, and the keys that a person had pressed for it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

PRESSED = {
    "arrow_up": "\x1b",
    "delete": "\x1b",
    "esc": "\x1b",
    "backspace": "\x7f",
    "ctrl_h": "\x08",
    "tab": "\t",
    "e_acute": "é",
    "enter": "\n",
    "key_r": "r",
    "key_R": "r",
    "key_p": "p",
    "key_s": "s",
    "paste_rps_cr": "rps\n",
    "paste_rps_lf": "rps\n",
    "session_r_p_s_R_enter": "rpsr\n",
    "line_x_bs_r_enter": "x\x7fr\n",
    "ctrl_c": "\x03",
    "ctrl_d": "\x04",
    "ctrl_z": "\x1a",
    "ctrl_backslash": "\x1c",
    "send_ip": "\x03",
    "send_eof": "\x04",
    "send_susp": "\x1a",
    "send_brk": "\x1c",
    "send_abort": "\x1c",
    "send_ayt": "?",
    "send_escape": "\x1d",
}  # by action; an action that is not here presses nothing
AT_ONCE = {action for action in PRESSED if action.startswith(("ctrl_", "send_"))} - {"ctrl_h"}  # no Enter needed
EDITED = {"backspace": "\n", "line_x_bs_r_enter": "r\n"}  # left after the editing of a client in line mode
TINTIN = dict.fromkeys(("arrow_up", "ctrl_c", "ctrl_h", "delete", "tab"), "\n") | {  # it takes these for itself
    "esc": "e\n",
    "ctrl_backslash": "c\\\n",
}


class Capture(NamedTuple):
    """One thing that a person did at one client; *keys* is what it means."""

    name: str
    stream: bytes
    chunks: list[bytes]
    keys: str


def captures() -> Iterator[Capture]:
    """Yield them all."""
    path = Path(__file__).parent.parent / "telnet-captures.json"
    for row in json.loads(path.read_text())["captures"]:
        stream = bytes.fromhex(row["stream"])
        ends = [sum(row["chunks"][:n]) for n in range(len(row["chunks"]) + 1)]
        chunks = [stream[start:end] for start, end in pairwise(ends)]
        name = f"{row['client']}, {row['negotiation']}, {row['action']}"
        yield Capture(name, stream, chunks, _keys(row["client"], row["action"], row["mode"], stream))


def _keys(client: str, action: str, mode: str, stream: bytes) -> str:
    keys = PRESSED.get(action, "")
    if mode == "char" or not keys:
        return keys
    if client == "tintin++" and action in TINTIN:
        return TINTIN[action]
    if action in AT_ONCE:
        sent = stream.endswith((b"\x04", b"\xff\xec", b"\x1d")) or stream[-5:-3] in (
            b"\xff\xf4",
            b"\xff\xf3",
            b"\xff\xed",
        )
        return keys if action.startswith("send_") or sent else ""
    return EDITED.get(action, keys.removesuffix("\n") + "\n")
