"""What pages are told over the socket, and what they may say: real HTTP, real sockets."""

from __future__ import annotations

import asyncio
import json
import socket
from contextlib import ExitStack
from dataclasses import replace

import aiohttp
import pytest

from realtime.control.osc import OscAt
from realtime.control.table import ParameterTable
from realtime.errors import UserError
from realtime.live.frame_rates import Rates
from realtime.live.show_state import Place
from realtime.live.side_process import InlineWork
from realtime.live.typed_words import Refusal, Ruling, Typed
from realtime.mapping.route import Route
from realtime.paint.frame import Subject
from realtime.panel.client import Client
from realtime.panel.panel import NoFreePort, Panel, open_panel
from realtime.stage.preview import Picture
from tests.panel.served import heard, in_session, opened, wait_until
from tests.panel.states import SCENES, state_of

SOCKET = "/panel/socket"


def test_a_page_gets_all_controls_their_values_the_scenes_and_the_state(served):
    async def look(session):
        async with session.ws_connect(SOCKET) as page:
            hello = await heard(page, "hello")
            values = await heard(page, "values")
            served.tell()
            return hello, values, await heard(page, "scenes"), await heard(page, "state")

    hello, values, scenes, state = in_session(served.url, look)
    assert [row["name"] for row in hello["rows"]] == list(served.table.parameters)
    assert values == dict(served.table.snapshot())
    assert [scene["name"] for scene in scenes] == [scene.name for scene in SCENES]
    assert (state["scene"], state["next"], state["change"]) == (0, 1, 5.0)


def test_what_one_page_sets_all_pages_show(served):
    async def play(session):
        async with session.ws_connect(SOCKET) as one, session.ws_connect(SOCKET) as other:
            await one.send_json({"set": {"strength.gain": 1.5, "blackout": True}})
            return await heard(other, "values", lambda values: values.get("strength.gain") == 1.5)

    values = in_session(served.url, play)
    assert values["strength.gain"] == 1.5
    wait_until(lambda: served.table.get("blackout") is True)


def test_commands_arrive_in_order_with_their_sender(served):
    async def play(session):
        async with session.ws_connect(SOCKET) as page:
            for order in ({"scene.next": None}, {"scene.go": 3}, {"prompt": "등대"}):
                await page.send_json({"set": order})
            await page.send_json({"ping": 7})
            return await heard(page, "pong")

    assert in_session(served.url, play) == 7
    commands = served.table.commands()
    assert [(one.name, one.value) for one in commands] == [
        ("scene.next", None),
        ("scene.go", 3),
        ("prompt", "등대"),
    ]
    assert all(one.sender.startswith("panel 1 at 127.0.0.1") for one in commands)


def test_only_who_typed_a_text_is_told_why_it_was_refused(served):
    async def type_it(session):
        async with session.ws_connect(SOCKET) as author, session.ws_connect(SOCKET) as other:
            await author.send_json({"set": {"prompt": "a bloody corpse"}})
            wait = asyncio.get_running_loop()
            await wait.run_in_executor(None, wait_until, lambda: served.table._commands)
            sender = served.table.commands()[0].sender
            refusal = Refusal('A prompt was refused by rule "gore".', "for the log", "gore", "bloody")
            ruling = Ruling(1, "prompt", Typed("a bloody corpse", 1, sender), refusal)
            served.tell(rulings=(ruling,), notices=(refusal.text,))
            received = await heard(author, "ruling")
            texts = []
            await other.send_json({"ping": 1})
            while not (texts and "pong" in json.loads(texts[-1])):
                message = await other.receive(30)
                texts.append(message.data)
            return received, " ".join(texts)

    received, others = in_session(served.url, type_it)
    assert (received["text"], received["rule"], received["found"]) == ("a bloody corpse", "gore", "bloody")
    assert "gore" in others and "bloody" not in others


def test_pictures_come_to_who_looks_and_no_faster_than_they_are_seen(served):
    picture = Picture(bytes(range(256)) * 4, (16, 16))

    async def look(session):
        loop = asyncio.get_running_loop()
        assert not served.panel.wants_picture()
        async with session.ws_connect(SOCKET) as page:
            await page.send_json({"look": 12})
            await loop.run_in_executor(None, wait_until, served.panel.wants_picture)
            served.panel.show(picture)
            message = await page.receive(30)
            while message.type is not aiohttp.WSMsgType.BINARY:
                message = await page.receive(30)
            first = message.data
            # Not seen yet: the next ones stay away.
            for _ in range(3):
                await loop.run_in_executor(None, wait_until, served.panel.wants_picture)
                served.panel.show(picture)
            await page.send_json({"ping": 1})
            unasked = []
            while True:
                message = await page.receive(30)
                unasked.append(message.type)
                if message.type is aiohttp.WSMsgType.TEXT and "pong" in message.data:
                    break
            await page.send_json({"look": 0})
            await loop.run_in_executor(None, wait_until, lambda: not served.panel.wants_picture())
            return first, unasked

    first, unasked = in_session(served.url, look)
    assert first[:3] == bytes(3) and first[3:5] == b"\xff\xd8", "a JPEG file"
    assert aiohttp.WSMsgType.BINARY not in unasked


def test_nobody_there_nothing_is_asked_of_the_display_loop(served):
    assert served.panel.wants_state(), "the first state tells how many scenes there are"
    served.tell()
    assert not served.panel.wants_state() and not served.panel.wants_picture()


