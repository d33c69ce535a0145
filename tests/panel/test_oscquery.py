"""OSCQuery, as VDMX, Chataigne and others read it: the tree, its attributes, and values as they change."""

from __future__ import annotations

import asyncio
import time

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import build_msg

from realtime.control.announce import OSC_TYPE, QUERY_TYPE, announced
from realtime.control.osc_dispatch import osc_addresses
from realtime.control.parameters import PARAMETERS, Parameter
from realtime.control.table import ParameterTable
from realtime.panel.oscquery import find, tree
from tests.panel.served import in_session, wait_until
from tests.panel.states import SCENES


def asked(url: str, path: str, **headers: str):
    """(status, JSON or None)"""

    async def ask(session):
        async with session.get(path, headers=headers) as answer:
            return answer.status, await answer.json() if answer.status == 200 else None

    return in_session(url, ask)


def test_every_control_is_in_the_tree_at_its_osc_address(served):
    status, root = asked(served.url, "/")
    assert status == 200 and root["FULL_PATH"] == "/"
    addresses = osc_addresses(tuple(served.table.parameters.values()))
    for row in served.table.parameters.values():
        path = {"prompt": "prompt/set", "route": "route/set"}.get(row.name, row.address)
        node = find(root, f"/anacrusis/{path}")
        assert node is not None and addresses[node["FULL_PATH"]] == (row.name, "set")
        assert "CONTENTS" not in node, "many programs take a node with contents for a container alone"
        assert node["DESCRIPTION"].startswith(row.help)
        assert node["ACCESS"] == (2 if row.is_command else 3)
        assert ("VALUE" in node) == (not row.is_command)


def test_types_ranges_and_values_are_those_of_the_table(served):
    served.table.set("strength.gain", 1.5)
    served.table.set("freeze", True)
    served.tell()
    root = asked(served.url, "/anacrusis")[1]
    nodes = {
        name: find({"CONTENTS": {"anacrusis": root}}, f"/anacrusis/{name}")
        for name in (
            "strength/gain",
            "freeze",
            "hud",
            "scene/bars",
            "scene/go",
            "scene/next",
            "prompt/set",
            "prompt/negative",
        )
    }
    gain = nodes["strength/gain"]
    assert (gain["TYPE"], gain["RANGE"], gain["VALUE"]) == ("f", [{"MIN": 0.0, "MAX": 2.0}], [1.5])
    assert (nodes["freeze"]["TYPE"], nodes["hud"]["TYPE"], nodes["freeze"]["VALUE"]) == ("T", "F", [True])
    assert nodes["scene/bars"]["TYPE"] == "i"
    assert nodes["scene/go"]["RANGE"] == [{"MIN": 1, "MAX": len(SCENES)}]
    assert nodes["scene/next"]["TYPE"] == "I"
    assert (nodes["prompt/set"]["TYPE"], nodes["prompt/negative"]["TYPE"]) == ("s", "s")


def test_one_attribute_of_a_node_can_be_asked_for(served):
    assert asked(served.url, "/anacrusis/master?VALUE") == (200, {"VALUE": [1.0]})
    assert asked(served.url, "/anacrusis/master?TYPE") == (200, {"TYPE": "f"})
    assert asked(served.url, "/anacrusis/scene/next?VALUE")[0] == 204, "it has none"
    assert asked(served.url, "/anacrusis/master?NONSENSE")[0] == 400
    assert asked(served.url, "/anacrusis/nothing")[0] == 404
    assert asked(served.url, "/anacrusis/master/x?VALUE")[0] == 404


def test_host_info_says_where_osc_goes_even_to_a_browser(served):
    status, info = asked(served.url, "/?HOST_INFO", Accept="text/html")
    assert status == 200
    assert (info["OSC_IP"], info["OSC_PORT"], info["OSC_TRANSPORT"]) == ("127.0.0.1", 7700, "UDP")
    assert info["WS_PORT"] == served.panel.port and info["EXTENSIONS"]["LISTEN"] is True


def test_a_listener_gets_each_change_as_osc_until_it_ignores_it(served):
    async def listen(session):
        loop = asyncio.get_running_loop()
        found = []
        async with session.ws_connect("/") as other:
            for address in ("/anacrusis/master", "/anacrusis/freeze", "/anacrusis/scene/next", "/nowhere", 5):
                await other.send_json({"COMMAND": "LISTEN", "DATA": address})
            await other.send_str("{")
            while len(found) < 2:  # as they are now
                found.append(OscMessage((await other.receive(30)).data))
            served.table.set("strength.gain", 0.3)
            served.table.set("master", 0.25)
            found.append(OscMessage((await other.receive(30)).data))
            await other.send_json({"COMMAND": "IGNORE", "DATA": "/anacrusis/master"})
            await other.send_bytes(build_msg("/anacrusis/norm/noise/gain", [0.5]).dgram)
            await loop.run_in_executor(None, wait_until, lambda: served.table.get("noise.gain") == 1.5)
            served.table.set("master", 0.75)
            served.table.set("freeze", True)
            found.append(OscMessage((await other.receive(30)).data))
        return [(one.address, one.params) for one in found]

    found = in_session(served.url, listen)
    assert sorted(found[:2]) == [("/anacrusis/freeze", [False]), ("/anacrusis/master", [1.0])]
    assert found[2:] == [("/anacrusis/master", [0.25]), ("/anacrusis/freeze", [True])]


