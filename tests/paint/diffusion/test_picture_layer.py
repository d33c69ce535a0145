"""What a diffusion painter begins with and lays under its frames: what other painters see of a subject."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from realtime.camera import Motion, Pose
from realtime.errors import UserError
from realtime.isf import passes
from realtime.paint.diffusion.compiled_painter import CompiledPainter
from realtime.paint.diffusion.picture_layer import PictureLayer
from realtime.paint.frame import FrameRequest, Subject
from realtime.paint.shader_painter import ShaderPainter
from realtime.scenery.generators import Generators
from realtime.scenery.objects.placed import Placed
from realtime.scenery.source_stage import Layer, SourceStage

SIZE = (160, 96)
REST = Pose()


def asked(prompt: str = "", number: int = 0, pose: Pose = REST, **subject) -> FrameRequest:
    return FrameRequest(
        number,
        number / 8,
        Subject(**{"prompt": prompt, "seed": 5, "generation": number} | subject),
        pose,
        strength=0.5,
        noise=0.0,
        source_time=4.0,
        inputs={"mix": 0.5},
    )


@pytest.fixture
def layer():
    layer = PictureLayer()
    yield layer
    layer.close()


def fresh(request: FrameRequest) -> np.ndarray:
    """What a painting of it begins with, int (H, W, 3)."""
    layer = PictureLayer()
    layer.move(request, SIZE)
    picture = layer.fresh(request, SIZE)[..., :3].astype(int)
    layer.close()
    return picture


def alike(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1])


def test_a_painting_begins_with_what_the_other_painters_show_under_its_prompt():
    prompts = ("a city at night", "gold ink in water", "눈 내리는 숲")
    begun = [fresh(asked(prompt)) for prompt in prompts]
    for prompt, picture in zip(prompts, begun, strict=True):
        painter = ShaderPainter(SIZE)
        painted = painter.paint(replace(asked(prompt), strength=1.0))[..., :3].astype(int)
        painter.close()
        likeness = [alike(painted, other) for other in begun]
        assert alike(painted, picture) == max(likeness) > 0.85
        assert picture.std() > 20


def test_the_words_choose_more_than_the_generator():
    day, night, rain = (
        fresh(asked(f"{words} city")) for words in ("a sunny day in the", "a night", "a rainy")
    )
    assert day.mean() > night.mean() + 20
    dry = fresh(asked("a grey city"))
    fine = [np.abs(np.diff(picture.mean(axis=2), axis=1)).mean() for picture in (rain, dry)]
    assert fine[0] > 1.1 * fine[1], "rain draws lines over the whole picture"
    assert np.abs(fresh(asked("the city")) - fresh(asked("a city"))).mean() > 5, (
        "another prompt, another world"
    )


def test_a_generator_behind_the_painting_goes_with_the_camera(layer):
    """Turned by a quarter in small steps, it is seen turned."""
    pictures = []
    for number in range(46):
        pose = Pose().moved(Motion(rotation=2.0), float(number))
        request = asked("clouds", number, pose, source="generator:shapes", generation=0)
        layer.move(request, SIZE)
        if number in (0, 45):
            picture, share = layer.over(request, SIZE)
            pictures.append(picture[:, 32:-32, :3].astype(int))
            assert share == 1.0
    still, turned = pictures
    assert alike(np.rot90(still), turned) > 0.9 > alike(still, turned)


def test_a_picture_comes_and_goes_with_its_subject(layer, tmp_path):
    Image.new("RGB", (32, 32), (200, 30, 30)).save(tmp_path / "red.png")
    shares = []
    for number in range(40):
        source = f"still:{tmp_path / 'red.png'}" if 4 <= number < 20 else "tunnel"
        request = asked("clouds", number, source=source, generation=0)
        layer.move(request, SIZE)
        found = layer.over(request, SIZE)
        shares.append(0.0 if found is None else found[1])
        if found is not None:
            np.testing.assert_allclose(found[0][48, 80], (200, 30, 30, 255), atol=2)
    assert shares[:5] == [0.0] * 5 and 0.0 < shares[8] < shares[12] < shares[18] == 1.0
    assert 1.0 > shares[24] > shares[30] > 0.0 == shares[-1]


def test_what_asks_for_no_picture_begins_with_none(layer):
    feedback = asked("a city", source="feedback")
    imported = replace(asked("a city"), inputs={})
    for request in (feedback, imported):
        layer.move(request, SIZE)
        assert layer.fresh(request, SIZE) is None and layer.over(request, SIZE) is None


def test_without_gl_files_are_still_laid_and_the_operator_is_told(layer, tmp_path, monkeypatch):
    def refuse():
        raise UserError("there is no OpenGL here")

    monkeypatch.setattr(passes, "open_context", refuse)
    Image.new("RGB", (32, 32), (200, 30, 30)).save(tmp_path / "red.png")
    still, generator = (
        asked("a city", source=source) for source in (f"still:{tmp_path / 'red.png'}", "generator:tunnel")
    )
    for request in (still, generator):
        layer.move(request, SIZE)
    assert layer.over(still, SIZE)[0][48, 80].tolist() == [200, 30, 30, 255]
    assert layer.fresh(still, SIZE)[48, 80].tolist() == [200, 30, 30, 255]
    assert layer.over(generator, SIZE) is None and layer.fresh(asked("a city"), SIZE) is None
    assert "no OpenGL" in layer.note


class Noted:
    """A session that notes what is written to it."""

    def __init__(self, session):
        self._session, self.written = session, {}
        self.provider, self.note = session.provider, session.note
        self.run, self.close = session.run, session.close

    def write(self, name, value):
        self.written.setdefault(name, []).append(np.array(value))
        self._session.write(name, value)


def test_the_model_begins_with_that_picture_and_keeps_its_composition(compiled):
    painter = CompiledPainter(
        compiled.spec and (128, 64), compiled.folder, order=("cpu",), threads=1, wait=True
    )
    painter._runner = noted = Noted(painter._runner)
    painter.paint(asked("a city at night"))
    layer = PictureLayer()
    layer.move(asked("a city at night"), painter.size)
    np.testing.assert_array_equal(
        noted.written["frame"][0][0], layer.fresh(asked("a city at night"), painter.size)
    )
    assert noted.written["timestep"][0][0] == 749
    painter.paint(asked("a city at night", 1))
    assert len(noted.written["frame"]) == 1 and noted.written["timestep"][1][0] == 499, (
        "it grows on from there"
    )
    painter.paint(asked("a city", 2, source="feedback", cut=True))
    assert noted.written["timestep"][2][0] == 949, "and from clouds where there is nothing"
    painter.close()
    layer.close()


def test_a_film_joins_at_its_cuts_and_goes_on_in_the_same_world(compiled):
    """Painted from the cut on, by a painter that has only followed the camera: the same bytes."""

    def requests():
        for number in range(12):
            pose = Pose().moved(Motion(zoom=0.3, rotation=8.0), number / 8)
            source = "generator:tunnel" if number % 2 else ""
            after = number >= 6
            prompt = "deep sea" if after else "a city"
            yield asked(prompt, number, pose, source=source, generation=int(after), cut=after)

    def painter():
        return CompiledPainter((128, 64), compiled.folder, order=("cpu",), threads=1, wait=True)

    whole, part = painter(), painter()
    painted = [whole.paint(request).copy() for request in requests()]
    for number, request in enumerate(requests()):
        if number < 6:
            part.follow(request)
        else:
            np.testing.assert_array_equal(part.paint(request), painted[number])
    whole.close()
    part.close()


def near(request: FrameRequest) -> np.ndarray | None:
    """How near each place of it is, int (H, W); None where nothing is known."""
    layer = PictureLayer()
    layer.move(request, SIZE)
    found = layer.nearness(request)
    nearness = None if found is None else found[0][..., 0].astype(int)
    layer.close()
    return nearness


@pytest.mark.parametrize("source", [one.name for one in Generators() if one.knows_nearness])
def test_generators_of_spaces_know_what_is_far_and_what_is_near(source):
    for seed in (1, 5):
        nearness = near(asked(source=source, seed=seed))
        assert nearness.std() > 10 and nearness.max() > nearness.min() + 60


def test_ground_comes_nearer_downward_and_what_stands_on_it_is_before_it(context):
    stage = SourceStage(context, SIZE)

    def drawn(*things: Placed) -> np.ndarray:
        scene = Layer("horizon", 5, np.zeros((4, 3)), 1.0, things=things)
        picture = stage.render_nearness(scene, 4.0, 0.0, {})
        return np.frombuffer(picture.read(), np.uint8).reshape(SIZE[1], SIZE[0], 4)[::-1, :, 0].astype(int)

    sea, far, close = drawn(), drawn(Placed("⛵", 0.0, -0.2, 0.6)), drawn(Placed("⛵", 0.0, -0.8, 0.6))
    down = sea.mean(axis=1)
    assert down[:20].max() == 0 and np.diff(down[60:80]).min() >= 0 and down[-1] > 150
    boats = []
    for boat in (far, close):
        there = boat - sea > 10
        assert 0.005 < there.mean() < 0.3 and (boat >= sea - 1).mean() > 0.99
        boats.append(boat[there].max())
    assert boats[1] > boats[0] + 20
    stage.close()


def test_before_a_flat_pattern_only_things_are_near_and_of_a_file_nothing_is_known(tmp_path):
    things = near(asked("two cats", source="ink"))
    assert np.bincount(things.ravel()).argmax() == 0 and things.max() > 100
    assert near(asked("flow", source="ink")) is None
    Image.new("RGB", SIZE, (90, 120, 30)).save(tmp_path / "still.png")
    assert near(asked(source=f"still:{tmp_path / 'still.png'}")) is None
    assert near(asked(source="feedback")) is None


def test_while_a_pattern_gives_way_to_a_space_its_nearness_counts_as_far_as_that_is_in_sight(layer):
    layer.move(asked("flow", source="ink"), SIZE)
    there = []
    for number in (8, 11, 14, 32):  # 0.125 s each, from the change of scene on
        request = asked("the sea", number, source="horizon", generation=1)
        layer.move(request, SIZE)
        found = layer.nearness(request)
        there.append(0.0 if found is None else found[1])
    assert there[0] < there[1] < there[2] < there[3] == 1.0
