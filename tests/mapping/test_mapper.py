"""The mapper: from the routes of a scene to the look of a moment."""

from dataclasses import replace

import pytest

from realtime.audio.beat.clock import BeatClock
from realtime.audio.features import NEVER, Features
from realtime.errors import UserError
from realtime.mapping.mapper import Mapper
from realtime.mapping.route import Route
from realtime.setlist.scene import Scene

CLOCK = BeatClock(period=0.5, anchor=0.0, number=0, confidence=1.0)


def scene(*routes: Route, **base: float) -> Scene:
    return Scene("s", routes=routes, base={key.replace("__", "."): value for key, value in base.items()})


def test_a_lone_route_gives_its_range_from_rest_to_full_level():
    mapper = Mapper(scene(Route("bass", "strength", "power", {"exponent": 2.5}, (0.25, 0.7))))
    assert mapper.look(Features(bass=0.0), 0.0).strength == pytest.approx(0.25)
    assert mapper.look(Features(bass=1.0), 0.1).strength == pytest.approx(0.7)
    assert mapper.look(Features(bass=0.5), 0.2).strength == pytest.approx(0.25 + 0.45 * 0.5**2.5)


def test_a_falling_range_dips_strength_on_the_hit():
    mapper = Mapper(scene(Route("beat", "strength", range=(0.8, 0.4))))
    assert mapper.look(Features(clock=CLOCK), 3.0).strength == pytest.approx(0.4)
    assert mapper.look(Features(clock=CLOCK), 3.2).strength > 0.6
    mapper.look(Features(clock=CLOCK), 3.47)
    assert mapper.look(Features(clock=CLOCK), 3.48).strength == pytest.approx(0.8, abs=0.01)


def test_the_painters_mapper_hits_on_the_beat_that_is_still_to_come():
    mapper = Mapper(scene(Route("beat", "strength", range=(0.8, 0.4))))
    now, latency = 2.6, 0.4
    assert mapper.look(Features(time=now, clock=CLOCK), now + latency).strength == pytest.approx(0.4)


def test_prompts_take_turns_on_the_beat():
    mapper = Mapper(scene(Route("beat.toggle", "prompt_1"), Route("bar.saw", "prompt_3", range=(0.0, 0.5))))
    looks = [mapper.look(Features(clock=CLOCK), time) for time in (4.1, 4.6, 5.1)]
    first = [look.weights["prompt_1"] for look in looks]
    assert sorted(first[:2]) == [0.0, 1.0] and first[2] == first[0]
    assert set(looks[0].weights) == {"prompt_1", "prompt_3"} and not looks[0].inputs


def test_routes_on_one_target_add_what_each_moves():
    mapper = Mapper(
        scene(
            Route("bass", "zoom", range=(0.0, 0.2)),
            Route("treble", "zoom", range=(0.1, 0.4)),
            zoom=0.05,
        )
    )
    assert mapper.look(Features(), 0.0).motion.zoom == pytest.approx(0.05)
    assert mapper.look(Features(bass=1.0, treble=1.0), 0.1).motion.zoom == pytest.approx(0.05 + 0.2 + 0.3)


def test_without_a_base_the_first_route_says_the_rest():
    mapper = Mapper(
        scene(Route("bass", "strength", range=(0.8, 0.5)), Route("level", "strength", range=(0, -0.1)))
    )
    assert mapper.look(Features(), 0.0).strength == pytest.approx(0.8)
    assert mapper.look(Features(bass=1.0, level=1.0), 0.1).strength == pytest.approx(0.4)


def test_values_are_held_within_the_targets_limits():
    mapper = Mapper(
        scene(Route("bass", "strength", range=(0.0, 5.0)), Route("bass", "post.bloom", range=(0.0, 9.0))),
        limits={"post.bloom": (0.0, 3.0, 0.2)},
    )
    look = mapper.look(Features(bass=1.0), 0.0)
    assert look.strength == 1.0
    assert look.inputs["post.bloom"] == 3.0


def test_base_values_reach_camera_and_shader_inputs():
    look = Mapper(scene(rotation=4.0, post__grain=0.1, source__glow=0.3)).look(Features(), 0.0)
    assert look.motion.rotation == 4.0
    assert look.inputs == {"post.grain": 0.1, "source.glow": 0.3}


