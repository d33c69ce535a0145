"""OSC of a show: in over UDP and TCP at one port, out to whom it may concern, and values sent back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from realtime.clock import Clock
from realtime.control.osc_dispatch import Take
from realtime.control.osc_feedback import OscFeedback
from realtime.control.osc_in import OscServer
from realtime.control.osc_out import OscOut
from realtime.control.osc_tcp import OscTcpServer
from realtime.control.senders import Senders
from realtime.control.table import ParameterTable
from realtime.control.turned import Turned
from realtime.say import Say


@dataclass(frozen=True, slots=True)
class OscAt:
    """at: (host, port) where OSC is taken, None where it is not; senders: from whom; out: who sends the
    beat; turned: what hands turn over OSC."""

    at: tuple[str, int] | None = None
    senders: Senders | None = None
    out: OscOut | None = None
    turned: Turned = field(default_factory=Turned)


def open_osc(
    table: ParameterTable,
    clock: Clock,
    at: tuple[str, int] | None,
    targets: Sequence[tuple[str, int]],
    allowed: Sequence[str],
    say: Say,
    stack: ExitStack,
    others: Mapping[str, Take] | None = None,
) -> OscAt:
    """Everything about OSC that was asked for; `stack` closes it. at: where it is taken, if it is; targets:
    where it is sent; allowed: see `Senders`; others: see `OscDispatch`. Raises UserError."""
    senders = Senders(allowed)
    out = OscOut(targets, clock) if targets else None
    if out is not None:
        stack.callback(out.close)
    if at is None and out is None:
        return OscAt(None, senders)
    turned = Turned()
    feedback = OscFeedback(table, out.targets if out is not None else (), turned)
    stack.callback(feedback.close)
    if at is None:
        return OscAt(None, senders, out)
    server = OscServer(table, *at, senders=senders, feedback=feedback, others=others)
    stack.callback(server.close)
    say(f"control: OSC on {server.host}:{server.port}")
    try:
        tcp = OscTcpServer(table, server.host, server.port, senders=senders, feedback=feedback, others=others)
    except OSError as error:
        say(f"control: OSC over TCP is not taken, only over UDP: {error}")
    else:
        stack.callback(tcp.close)
    return OscAt((server.host, server.port), senders, out, turned)
