"""A button that is held is one press, however its program sends it."""

from realtime.control.presses import Presses


def test_only_the_change_from_zero_fires():
    presses = Presses()
    sent = [0, 0, 1, 1, 1, 0, 0, 1, 0, 1]
    fired = [presses.fires("td", "scene.next", value, 10.0 + n / 60) for n, value in enumerate(sent)]
    assert [n for n, fires in enumerate(fired) if fires] == [2, 7, 9]


def test_who_sends_releases_may_cook_slowly():
    presses = Presses()
    presses.fires("td", "scene.next", 0, 10.0)
    assert [presses.fires("td", "scene.next", 1, 10.2 + n / 5) for n in range(4)] == [True] + [False] * 3


def test_a_release_that_is_lost_does_not_cost_the_control():
    presses = Presses()
    presses.fires("pad", "scene.next", 0, 10.0)
    assert presses.fires("pad", "scene.next", 1, 11.0)
    assert presses.fires("pad", "scene.next", 1, 13.0)


def test_a_button_that_is_held_from_ever_new_ports_is_one_press():
    presses = Presses()
    # One port comes back while the button is still held.
    ports = [*range(5000, 5030), 5001, *range(5030, 5060)]
    sent = [0, *[1] * (len(ports) - 2), 0]
    fired = [
        presses.fires(f"10.0.0.1:{port}", "scene.next", value, 10.0 + n / 30)
        for n, (port, value) in enumerate(zip(ports, sent, strict=True))
    ]
    assert [n for n, fires in enumerate(fired) if fires] == [1]
    assert presses.fires("10.0.0.1:5070", "scene.next", 1, 13.0), "the next press"


def test_two_programs_of_one_host_do_not_press_for_each_other():
    presses = Presses()
    fired = []
    for n in range(60):
        idle = presses.fires("10.0.0.1:7000", "scene.next", 0, 10.0 + n / 60)
        fired += [idle, presses.fires("10.0.0.1:8000", "scene.next", 1, 10.005 + n / 60)]
    assert fired.count(True) == 1


def test_senders_that_come_and_go_do_not_fill_the_memory():
    presses = Presses()
    for number in range(2000):
        assert presses.fires(f"10.0.{number // 250}.{number % 250}:9000", "scene.next", 1, 10.0)
    assert len(presses._last) <= 512
