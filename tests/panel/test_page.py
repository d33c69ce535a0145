"""The pages in a real browser, before a real show: what is clicked, dragged and typed is in it, and back."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pythonosc.udp_client import SimpleUDPClient

from tests.panel.served import TOKENS, opened, wait_until
from tests.songs import PROJECT

SETLIST = """
name = "evening"
[[song]]
name = "a"
""" + "".join(
    f'[[song.scene]]\nname = "{name}"\nprompt = "{prompt}"\n'
    for name, prompt in (
        ("금빛 먹", "ink"),
        ("Sea", "the sea"),
        ("<b>Moon</b>", "a moon"),
        ("Tree", "a tree"),
    )
)
ROUTES = (
    'routes = [{ from = "bass", to = "zoom" }, '
    '{ from = "bar", to = "rotation", range = [2.0, 9.0] }] # turns\n'
)
CUT_OFF = """[...document.querySelectorAll('.desk button, .desk .fader')].filter((one) => {
  const box = one.getBoundingClientRect(), own = one.closest('section').getBoundingClientRect();
  return box.width && (box.left < own.left - 1 || box.right > own.right + 1);
}).map((one) => one.outerHTML)"""
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
expect.set_options(timeout=60_000)  # however busy the machine is


class Show:
    """`live.py show` in a process of its own, with what it can be asked from outside."""

    def __init__(self, folder: Path) -> None:
        self.trace = folder / "trace.jsonl"
        self.setlist = setlist = folder / "set.toml"
        setlist.write_text(SETLIST + ROUTES)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
            free.bind(("127.0.0.1", 0))
            osc = free.getsockname()[1]
        self.osc = SimpleUDPClient("127.0.0.1", osc)
        arguments = ["show", "demo", "--setlist", setlist, "--headless", "--fps", "10", "--size", "160x96"]
        arguments += ["--painter", "shader", "--output", "none", "--osc", osc, "--osc-out", "off"]
        self.process = subprocess.Popen(
            [sys.executable, PROJECT / "live.py", *map(str, arguments), "--trace", self.trace],
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        printed = ""
        while not (found := re.search(r"panel: (http://\S+:\d+)/", printed)):
            line = self.process.stderr.readline()
            assert line, f"it ended before it had a panel: {printed}"
            printed += line
        self.url = found[1]
        # Nobody must wait for us to read what it says.
        threading.Thread(target=self.process.stderr.read, daemon=True).start()

    def value(self, name: str) -> object:
        address = f"{self.url}/anacrusis/{name.replace('.', '/')}?VALUE"
        with urllib.request.urlopen(address, timeout=60) as answer:
            return json.load(answer)["VALUE"][0]

    @property
    def scene(self) -> int:
        """Number of the scene in the last whole line of the trace."""
        lines = self.trace.read_text().splitlines(keepends=True)
        return json.loads([line for line in lines if line.endswith("\n")][-1])["scene"]

    def close(self) -> None:
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(60)
        finally:
            self.process.kill()


@pytest.fixture(scope="module")
def show(tmp_path_factory):
    made = Show(tmp_path_factory.mktemp("show"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()


def visit(browser: Browser, url: str, path: str = "/", width: int = 1440, language: str = "en-US") -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, locale=language).new_page()
    page.set_default_timeout(60_000)
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda printed: printed.type == "error" and page.faults.append(printed.text))
    page.goto(url + path)
    return page


@pytest.fixture
def page(browser, show):
    page = visit(browser, show.url)
    expect(page.locator(".tile")).to_have_count(4)
    yield page
    assert page.faults == []
    page.context.close()


def test_black_is_black_in_the_show_and_on_every_page_and_by_osc_back_again(browser, show, page):
    other = visit(browser, show.url, language="ko-KR")
    page.locator("#black").click()
    wait_until(lambda: show.value("blackout") is True)
    expect(other.locator("#black")).to_have_attribute("aria-pressed", "true")
    expect(other.locator("#black .word")).to_have_text("암전")
    expect(page.locator("#veil")).to_be_visible()
    show.osc.send_message("/anacrusis/blackout", 0)
    for one in (page, other):
        expect(one.locator("#black")).to_have_attribute("aria-pressed", "false")
    assert other.faults == []
    other.context.close()


def test_a_fader_is_dragged_without_a_jump_and_a_double_click_resets_it(browser, show, page):
    fader = page.locator('[data-name="strength.gain"]')
    track = fader.locator(".track").bounding_box()
    middle = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + 10, middle)
    page.mouse.down()
    page.mouse.move(track["x"] + 10 + track["width"] / 8, middle, steps=5)
    wait_until(lambda: show.value("strength.gain") == pytest.approx(1.25, abs=0.02))
    page.keyboard.down("Shift")
    page.mouse.move(track["x"] + 10 + track["width"] * 3 / 8, middle, steps=5)
    page.keyboard.up("Shift")
    page.mouse.up()
    wait_until(lambda: show.value("strength.gain") == pytest.approx(1.30, abs=0.02))
    expect(fader).to_have_class(re.compile("moved"))
    show.osc.send_message("/anacrusis/strength/gain", 0.5)
    expect(fader).to_have_attribute("aria-valuenow", "0.5")
    fader.locator(".track").dblclick()
    wait_until(lambda: show.value("strength.gain") == 1.0)
    expect(fader).not_to_have_class(re.compile("moved"))


def test_a_korean_prompt_is_judged_at_once_and_in_force_until_it_is_cleared(browser, show, page):
    other = visit(browser, show.url)
    page.locator("#prompt").fill("바다 위의 등대")
    page.locator("#prompt").press("Enter")
    expect(page.locator("#verdict")).to_have_class(re.compile("fit"))
    expect(other.locator("#in-force")).to_have_text("바다 위의 등대")
    page.locator("#prompt").fill("a bloody corpse")
    page.locator("#prompt").press("Enter")
    expect(page.locator("#verdict")).to_contain_text('"gore"')
    expect(other.locator("#news")).to_contain_text('"gore"')
    assert "corpse" not in other.content(), "what was refused is for who typed it"
    page.locator("#clear").click()
    expect(other.locator("#in-force")).to_contain_text("ink")
    other.context.close()


def test_a_curve_is_drawn_with_the_hand_and_saved_in_the_setlist(show, page):
    show.osc.send_message("/anacrusis/scene/go", "Tree")
    page.get_by_role("option", name="bar → rotation").click()
    dot = page.locator(".curve .dot")
    places = {dot.get_attribute("cx")}
    wait_until(lambda: places.add(dot.get_attribute("cx")) or len(places) > 3)
    page.locator(".curve select").select_option("points")
    handle = page.locator(".curve .handle")
    untouched = handle.get_attribute("aria-label")

    def drag() -> bool:
        """A hand that slips off, where the page around it moved, takes it again."""
        handle.hover()
        box = handle.bounding_box()
        page.mouse.down()
        page.mouse.move(box["x"] + 60, box["y"] + 40, steps=5)
        page.mouse.up()
        with contextlib.suppress(AssertionError):
            expect(handle).not_to_have_attribute("aria-label", untouched, timeout=5000)
        return handle.get_attribute("aria-label") != untouched

    wait_until(drag)
    save = page.get_by_text("Save in the setlist")
    expect(save).to_be_enabled()
    save.click()
    written = re.compile(r'curve = "points", points = \[\[(.*), (.*)\]\], range = \[2.0, 9.0\] }] # turns')
    wait_until(lambda: written.search(show.setlist.read_text()))
    expect(save).to_be_disabled()
    saved = written.search(show.setlist.read_text())
    assert saved and float(saved[1]) > 0.6 and float(saved[2]) < 0.5
    page.locator(".curve .handle").press("ArrowLeft")
    expect(save).to_be_enabled()
    page.locator(".curve .handle").press("ArrowUp")
    page.get_by_text("Back to the setlist").click()
    expect(save).to_be_disabled()
    scene = show.value("blackout"), show.scene
    page.locator(".curve select").press("b")  # chooses a curve, and is no key of the show
    assert (show.value("blackout"), show.scene) == scene
    page.get_by_text("Back to the setlist").click(force=True)
    assert 'routes = [{ from = "bass", to = "zoom" }, {' in show.setlist.read_text()
    show.osc.send_message("/anacrusis/scene/go", 1)
    expect(page.locator("#curves")).to_be_hidden()


def test_controls_that_a_reload_brings_and_takes_are_on_the_page(show, page):
    before = show.setlist.read_text()
    master = page.locator('[data-name="master"]')
    show.setlist.write_text(before + 'post = ["mirror"]\n')
    page.get_by_role("button", name="scene reload").click()
    fader = page.locator('[data-name="post.mirror.mirror_shift"]')
    scene = show.scene
    page.get_by_text("mirror", exact=True).press(" ")  # unfolds it, and is no key of the show
    expect(fader).to_be_visible()
    assert show.scene == scene
    fader.press("End")
    wait_until(lambda: show.value("post.mirror.mirror_shift") == 0.5)
    back = page.get_by_role("button", name="Back to the scene")
    back.click()
    wait_until(lambda: show.value("post.mirror.mirror_shift") == pytest.approx(0.12))
    expect(back).to_be_hidden()
    # Held at its default it is the hand's as well, until a double click gives it back.
    show.osc.send_message("/anacrusis/post/mirror/mirror_shift", 0.12)
    expect(fader).to_have_class(re.compile("moved"))
    expect(back).to_be_visible()
    fader.locator(".track").dblclick()
    expect(fader).not_to_have_class(re.compile("moved"))
    expect(back).to_be_hidden()
    show.setlist.write_text(before)
    show.osc.send_message("/anacrusis/scene/reload", [])
    expect(fader).to_have_count(0)
    expect(master).to_have_count(1)


def test_values_are_saved_under_a_number_and_come_back(show, page):
    fader = page.locator('[data-name="post.wave"]')
    fader.press("End")
    wait_until(lambda: show.value("post.wave") == 3.0)
    page.locator("#save").click()
    page.locator("#slots button").nth(1).click()
    expect(page.locator("#slots button").nth(1)).to_have_class("full")
    fader.press("Delete")
    wait_until(lambda: show.value("post.wave") == 1.0)
    page.locator("#slots button").nth(1).click()
    expect(fader).to_have_attribute("aria-valuenow", "3")
    page.locator("#undo").click()
    expect(fader).to_have_attribute("aria-valuenow", "1")


def test_scenes_are_tiles_that_say_what_plays_and_what_comes(show, page):
    tiles = page.locator(".tile")
    expect(tiles.nth(2).locator(".text")).to_have_text("<b>Moon</b>")  # as it is written, and no markup
    tiles.nth(2).click()
    wait_until(lambda: show.scene == 3)
    expect(tiles.nth(2)).to_have_attribute("aria-current", "true")
    expect(tiles.nth(3)).to_have_class(re.compile("next"))
    expect(page.locator("#next-name")).to_have_text("Tree")
    page.get_by_role("button", name="16 bars").click()
    wait_until(lambda: show.value("scene.bars") == 16)
    tiles.nth(0).click()
    # Where no beat is heard yet, a change by hand waits for nothing.
    expect(page.locator('.tile.cued, .tile[aria-current="true"]').first).to_contain_text("금빛 먹")
    page.get_by_role("button", name="now", exact=True).click()
    wait_until(lambda: show.value("scene.bars") == 0)


def test_everything_can_be_played_from_the_keyboard_in_any_language(show, page):
    page.locator("body").press("b")
    wait_until(lambda: show.value("blackout") is True)
    page.evaluate(  # B as a Korean keyboard gives it
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ㅠ', code: 'KeyB', bubbles: true}))"
    )
    wait_until(lambda: show.value("blackout") is False)
    page.locator("#prompt").press_sequentially("bf")
    fader = page.locator('[data-name="post.bloom"]')
    fader.focus()
    fader.press("End")
    wait_until(lambda: show.value("post.bloom") == 3.0)
    fader.press("ArrowLeft")
    wait_until(lambda: show.value("post.bloom") == pytest.approx(2.97))
    fader.press("Delete")
    wait_until(lambda: show.value("post.bloom") == 1.0)
    assert show.value("blackout") is False and show.value("freeze") is False, "typed words are no keys"
    unnamed = page.evaluate(
        "[...document.querySelectorAll('button, input, [role=slider], canvas:not([aria-hidden])')]"
        ".filter(e => !(e.innerText || e.ariaLabel || e.labels?.length)).map(e => e.outerHTML)"
    )
    assert unnamed == [], "all that can be used has a name for those who cannot see it"


def test_the_picture_is_on_the_page(page):
    wait_until(
        lambda: page.evaluate(
            "(() => { const c = document.getElementById('preview');"
            "return c.width === 160 && c.getContext('2d').getImageData(0, 0, c.width, c.height).data"
            ".some((v, i) => i % 4 < 3 && v > 40); })()"
        )
    )


def test_black_freeze_and_master_are_always_in_view(page):
    for width in (1440, 1024, 800, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for scrolled in (0, 10_000):
            page.locator(".desk").evaluate("(desk, to) => desk.scrollTo(0, to)", scrolled)
            for id in ("black", "freeze", "master"):
                box = page.locator(f"#{id}").bounding_box()
                assert box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= width
                assert box["y"] + box["height"] <= 900 and min(box["width"], box["height"]) >= 44, id
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cut_off = page.evaluate(CUT_OFF)
        assert cut_off == [], width


def test_the_guard_holds_a_button_and_the_picture_is_black(browser, show):
    page = visit(browser, show.url, "/guard", width=360, language="ko-KR")
    expect(page.locator("#state")).to_have_text("정상입니다")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("#black").click()  # a touch is not enough
    page.locator("#black").hover()
    page.mouse.down()
    wait_until(lambda: show.value("blackout") is True)
    page.mouse.up()
    expect(page.locator("#state")).to_have_text("화면이 꺼져 있습니다")
    page.locator("#black").focus()
    page.keyboard.down("Enter")
    wait_until(lambda: show.value("blackout") is False)
    page.keyboard.up("Enter")
    page.locator("#language").click()
    expect(page.locator("#state")).to_have_text("All is well")
    assert page.faults == []
    page.context.close()


def test_a_link_with_a_token_lets_in_once_and_for_all_and_leaves_no_trace_in_the_address(browser):
    with opened(tokens=TOKENS) as served:
        page = visit(browser, served.url)
        expect(page.locator("#link")).to_have_text("This link is not valid any more")
        page.goto(f"{served.url}/guard")
        expect(page.locator("#state")).to_have_text("This link is not valid any more")
        page.goto(f"{served.url}/#{TOKENS.guard}")
        page.wait_for_url("**/guard")
        expect(page.locator("#state")).to_have_text("Trying again …")  # it is let in, and there is no show
        page.goto("about:blank")
        page.goto(f"{served.url}/#{TOKENS.operator}")
        expect(page.locator("#black")).to_have_attribute("aria-pressed", "false")
        assert page.url == f"{served.url}/"
        page.reload()
        expect(page.locator("#black")).to_have_attribute("aria-pressed", "false")
        page.context.close()


def test_a_page_finds_the_show_again_after_it_was_away(browser):
    with opened() as first:
        page = visit(browser, first.url)
        expect(page.locator("#link")).to_have_text("connected")
        for event in ("pageshow", "online", "pageshow"):
            page.evaluate("event => window.dispatchEvent(new Event(event))", event)
        page.reload()
        page.evaluate("window.dispatchEvent(new Event('pageshow'))")
        expect(page.locator("#link")).to_have_text("connected")
        wait_until(lambda: len(first.panel._hub.clients) == 1)
        first.panel.close()
        expect(page.locator("#link")).to_have_text("No connection")
        from realtime.panel.panel import Panel

        again = Panel(first.table, "127.0.0.1", first.panel.port)
        try:
            first.table.set("master", 0.5)
            expect(page.locator("#link")).to_have_text("connected")
            expect(page.locator('[data-name="master"]')).to_have_attribute("aria-valuenow", "0.5")
        finally:
            again.close()
        page.context.close()
