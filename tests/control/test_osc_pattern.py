"""Address patterns as OSC 1.0 describes them."""

import pytest

from realtime.control.osc_pattern import OscPattern


@pytest.mark.parametrize(
    ("pattern", "address", "matches"),
    [
        ("/a/post/*", "/a/post/bloom", True),
        ("/a/post/*", "/a/post", False),
        ("/a/*", "/a/post/bloom", False),  # a star does not reach over a slash
        ("/a/*o*m", "/a/bloom", True),
        ("/a/**", "/a/bloom", True),
        ("/a/b?oom", "/a/bloom", True),
        ("/a/b?oom", "/a/boom", False),
        ("/a/[a-c]loom", "/a/bloom", True),
        ("/a/[c-a]loom", "/a/bloom", True),
        ("/a/[!a-c]loom", "/a/bloom", False),
        ("/a/[!x]loom", "/a/bloom", True),
        ("/a/[b-]loom", "/a/-loom", True),
        ("/a/{wave,bloom}", "/a/bloom", True),
        ("/a/{b,bl}oom", "/a/bloom", True),
        ("/a/{wave,flash}", "/a/bloom", False),
        ("/{a,b}/{wave,bloom}", "/a/bloom", True),
        ("/a/bloom", "/a/bloom", True),
    ],
)
def test_patterns(pattern, address, matches):
    assert OscPattern(pattern).among([address]) == ((address,) if matches else ())


@pytest.mark.parametrize("pattern", ["/a/[bloom", "/a/{b,c", "/a/" + "*" * 300])
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(ValueError, match="pattern"):
        OscPattern(pattern)


def test_a_pattern_made_to_take_forever_does_not():
    # Tried one way after the other, this would not end in a lifetime.
    assert OscPattern("/a/" + "*o" * 90).among([f"/a/{'o' * 60}"] * 100) == ()
    assert OscPattern("/a/" + "{o,oo}" * 30 + "x").among([f"/a/{'o' * 60}"] * 100) == ()