def test_a_guard_may_stop_the_picture_and_no_more(served):
    async def play(session):
        async with session.ws_connect(f"{SOCKET}?view=guard") as page:
            hello = await heard(page, "hello")
            await page.send_json({"set": {"master": 0.2, "prompt": "cats", "blackout": True}})
            served.tell()
            state = await heard(page, "state")
            await page.send_json({"ping": 1})
            await heard(page, "pong")
            return hello, state

    hello, state = in_session(served.url, play)
    assert {row["name"] for row in hello["rows"]} == {"blackout", "scene.next", "painter.restart"}
    assert state["scene"] == SCENES[0].name and "prompt" not in state and "notices" not in state
    assert served.table.get("blackout") is True and served.table.get("master") == 1.0
    assert served.table.commands() == []
    assert served.table.rejections.count == 2


@pytest.mark.parametrize(
    "nonsense",
    ["", "{", "[1]", "[" * 5000, '{"set": 3}', '{"set": {"nothing": 1}, "look": NaN, "ping": "x"}'],
)
def test_nonsense_changes_nothing_and_the_page_stays(served, nonsense):
    before = served.table.snapshot()

    async def play(session):
        async with session.ws_connect(SOCKET) as page:
            await page.send_str(nonsense)
            await page.send_bytes(b"\xff\x00")
            await page.send_json({"ping": 5})
            return await heard(page, "pong")

    assert in_session(served.url, play) == 5
    assert served.table.snapshot() == before and served.table.commands() == []


def test_a_port_in_use_gives_way_to_the_next_and_that_is_said():
    log_lines = []
    with ExitStack() as stack:
        taken = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = taken.getsockname()[1]
        panel = open_panel(("127.0.0.1", port), ParameterTable(), OscAt(), log_lines.append, stack)
        assert panel is not None and port < panel.port < port + 10
        assert str(port) in log_lines[0] and log_lines[1] == f"panel: http://127.0.0.1:{panel.port}/"


def test_no_free_port_is_no_panel_and_an_address_elsewhere_is_a_mistake(monkeypatch):
    monkeypatch.setattr("realtime.panel.panel.TRIED_PORTS", 1)
    log_lines = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = taken.getsockname()[:2]
        assert open_panel(address, ParameterTable(), OscAt(), log_lines.append, ExitStack()) is None
    assert "in use" in log_lines[0]
    with pytest.raises(UserError, match="--panel"):
        Panel(ParameterTable(), "192.0.2.1", 7702)
    assert issubclass(NoFreePort, UserError)


def test_closing_lets_everybody_go_and_frees_the_port(served):
    async def stay(session):
        async with session.ws_connect(SOCKET) as page:
            await heard(page, "hello")
            await asyncio.get_running_loop().run_in_executor(None, served.panel.close)
            while (await page.receive(30)).type is aiohttp.WSMsgType.TEXT:
                pass

    in_session(served.url, stay)
    served.panel.close()
    socket.create_server(("127.0.0.1", served.panel.port)).close()


def test_the_state_of_a_show_is_written_as_json_whatever_it_holds():
    from realtime.panel.messages import guard_state, operator_state

    table = ParameterTable()
    odd = state_of(table, losses={"frames": 3}, notices=('a <b> "fault"',), upcoming=None)
    for message in (operator_state(odd), guard_state(odd)):
        assert json.loads(json.dumps(message)) == message


def test_a_curve_that_is_drawn_leaves_the_tiles_alone_and_a_reload_keeps_their_pictures(served):
    served.panel._hub._tiles.keep(SCENES[1], b"picture")
    curved = (replace(SCENES[0], routes=(Route("bass", "zoom"),)), *SCENES[1:])
    fewer = (SCENES[1], SCENES[2])

    async def listen(session):
        seen = []
        async with session.ws_connect(SOCKET) as page:
            for scenes in (SCENES, curved, fewer):
                served.tell(place=Place(scenes, 0, 1, None, False), now=float(len(seen) + 2))
                async for message in page:
                    if message.type is aiohttp.WSMsgType.BINARY:
                        seen.append(message.data)
                        break
                    found = json.loads(message.data)
                    seen += [len(found["scenes"])] if "scenes" in found else []
                    if scenes is curved and "routes" in found and found["routes"]:
                        break
        return seen

    thumb = bytes((1,)), b"picture"
    assert in_session(served.url, listen) == [3, b"\0\1".join(thumb), 2, b"\0\0".join(thumb)]


def test_tiles_of_scenes_not_yet_played_are_painted_once_the_show_paints():
    opened_at: list[bool] = []
    paints = False

    def open_work() -> InlineWork[Subject, bytes]:
        opened_at.append(paints)
        return InlineWork(lambda: lambda subject: subject.prompt.encode())

    async def listen(session):
        nonlocal paints
        tiles = {}
        async with session.ws_connect(SOCKET) as page:
            served.tell(rates=Rates(60.0, 17.0, 0.0), now=2.0)
            await heard(page, "state")
            await asyncio.sleep(0.2)
            paints = True
            served.tell(now=3.0)
            async for message in page:
                if message.type is aiohttp.WSMsgType.BINARY and message.data[0] == 1:
                    tiles[int.from_bytes(message.data[1:3])] = message.data[3:]
                if len(tiles) == len(SCENES):
                    return tiles

    with opened(open_work=open_work) as served:
        tiles = in_session(served.url, listen)
    assert tiles == {number: scene.prompt.encode() for number, scene in enumerate(SCENES)}
    assert opened_at == [True]


def test_a_connection_that_breaks_is_no_refusal():
    class Broken:
        async def __aiter__(self):
            yield aiohttp.WSMessage(aiohttp.WSMsgType.ERROR, ConnectionResetError(), None)

    table = ParameterTable()
    client = Client(Broken(), asyncio.Transport(), "operator", "a telephone", table)
    asyncio.run(client.serve())
    assert table.rejections.count == 0
