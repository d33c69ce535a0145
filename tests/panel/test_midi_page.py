"""MIDI on the operator's page, in a real browser: what was moved, what is learned, what plays what."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from realtime.control.midi.state import Assigned, MidiState
from tests.control.command_values import command_values
from tests.panel.served import opened, wait_until

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
STATE = MidiState(
    (("nanoKONTROL2", "Korg nanoKONTROL2", True), ("Box", "", False)),
    "CC 21, channel 1 of nanoKONTROL2",
    "",
    "",
    (Assigned("nanoKONTROL2", "note 3", "scene.go 2", "trigger"),),
)
expect.set_options(timeout=60_000)  # however busy the machine is


@pytest.fixture
def page():
    with opened() as served, sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-US")
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.served = served
        page.goto(served.url)
        expect(page.locator("#link")).to_have_text("connected")
        yield page
        assert faults == []
        browser.close()


def test_what_was_moved_is_offered_and_a_click_on_a_control_teaches_it_and_sets_nothing(page):
    served = page.served
    expect(page.locator("#midi")).to_be_hidden()
    served.tell(midi=STATE)
    expect(page.locator("#midi-moved")).to_have_text("Moved: CC 21, channel 1 of nanoKONTROL2: learn?")
    expect(page.locator("#midi-devices li.away")).to_have_text("Box: unplugged")
    page.locator("#midi-moved").click()
    page.locator('.fader[data-name="strength.gain"]').click(position={"x": 5, "y": 20})
    wait_until(lambda: command_values(served.table) == [("midi.assign", "strength.gain")])
    page.locator("#midi-learn").click()
    page.locator("#black").click()
    wait_until(lambda: served.table.get("blackout") is True)
    page.locator("#black").click()
    wait_until(lambda: served.table.get("blackout") is False)
    page.locator("#midi-black").click()
    wait_until(lambda: command_values(served.table) == [("midi.learn", "blackout")])
    page.keyboard.press("m")
    page.locator(".tile").nth(1).click()
    wait_until(lambda: command_values(served.table) == [("midi.learn", "scene.go 2")])
    assert served.table.get("blackout") is False and served.table.get("strength.gain") == 1.0
    page.locator("#black").click()
    wait_until(lambda: served.table.get("blackout") is True)
    page.locator("#midi summary").click()
    page.locator("#midi-assigned button").click()
    wait_until(lambda: command_values(served.table) == [("midi.forget", "scene.go 2")])