def test_envelopes_do_not_depend_on_the_display_rate():
    def after_hit(rate):
        mapper = Mapper(scene(Route("bass", "noise", range=(0.0, 0.5), attack=0.05, release=0.25)))
        look = None
        for frame in range(rate + 1):
            loud = frame <= rate // 2
            look = mapper.look(Features(bass=1.0 if loud and frame else 0.0), frame / rate)
        return look.noise

    assert after_hit(30) == pytest.approx(after_hit(240), rel=1e-6)


def test_time_that_steps_back_holds_the_envelope():
    mapper = Mapper(scene(Route("bass", "noise", range=(0.0, 0.5), attack=0.1, release=0.1)))
    mapper.look(Features(bass=0.0), 1.0)
    before = mapper.look(Features(bass=1.0), 1.1).noise
    assert mapper.look(Features(bass=1.0), 1.05).noise == pytest.approx(before)


def test_a_new_scene_keeps_the_envelopes_of_the_routes_it_shares():
    shared = Route("bass", "noise", range=(0.0, 0.5), release=1.0)
    other = Route("bass", "post.bloom", release=1.0)
    mapper = Mapper(scene(shared, other))
    mapper.look(Features(bass=1.0), 0.0)
    mapper.set_scene(scene(replace(shared), replace(other, target="post.wave")))
    look = mapper.look(Features(bass=0.0), 0.1)
    assert look.noise > 0.4
    assert look.inputs == {"post.wave": 0.0}


def test_values_glide_from_one_scene_to_the_next():
    mapper = Mapper(scene(zoom=0.1, post__bloom=1.0), limits={"post.bloom": (0.0, 3.0, 0.2)})
    mapper.look(Features(), 10.0)
    mapper.set_scene(scene(zoom=-0.1), glide_s=2.0)
    looks = [mapper.look(Features(), 10.0 + t / 10) for t in range(21)]
    zooms = [look.motion.zoom for look in looks]
    assert zooms[0] == pytest.approx(0.1)
    assert zooms[10] == pytest.approx(0.0)
    assert zooms[20] == pytest.approx(-0.1)
    assert zooms == sorted(zooms, reverse=True)
    # An input that the new scene says nothing of glides to where its shader has it at rest.
    assert looks[19].inputs["post.bloom"] == pytest.approx(0.2, abs=0.01)
    assert "post.bloom" not in looks[20].inputs


def test_an_onset_moves_the_display_in_the_first_look_that_knows_of_it():
    mapper = Mapper(scene(Route("onset.bass", "post.flash")))
    assert mapper.look(Features(time=1.0), 1.016).inputs["post.flash"] == 0.0
    hit = Features(time=1.006, last_onset=(1.003, NEVER, NEVER, NEVER), onset_strength=(1.0, 0, 0, 0))
    assert mapper.look(hit, 1.032).inputs["post.flash"] == pytest.approx(1.0)


def test_the_same_sound_gives_the_same_looks():
    def looks():
        mapper = Mapper(
            scene(
                Route("beat.random", "rotation", range=(-9, 9), attack=0.1, release=0.1),
                Route("wander", "pan_x"),
            )
        )
        return [mapper.look(Features(clock=CLOCK), frame / 30) for frame in range(90)]

    assert looks() == looks()


@pytest.mark.parametrize(
    ("route", "message"),
    [
        (Route("bas", "zoom"), 'unknown route signal "bas"; did you mean "bass"'),
        (Route("bass", "zom"), 'unknown route target "zom"; did you mean "zoom"'),
        (Route("bass", "pst.bloom"), 'unknown route target "pst.bloom".*did you mean "post"'),
        (Route("bass", "zoom", "powr"), 'unknown curve "powr"; did you mean "power"'),
    ],
)
def test_wrong_names_are_answered_with_the_nearest_right_one(route, message):
    with pytest.raises(UserError, match=message):
        Mapper(scene(route))


def test_a_scene_that_is_refused_leaves_the_running_one():
    mapper = Mapper(scene(zoom=0.1))
    with pytest.raises(UserError):
        mapper.set_scene(scene(Route("bas", "zoom")))
    assert mapper.look(Features(), 0.0).motion.zoom == 0.1


def test_gain_scales_how_far_routes_travel():
    mapper = Mapper(Scene("a", routes=(Route("level", "strength", range=(0.2, 0.6)),)))
    loud = Features(level=1.0, time=1.0)
    assert mapper.look(loud, 1.0, gain=0.0).strength == pytest.approx(0.2)
    assert mapper.look(loud, 2.0, gain=0.5).strength == pytest.approx(0.4)
    assert mapper.look(loud, 3.0).strength == pytest.approx(0.6)
