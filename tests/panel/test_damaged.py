"""What comes to the panel's sockets damaged in any way ends neither the connection nor the panel."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.panel.served import Served, in_session, opened

VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.just(10**400) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(["prompt", "strength.gain", "scene.go", "blackout", ""]) | st.text(max_size=12)
ORDERS = st.dictionaries(
    st.sampled_from(["set", "seen", "look", "ping", "COMMAND", "DATA"]),
    VALUES | st.dictionaries(NAMES, VALUES, max_size=3),
    max_size=3,
).map(lambda order: json.dumps(order))
TEXTS = ORDERS | st.text(max_size=40) | st.sampled_from(["[" * 3000, "NaN", "1e999", '{"set": {"prompt":'])
PACKETS = st.binary(max_size=60) | st.sampled_from(
    [b"#bundle\x00" + bytes(8) + b"\xff\xff\xff\xff", b"/strength/gain\x00\x00,f\x00\x00"]
)


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with opened() as found:
        yield found


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(messages=st.lists(TEXTS | PACKETS, min_size=1, max_size=12))
@pytest.mark.parametrize("path", ["/panel/socket", "/"])
def test_the_sockets_go_on(served, caplog, path, messages):
    caplog.set_level(logging.WARNING)

    async def sent(session: aiohttp.ClientSession) -> bool:
        async with session.ws_connect(path) as socket:
            for message in messages:
                await (socket.send_bytes if isinstance(message, bytes) else socket.send_str)(message)
            if path == "/":
                # OSCQuery answers a command that it knows with the value.
                await socket.send_str(json.dumps({"COMMAND": "LISTEN", "DATA": "/anacrusis/master"}))
            else:
                await socket.send_str(json.dumps({"ping": 4.25}))
            async for answer in socket:
                if answer.type is aiohttp.WSMsgType.BINARY and b"/anacrusis/master" in answer.data:
                    return True
                if answer.type is aiohttp.WSMsgType.TEXT and json.loads(answer.data).get("pong") == 4.25:
                    return True
            return False

    assert in_session(served.url, sent), messages
    assert not [record for record in caplog.records if record.exc_info], caplog.text
