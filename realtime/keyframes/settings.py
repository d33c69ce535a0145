"""A setlist played to a song, as a Deforum settings file."""

from __future__ import annotations

import json
from pathlib import Path

from realtime.keyframes.export import keyframes_of
from realtime.keyframes.schedule import schedule_text
from realtime.keyframes.setlist_values import SceneStart, SetlistValues

DECIMALS = 6


def settings_text(
    played: SetlistValues, song: Path, size: tuple[int, int], max_error: float | None = None
) -> str:
    """Flat JSON that Deforum loads as `…_settings.txt`. size: (width, height); max_error as in `export`.

    Styles, palettes and shader inputs have no counterpart there and are left out.
    """
    schedules = played.deforum(size)
    frames = len(schedules["zoom"])
    first = played.scenes[0].scene
    settings: dict[str, object] = {
        "W": size[0],
        "H": size[1],
        "fps": played.fps,
        "max_frames": frames,
        "animation_mode": "2D",
        "border": "replicate",
        "seed": first.seed,
        "seed_behavior": "iter",
        "diffusion_cadence": "1",
        "color_coherence": "LAB",
        "enable_perspective_flip": "perspective_flip_theta" in schedules,
        "add_soundtrack": "File",
        "soundtrack_path": str(song),
    }
    for name, values in schedules.items():
        kept = keyframes_of(values, max_error, DECIMALS)
        settings[name] = schedule_text(*kept, DECIMALS + 2)
    settings["prompts"] = {str(start.frame): _prompt(start) for start in played.scenes}
    settings["positive_prompts"] = settings["negative_prompts"] = ""
    return json.dumps(settings, ensure_ascii=False, indent=4) + "\n"


def _prompt(start: SceneStart) -> str:
    scene = start.scene
    text = scene.prompt or scene.name
    return f"{text} --neg {scene.negative}" if scene.negative else text