def test_osc_over_the_socket_is_taken_as_over_udp_and_nonsense_is_counted(served):
    async def send(session):
        async with session.ws_connect("/") as other:
            for packet in (
                build_msg("/anacrusis/scene/go", [2]).dgram,
                build_msg("/anacrusis/prompt/set", ["등대"]).dgram,
                build_msg("/anacrusis/nowhere", [1]).dgram,
                b"\xff\xff",
                b"",
                build_msg("/anacrusis/master", [0.5]).dgram,
            ):
                await other.send_bytes(packet)
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, wait_until, lambda: served.table.get("master") == 0.5)

    in_session(served.url, send)
    assert [(one.name, one.value) for one in served.table.commands()] == [("scene.go", 2), ("prompt", "등대")]
    assert served.table.rejections.count == 3


def test_controls_that_a_reload_brings_and_takes_are_told_to_who_has_read_the_tree(served):
    def axis(high: float) -> Parameter:
        return Parameter("post.mirror.axis", "float", "filter mirror", 0.5, 0.0, high)

    received: list = []
    whole: list = []

    async def listen(session):
        async with session.ws_connect("/") as other:
            await other.send_json({"COMMAND": "LISTEN", "DATA": "/anacrusis/master"})
            await other.receive(30)
            for rows in ((*PARAMETERS, axis(1.0)), (*PARAMETERS, axis(2.0)), PARAMETERS):
                served.table.adopt(rows)
                received.append(await other.receive_json(timeout=30))
                if received[-1]["COMMAND"] != "PATH_CHANGED":
                    whole.append(await other.receive_json(timeout=30))
                if len(received) == 1:
                    await other.send_json({"COMMAND": "LISTEN", "DATA": "/anacrusis/post/mirror/axis"})
                    received.append(OscMessage((await other.receive(30)).data).params)

    in_session(served.url, listen)
    path = "/anacrusis/post/mirror/axis"
    assert received[1] == [0.5]
    assert [(one["COMMAND"], one["DATA"]) for one in (received[0], *received[2:])] == [
        ("PATH_ADDED", path),
        ("PATH_CHANGED", path),
        ("PATH_REMOVED", path),
    ]
    assert whole == 2 * [{"COMMAND": "PATH_CHANGED", "DATA": "/anacrusis/post/mirror"}]
    assert asked(served.url, path)[0] == 404


def test_a_control_that_stands_before_others_stands_among_them_in_any_order():
    rows = ParameterTable().parameters
    for order in (tuple(rows.values()), tuple(reversed(rows.values()))):
        node = find(tree(order, ParameterTable().snapshot()), "/anacrusis/prompt")
        assert node is not None and "TYPE" not in node
        assert set(node["CONTENTS"]) == {"set", "mix", "negative", "1", "2", "3", "4"}


def test_what_a_hand_turns_does_not_come_back_late_under_the_finger(served):
    """Chataigne sends over UDP and listens here."""

    async def turn(session):
        async with session.ws_connect("/") as other:
            await other.send_json({"COMMAND": "LISTEN", "DATA": "/anacrusis/speed"})
            await other.send_json({"COMMAND": "LISTEN", "DATA": "/anacrusis/master"})
            found = [OscMessage((await other.receive(30)).data).params for _ in range(2)]
            for step in range(1, 21):
                served.osc.turned.note("127.0.0.1", "speed")
                served.table.set("speed", step / 10)
                await asyncio.sleep(0.02)
            served.table.set("master", 0.5)  # another hand
            found.append(OscMessage((await other.receive(30)).data).params)
            served.hand_s = 1.0
            found.append(OscMessage((await other.receive(30)).data).params)
        return found

    assert in_session(served.url, turn)[2:] == [[0.5], [2.0]]


def test_other_programs_find_it_by_themselves():
    """By mDNS, over the loopback interface."""
    from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

    async def find_it():
        async with announced("Anacrusis test", "127.0.0.1", {QUERY_TYPE: 7702, OSC_TYPE: 7700}):
            browser = AsyncZeroconf(interfaces=["127.0.0.1"])
            try:
                found = []
                end = time.monotonic() + 30.0
                for kind in (QUERY_TYPE, OSC_TYPE):
                    info = None
                    while info is None and time.monotonic() < end:
                        info = await browser.async_get_service_info(
                            kind, f"Anacrusis test.{kind}", timeout=1000
                        )
                    assert isinstance(info, AsyncServiceInfo), kind
                    found.append((info.port, info.parsed_addresses()))
                return found
            finally:
                await browser.async_close()

    assert asyncio.run(find_it()) == [(7702, ["127.0.0.1"]), (7700, ["127.0.0.1"])]


def test_where_nothing_can_be_announced_the_log_says_so(caplog):
    async def try_it():
        async with announced("Anacrusis", "192.0.2.1", {QUERY_TYPE: 7702, OSC_TYPE: 7700}):
            pass

    asyncio.run(try_it())
    assert "not announced" in caplog.text


def test_nothing_is_announced_where_only_this_machine_is_listened_to(served):
    assert served.panel._announced_osc is None
