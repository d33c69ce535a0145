"""Where a route can lead: the table of targets, and shader inputs as "layer.shader.input", "layer.input"."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from realtime.did_you_mean import unknown
from realtime.errors import UserError

# Inputs belong to one of these: `source` is the painter's, the others are the stage's; `layer` are those
# above the picture.
LAYERS = ("source", "post", "transition", "layer")
PROMPTS = 4
"""A scene has at most so many prompts beside `prompt` and `prompt_b`."""
LORAS = 4
"""So many LoRAs at most can be played in a model."""


@dataclass(frozen=True, slots=True)
class Target:
    """One row. low, high: held within; rest: value where neither scene nor route has one."""

    name: str
    low: float
    high: float
    rest: float
    unit: str
    help: str


TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target("strength", 0.0, 1.0, 0.5, "", "0 keeps the last frame, 1 repaints it"),
        Target("noise", 0.0, 0.5, 0.02, "", "fresh grain given to the painter"),
        Target("zoom", -3.0, 3.0, 0.0, "ln/s", "0.1 grows the picture 10 % a second; above 0 moves in"),
        Target("rotation", -360.0, 360.0, 0.0, "°/s", "above 0 turns counter-clockwise"),
        Target("pan_x", -3.0, 3.0, 0.0, "½ heights/s", "above 0 moves the picture right"),
        Target("pan_y", -3.0, 3.0, 0.0, "½ heights/s", "above 0 moves the picture up"),
        Target("tilt", -60.0, 60.0, 0.0, "°/s", "above 0 tips the top away"),
        Target("yaw", -60.0, 60.0, 0.0, "°/s", "above 0 turns the right side away"),
        Target("style_mix", 0.0, 1.0, 0.0, "", "0 style, 1 style_b"),
        Target("prompt_mix", 0.0, 1.0, 0.0, "", "0 prompt, 1 prompt_b"),
        *(
            Target(f"prompt_{number}", 0.0, 1.0, 0.0, "", f"weight of number {number} of `prompts`")
            for number in range(1, PROMPTS + 1)
        ),
        *(
            Target(
                f"lora_{number}", -2.0, 2.0, 1.0, "", f"weight of number {number} of the model's live LoRAs"
            )
            for number in range(1, LORAS + 1)
        ),
        Target("image_prompt", 0.0, 1.0, 0.6, "", "how far a scene's `image_prompt` counts"),
        Target("engine", 0.0, 1.0, 1.0, "", "of several compiled engines: 0 the fastest, 1 the finest"),
        Target(
            "guide", 0.0, 2.0, 0.7, "", "how far the model keeps to the source's forms (`compile --guide`)"
        ),
    )
}

WEIGHTS = tuple(name for name in TARGETS if re.fullmatch(r"(prompt|lora)_\d|guide|engine|image_prompt", name))
"""The targets that are weights of what a painter puts together."""


def find_target(name: str, inputs: Collection[str] | None = None) -> Target | None:
    """The target `name`; None for a shader input, whose limits the shader declares.

    inputs: the known shader inputs ("post.bloom" …), None = any name in a known layer will do.
    Raises UserError with the nearest right name.
    """
    if name in TARGETS:
        return TARGETS[name]
    known = [*TARGETS, *(inputs or ())]
    layer, dot, key = name.partition(".")
    parts = key.split(".")
    if not dot:
        raise UserError(f"{unknown('route target', name, known)} (shader inputs are written layer.input)")
    if layer not in LAYERS or not all(re.fullmatch(r"\w+", part) for part in parts):
        near = unknown("layer", layer, LAYERS)
        raise UserError(f'unknown route target "{name}": {near}')
    if inputs is not None and name not in inputs:
        raise UserError(
            unknown("shader input", name, [i for i in inputs if i.startswith(layer + ".")] or known)
        )
    return None
