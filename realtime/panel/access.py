"""Who may do what over the panel's port: which addresses are ours, which pages may use it, and tokens."""

from __future__ import annotations

import hmac
import ipaddress
import json
import logging
import os
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from realtime.control.senders import Senders

log = logging.getLogger(__name__)

Role = Literal["operator", "guard"]
GUARD_MAY = frozenset({"blackout", "scene.next", "painter.restart"})
"""Controls that the staff of a place may use."""

_TOKEN_BYTES = 16
_PASSED_ON = ("Forwarded", "Via", "X-Forwarded-For", "X-Real-IP")


@dataclass(frozen=True, slots=True)
class Tokens:
    """One for each role; who has it has the role."""

    operator: str
    guard: str


def kept_tokens(path: Path) -> Tokens:
    """The tokens in the file at `path`, which is made where there is none: a telephone that was let in once
    still is after a restart. Where it cannot be written they hold for this run only."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        tokens = Tokens(str(found["operator"]), str(found["guard"]))
        if min(len(tokens.operator), len(tokens.guard)) >= _TOKEN_BYTES and tokens.operator != tokens.guard:
            return tokens
    except FileNotFoundError:
        pass  # the first show with a panel
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("panel: %s cannot be read (%s); new tokens are made", path, error)
    tokens = Tokens(secrets.token_urlsafe(_TOKEN_BYTES), secrets.token_urlsafe(_TOKEN_BYTES))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump({"operator": tokens.operator, "guard": tokens.guard}, file)
    except OSError as error:
        log.warning("panel: the tokens hold for this run only: %s cannot be written (%s)", path, error)
    return tokens


class Access:
    """tokens: None where only this machine can reach the port. osc_open: OSC itself takes messages from the
    network, so that OSCQuery, which can do no more, needs no token either. senders: from whom."""

    def __init__(self, tokens: Tokens | None, osc_open: bool = False, senders: Senders | None = None) -> None:
        self.tokens = tokens
        self._osc_open = osc_open
        self._senders = senders or Senders()

    def role(self, token: str | None) -> Role | None:
        """What the bearer of `token` may be; None: nobody."""
        if self.tokens is None:
            return "operator"
        given = (token or "").encode()
        if hmac.compare_digest(given, self.tokens.operator.encode()):
            return "operator"
        return "guard" if hmac.compare_digest(given, self.tokens.guard.encode()) else None

    def may_query(self, remote: str | None) -> bool:
        """May a program at the address `remote` read the controls over OSCQuery, and write them?"""
        if self.tokens is None or _is_loopback(remote or ""):
            return True
        return self._osc_open and self._senders.may(remote or "")

    def is_here(self, remote: str | None) -> bool:
        """Does a program at the address `remote` run on this machine?"""
        return _is_loopback(remote or "")

    def knows_host(self, host: str) -> bool:
        """Is `host`, a Host header, an address of ours? A page elsewhere may have its own name lead here (DNS
        rebinding), but names are all that it can choose."""
        name = _without_port(host).lower()
        if name == "localhost" or _is_loopback(name):
            return True
        return self.tokens is not None and (_is_address(name) or name in _own_names())


def came_from(remote: str | None, headers: Mapping[str, str]) -> str:
    """The address that a request came from; "" where a proxy has passed it on (`headers`, whose names are
    found in any case): its own address says nothing of who is behind it."""
    return "" if any(name in headers for name in _PASSED_ON) else remote or ""


def same_origin(origin: str | None, host: str) -> bool:
    """May a page from `origin`, an Origin header, use what it reached at `host`? Programs send none."""
    if origin is None:
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ipaddress.ip_address(name).is_loopback


@cache
def _own_names() -> frozenset[str]:
    name = socket.gethostname().lower()
    return frozenset({name, f"{name}.local", name.partition(".")[0], f"{name.partition('.')[0]}.local"})
