"""The OSC decoder reads what others write, and nothing that is cut off."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

from realtime.control.osc_packet import OscError, decode

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)
VALUES = (
    st.integers(-(2**31), 2**31 - 1)
    | st.floats(width=32, allow_nan=False)
    | st.booleans()
    | TEXTS
    | st.binary(min_size=1, max_size=20)
)


def _message(address: str, values: list) -> OscMessageBuilder:
    builder = OscMessageBuilder("/" + address)
    for value in values:
        builder.add_arg(value)
    return builder.build()


@given(TEXTS, st.lists(VALUES, max_size=6))
def test_messages_come_back_as_they_were_sent(address, values):
    assert decode(_message(address, values).dgram) == [(None, "/" + address, values)]


def test_the_values_of_an_array_stand_among_the_others():
    builder = OscMessageBuilder("/pan")
    builder.add_arg(1)
    builder.add_arg([0.25, [0.5]])
    assert decode(builder.build().dgram) == [(None, "/pan", [1, 0.25, 0.5])]


@given(st.lists(st.lists(VALUES, max_size=3), min_size=1, max_size=4), st.floats(1.0, 2e9))
def test_bundles_come_back_in_order_with_their_time(messages, due):
    bundle = OscBundleBuilder(due)
    for number, values in enumerate(messages):
        bundle.add_content(_message(str(number), values))
    decoded = decode(bundle.build().dgram)
    assert [(address, values) for _, address, values in decoded] == [
        (f"/{number}", values) for number, values in enumerate(messages)
    ]
    assert all(time == pytest.approx(due, abs=1e-3) for time, _, _ in decoded)


def test_time_tags_go_on_after_2036():
    packet = b"#bundle\0" + (1000 << 32).to_bytes(8, "big") + (8).to_bytes(4, "big") + b"/a\0\0,\0\0\0"
    assert decode(packet) == [(2**32 - 2208988800 + 1000.0, "/a", [])]


@given(st.floats(width=32, allow_nan=False), st.data())
def test_a_packet_that_is_cut_off_is_refused(value, data):
    packet = _message("anacrusis/master", [value, 7]).dgram
    cut = data.draw(st.integers(0, len(packet) - 1))
    # Cut right after the address it is a whole message without arguments: OSC 1.0 allows that.
    with pytest.raises(OscError) if cut != 20 else contextlib.nullcontext():
        decode(packet[:cut])


def test_an_element_of_an_impossible_size_costs_its_bundle_nothing_else():
    good = [_message(name, [1]).dgram for name in "abc"]
    elements = [good[0], b"/x\0\0,", good[1], b"", good[2]]
    packet = b"#bundle\0" + (1).to_bytes(8, "big")
    packet += b"".join(len(one).to_bytes(4, "big") + one for one in elements)
    refused: list[OscError] = []
    assert [address for _, address, _ in decode(packet, refused.append)] == ["/a", "/b", "/c"]
    assert len(refused) == 2
    cut = packet[:-1]
    assert [address for _, address, _ in decode(cut, refused.append)] == ["/a", "/b"]


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: b"#bundle\0" + tail))
def test_random_bytes_are_read_or_refused_but_nothing_else(packet):
    with contextlib.suppress(OscError):
        decode(packet)
