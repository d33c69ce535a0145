"""Which GPU is used, by which road it paints, and what is installed for it."""

from __future__ import annotations

import json

import pytest

from realtime.errors import UserError
from realtime.paint.diffusion.gpu import Gpu, choose_gpu
from realtime.paint.diffusion.road import RUNTIMES, pip_calls, road_for
from tests.paint.gpu_stand_in import Card, StandIn, build_stand_in

RTX = Card("NVIDIA GeForce RTX 4090", 89, 128)
OLD = Card("NVIDIA GeForce GTX 1080", 61, 20)

FIND = """
    import json, os, sys
    from realtime.paint.diffusion.gpu import find_gpus, take_gpu
    seen = [gpu.name for gpu in find_gpus()]
    taken = take_gpu(*sys.argv[1:])
    print(json.dumps([seen, taken and taken.name, taken and taken.on_bus, [gpu.name for gpu in find_gpus()]]))
"""


@pytest.fixture(scope="session")
def stand_in(tmp_path_factory) -> StandIn:
    return build_stand_in(tmp_path_factory.mktemp("stand-in"))


def found(stand_in: StandIn, *cards: Card, wanted: tuple[str, ...] = (), **options):
    ran = stand_in.run(FIND, cards, *wanted, **options)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_the_strongest_card_is_taken_and_nothing_sees_the_others(stand_in):
    seen, taken, on_bus, left = found(stand_in, OLD, RTX)
    assert seen == [OLD.name, RTX.name] and taken == RTX.name and on_bus
    assert left == [RTX.name]


def test_a_card_is_taken_by_number_or_by_a_part_of_its_name(stand_in):
    assert found(stand_in, OLD, RTX, wanted=("0",))[1] == OLD.name
    assert found(stand_in, OLD, RTX, wanted=("gtx 10",))[1] == OLD.name
    gpus = tuple(Gpu(card.name, (8, 9), 1, (13, 0), ordinal=i) for i, card in enumerate((OLD, RTX)))
    with pytest.raises(UserError, match=r"There are 0: NVIDIA GeForce GTX 1080; 1: .*4090"):
        choose_gpu(gpus, "5090")
    with pytest.raises(UserError, match="shows none"):
        choose_gpu((), "0")


def test_in_windows_linux_the_card_is_found_though_no_bus_shows_it(stand_in):
    seen, taken, on_bus, _ = found(stand_in, RTX, on_bus=False)
    assert seen == [RTX.name] and taken == RTX.name and not on_bus


def test_a_driver_without_a_card_is_no_card(stand_in):
    assert found(stand_in) == [[], None, None, []]


def card(compute: tuple[int, int], driver: tuple[int, int], on_bus: bool = True) -> Gpu:
    return Gpu("NVIDIA card", compute, 24_000_000_000, driver, on_bus=on_bus)


@pytest.mark.parametrize(
    ("compute", "driver", "provider", "package"),
    [
        ((8, 9), (13, 0), "tensorrt-rtx", "rtx-cu13"),  # RTX 40xx
        ((8, 6), (12, 6), "tensorrt-rtx", "rtx-cu12"),  # RTX 30xx
        ((12, 0), (12, 8), "tensorrt-rtx", "rtx-cu12"),  # RTX 50xx
        ((12, 0), (12, 6), "tensorrt", "onnxruntime-gpu[cuda,cudnn]>=1.22,<1.27"),  # a driver too old for it
        ((9, 0), (13, 0), "tensorrt", "onnxruntime-gpu[cuda,cudnn]>=1.31"),  # H200
        ((8, 0), (12, 2), "tensorrt", "tensorrt-cu12-libs>=10.9,<11"),  # A100
        ((7, 5), (13, 1), "tensorrt", "tensorrt-cu13-libs>=10.13,<11"),  # RTX 20xx
        ((6, 1), (13, 0), "cuda", "onnxruntime-gpu[cuda,cudnn]>=1.22,<1.27"),  # CUDA 13 leaves it out
        ((5, 2), (12, 4), "torch", "onnxruntime>=1.20"),
    ],
)
def test_the_road_follows_card_and_driver(compute, driver, provider, package):
    road = road_for(card(compute, driver), "linux", "x86_64")
    assert road.provider == provider
    assert any(package in each for each in road.packages)
    calls = pip_calls(road)
    # Of the packages that bring the same module, the last call leaves one.
    other = {"onnxruntime": "onnxruntime-gpu", "onnxruntime-gpu": "onnxruntime"}[road.runtime]
    assert calls[-2] == f"uninstall -y {' '.join(RUNTIMES)}"
    assert all(each.startswith(("tensorrt", *RUNTIMES)) for each in road.packages)
    assert not any(word.startswith((f"{other}>", f"{other}[")) for word in calls[-1].split())


def test_other_roads_where_the_plug_in_does_not_go():
    assert road_for(card((8, 9), (13, 0), on_bus=False), "linux", "x86_64").provider == "tensorrt"
    assert road_for(card((8, 9), (12, 6)), "linux", "aarch64").provider == "tensorrt"
    with pytest.raises(UserError, match=r"CUDA 11.8; CUDA 12 or newer is needed"):
        road_for(card((8, 9), (11, 8)))


def test_torch_comes_from_where_it_is_built_for_the_card():
    assert road_for(card((8, 9), (13, 0)), "linux").torch_wheels == ""
    assert road_for(card((8, 9), (13, 0)), "win32").torch_wheels.endswith("cu130")
    assert road_for(card((8, 6), (12, 6)), "linux").torch_wheels.endswith("cu126")
    assert road_for(card((6, 1), (13, 0)), "linux").torch_wheels.endswith("cu126")


def test_setup_is_told_what_to_install_and_why_nothing_can_be(stand_in):
    road = """
        import runpy
        runpy.run_module("realtime.paint.diffusion.road", run_name="__main__")
    """
    good = stand_in.run(road, (RTX,), driver=12080)
    assert good.returncode == 0 and "onnxruntime-ep-nv-tensorrt-rtx-cu12" in good.stdout
    assert RTX.name in good.stderr
    none = stand_in.run(road, ())
    assert none.returncode == 2 and none.stdout == "" and "no NVIDIA GPU" in none.stderr
