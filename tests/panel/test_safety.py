"""Who may not use the panel: strangers, other pages, slow and greedy ones."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import stat
import struct

import aiohttp
import pytest

from realtime.control.pace import Pace
from realtime.panel.access import Access, Tokens, kept_tokens, same_origin
from realtime.panel.links import announcement, qr_lines
from tests.panel.served import TOKENS, heard, in_session

SOCKET = "/panel/socket"


def status(url: str, path: str, **headers: str) -> int:
    async def ask(session):
        async with session.get(path, headers=headers) as answer:
            return answer.status

    return in_session(url, ask)


def socket_status(url: str, path: str = SOCKET, protocols: tuple[str, ...] = (), **headers: str) -> int:
    """101 where the socket is opened."""

    async def ask(session):
        try:
            async with session.ws_connect(path, protocols=protocols, headers=headers):
                return 101
        except aiohttp.WSServerHandshakeError as refused:
            return refused.status

    return in_session(url, ask)


def raw(port: int, sent: bytes) -> bytes:
    """What a plain connection gets until it is closed."""
    with socket.create_connection(("127.0.0.1", port), 30) as connection:
        connection.sendall(sent)
        answer = b""
        while part := connection.recv(65536):
            answer += part
            if b"\r\n\r\n" in answer and b"Connection: close" not in sent:
                break
    return answer


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:7702", "127.0.0.1.evil.example", "", "10.0.0.7"]
)
def test_a_name_that_was_made_to_lead_here_gets_nothing(served, host):
    for path in ("/", "/panel/panel.js", "/anacrusis/master"):
        assert status(served.url, path, Host=host) == 421
    assert socket_status(served.url, Host=host) == 421


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:7702", "127.0.0.1:1", "[::1]:7702", "127.9.9.9"])
def test_all_names_of_this_machine_lead_here(served, host):
    assert status(served.url, "/", Host=host, Accept="text/html") == 200


def test_pages_from_elsewhere_may_not_open_a_socket_nor_ask(served):
    for origin in ("http://evil.example", "null", "http://127.0.0.1:1", "file://", "http://[", "ftp://x"):
        assert socket_status(served.url, Origin=origin) == 403
        assert socket_status(served.url, "/", Origin=origin) == 403, "OSCQuery's socket too"
        assert status(served.url, "/anacrusis/master", Origin=origin) == 403
    assert socket_status(served.url, Origin=served.url) == 101


def test_no_answer_may_be_read_or_framed_by_another_page(served):
    async def ask(session):
        found = []
        for path in ("/", "/guard", "/panel/panel.js", "/?HOST_INFO", "/nowhere"):
            async with session.get(path, headers={"Accept": "text/html"}) as answer:
                found.append((path, answer.headers))
        return found

    for path, headers in in_session(served.url, ask):
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy, path
        assert "unsafe" not in policy
        assert not [name for name in headers if name.lower().startswith("access-control")], path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "aiohttp" not in headers["Server"]


@pytest.mark.parametrize(
    "path",
    [
        "/panel/../panel.py",
        "/panel/..%2fpanel.py",
        "/panel/%2e%2e/%2e%2e/live.py",
        "/../../etc/passwd",
        "//etc/passwd",
    ]
    + ["/panel//etc/passwd", "/panel/page", "/panel/", "/panel/panel.js%00.txt", "/panel/.", "/..\\panel.py"],
)
def test_no_path_leads_out_of_the_pages(served, path):
    asked = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
    answer = raw(served.panel.port, asked)
    assert answer.split(b" ")[1] in (b"404", b"400", b"301"), answer[:200]
    assert b"root:" not in answer and b"import" not in answer


def test_a_request_that_is_no_http_is_counted_and_fills_no_log(served, caplog):
    for sent in (b"GET ?HOST_INFO HTTP/1.1\r\n\r\n", b"GET / HTTP/9\r\n\r\n"):
        assert raw(served.panel.port, sent).split(b" ")[1] == b"400"
    assert served.table.rejections.count == 2
    assert len(caplog.records) == 1 and not caplog.records[0].exc_info


def test_only_questions_are_taken(served):
    async def ask(session):
        found = []
        for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
            async with session.request(method, "/anacrusis/master", data=b"0") as answer:
                found.append(answer.status)
        async with session.get("/", data=b"x" * 100) as answer:
            found.append(answer.status)
        return found

    assert all(one in (400, 405) for one in in_session(served.url, ask))
    assert served.table.get("master") == 1.0


def test_without_its_token_nobody_gets_more_than_the_empty_page(guarded):
    url = guarded.url
    assert status(url, "/", Accept="text/html") == 200
    assert socket_status(url) == 401
    assert socket_status(url, protocols=("anacrusis", "token.wrong")) == 401
    assert socket_status(url, protocols=("anacrusis", "token.")) == 401
    assert socket_status(url, f"{SOCKET}?token={TOKENS.operator}") == 401, (
        "a link is not logged with its token"
    )
    assert status(url, "/panel/access") == 401
    assert status(url, "/panel/access", Authorization=f"Bearer {TOKENS.guard}") == 200
    assert socket_status(url, protocols=("anacrusis", f"token.{TOKENS.operator}")) == 101


def test_a_token_gives_its_own_role_and_none_above_it(guarded):
    async def role(session, token, view):
        async with session.ws_connect(
            f"{SOCKET}?view={view}", protocols=("anacrusis", f"token.{token}")
        ) as page:
            return (await heard(page, "hello"))["role"]

    async def roles(session):
        return [
            await role(session, token, view)
            for token in (TOKENS.operator, TOKENS.guard)
            for view in ("operator", "guard")
        ]

    assert in_session(guarded.url, roles) == ["operator", "guard", "guard", "guard"]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "x-real-ip", "Forwarded", "Via"])
def test_who_comes_through_a_proxy_on_this_machine_is_not_this_machine(served, guarded, header):
    passed_on = {header: "203.0.113.9"}
    for path in ("/", "/health", "/anacrusis/master"):
        assert status(served.url, path, **passed_on) == 403, "there is no token that could be asked for"
    assert socket_status(served.url, **passed_on) == 403
    assert status(guarded.url, "/health", **passed_on) == 401
    assert status(guarded.url, "/anacrusis/master", **passed_on) == 403
    assert socket_status(guarded.url, "/", **passed_on) == 403, "OSCQuery's socket could set controls"
    assert socket_status(guarded.url, **passed_on) == 401
    assert socket_status(guarded.url, protocols=("anacrusis", f"token.{TOKENS.operator}"), **passed_on) == 101


def test_oscquery_is_as_open_as_osc_is():
    closed, opened = Access(TOKENS), Access(TOKENS, osc_open=True)
    assert closed.may_query("127.0.0.1") and not closed.may_query("192.168.0.9")
    assert opened.may_query("192.168.0.9")


def test_names_of_a_panel_in_the_network():
    access = Access(TOKENS)
    name = socket.gethostname()
    assert all(map(access.knows_host, ("192.168.0.5:7702", "[fe80::1]:7702", name, f"{name}.local:7702")))
    assert not access.knows_host("evil.example") and not access.knows_host(f"{name}.evil.example")
    assert same_origin("https://show.local", "show.local"), "behind a proxy that encrypts"


def test_who_is_slow_to_ask_is_shut_out_and_others_are_served(guarded):
    """Connections that never finish their question (slow-loris) are closed, and keep nobody out meanwhile."""
    slow = [socket.create_connection(("127.0.0.1", guarded.panel.port), 30) for _ in range(40)]
    try:
        for connection in slow[:20]:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        assert status(guarded.url, "/", Accept="text/html") == 200
        for connection in slow:
            connection.settimeout(30)
            with contextlib.suppress(ConnectionResetError):
                assert connection.recv(1) == b""
    finally:
        for connection in slow:
            connection.close()


def test_there_are_only_so_many_connections(served, monkeypatch):
    monkeypatch.setattr("realtime.panel.door.MOST_CONNECTIONS", 5)
    held = []
    for _ in range(5):
        connection = socket.create_connection(("127.0.0.1", served.panel.port), 30)
        connection.sendall(b"GET /guard HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        held.append(connection)
    one_more = socket.create_connection(("127.0.0.1", served.panel.port), 30)
    with one_more, contextlib.suppress(ConnectionResetError, BrokenPipeError):
        one_more.sendall(b"GET /guard HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert one_more.recv(1) == b""
    for connection in held:
        connection.close()


def test_long_lines_and_long_messages_are_refused(served):
    long = b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert raw(served.panel.port, long).split(b" ")[1] == b"400"

    async def talk(session):
        async with session.ws_connect(SOCKET) as page:
            await page.send_str(json.dumps({"set": {"prompt": "a" * 20_000}}))
            while (await page.receive(30)).type is aiohttp.WSMsgType.TEXT:
                pass
            return page.close_code

    assert in_session(served.url, talk) == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
    assert served.table.commands() == []


def test_a_flood_of_messages_waits_in_its_sender():
    pace = Pace(10.0, 5.0)
    rests = [pace.wait_s(0.0) for _ in range(8)]
    assert rests[:5] == [0.0] * 5 and rests[5:] == pytest.approx([0.1, 0.2, 0.3])
    assert pace.wait_s(10.0) == 0.0


def test_a_page_that_takes_nothing_is_let_go_and_the_others_play_on(served, monkeypatch):
    monkeypatch.setattr("realtime.panel.client.SLOWEST_S", 0.3)

    async def play(session):
        loop = asyncio.get_running_loop()
        async with session.ws_connect(SOCKET) as quick:
            _, writer = await asyncio.open_connection("127.0.0.1", served.panel.port, limit=1024)
            writer.write(
                b"GET /panel/socket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
            )
            await heard(quick, "hello")
            writer.transport.pause_reading()
            end = loop.time() + 30.0
            now = 1.0
            while len(served.panel._hub.clients) > 1 or now < 2.0:
                assert loop.time() < end, "the slow one was never let go"
                now += 1.0
                served.tell(now=now, painter="x" * 100_000)
                await heard(quick, "state", lambda state, now=now: state["now"] == now)
            writer.close()
            return now

    assert in_session(served.url, play) > 2.0


def test_tokens_are_kept_for_the_next_show_and_nobody_else_reads_them(tmp_path, caplog):
    path = tmp_path / "anacrusis" / "panel.json"
    first = kept_tokens(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert kept_tokens(path) == first and first.operator != first.guard and len(first.operator) > 20
    for spoilt in ("{", "[]", '{"operator": "", "guard": ""}', '{"operator": 1}'):
        path.write_text(spoilt)
        again = kept_tokens(path)
        assert len(again.operator) > 20 and again != first
        assert kept_tokens(path) == again
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert len(kept_tokens(blocked / "panel.json").guard) > 20
    assert "this run only" in caplog.text


def test_links_and_codes_are_printed_for_both_roles():
    lines = announcement("192.168.0.5", 7702, Tokens("operator-token", "guard-token"))
    text = "\n".join(lines)
    assert "http://192.168.0.5:7702/#operator-token" in text
    assert "http://192.168.0.5:7702/guard#guard-token" in text
    assert announcement("::1", 7702, None) == ["panel: http://[::1]:7702/"]
    width = max(len(line.replace("\033[30;107m", "").replace("\033[0m", "")) for line in lines[2:-1])
    assert width <= 80, "both codes fit into a terminal side by side"


def test_a_code_is_read_as_the_link_by_its_own_rules():
    """Its three corners stand where a camera looks for them: seven modules of frame, black on white."""
    lines = [line.replace("\033[30;107m", "").replace("\033[0m", "") for line in qr_lines("http://x/#y")]
    top = lines[1]
    assert top[2:9] == "█▀▀▀▀▀█" and top[-9:-2] == "█▀▀▀▀▀█"
    assert set(lines[0]) == {" "}, "a white border"


def test_a_page_that_goes_while_it_comes_leaves_no_trace_in_the_log(served, caplog):
    """As telephones do that are put away: a traceback for each would bury what matters."""
    wants = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    wants += "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    for path in ("/panel/socket", "/") * 20:
        with socket.create_connection(("127.0.0.1", served.panel.port)) as page:
            head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{wants}\r\n"
            page.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            page.sendall(head.encode())
    assert in_session(served.url, lambda session: _status(session, "/?HOST_INFO")) == 200
    assert "Error handling" not in caplog.text


async def _status(session, path: str) -> int:
    async with session.get(path) as answer:
        return answer.status
