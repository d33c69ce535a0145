"""Parseq manifests: rendered frames that take the place of Deforum's schedules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from realtime.errors import UserError
from realtime.keyframes.animation import Animation
from realtime.keyframes.deforum import MOST_FRAMES, SCHEDULES, DeforumSettings, animation_of, settings_of
from realtime.keyframes.document import number_in, read_document
from realtime.keyframes.export import MOTION_FIELDS
from realtime.keyframes.prompts import Prompts

FIELDS = {
    **{name: name for name in SCHEDULES if not name.endswith("_schedule")},
    **{name.removesuffix("_schedule"): name for name in SCHEDULES if name.endswith("_schedule")},
    "scale": "cfg_scale_schedule",
    "antiblur_amount": "amount_schedule",
    "antiblur_kernel": "kernel_schedule",
    "antiblur_sigma": "sigma_schedule",
    "antiblur_threshold": "threshold_schedule",
}
"""Parseq's field → Deforum's schedule."""
_BESIDE = (
    "frame",
    "subseed",
    "subseed_strength",
    "deforum_prompt",
    "seed",
    "positive_prompt",
    "negative_prompt",
)


def load_parseq(path: Path | str, base: DeforumSettings | None = None) -> Animation:
    """The animation of a manifest's file; see `parseq_animation`. Raises UserError."""
    path = Path(path)
    return parseq_animation(read_document(path, "Parseq manifest"), str(path), base)


def parseq_animation(
    document: Mapping[str, object], name: str, base: DeforumSettings | None = None
) -> Animation:
    """The animation of a manifest; what it does not manage is as in `base`, or as Deforum has it without.

    name: of the manifest, for messages. Fields present in frame 0 decide which are managed; the last value of
    each holds to the end. Length, rate and cadence are the manifest's, unless `base` keeps its own
    (`parseq_non_schedule_overrides`). Raises UserError.
    """
    rendered = document.get("rendered_frames")
    if not isinstance(rendered, list) or not rendered:
        raise UserError(
            f"{name} has no rendered frames: open it in Parseq, let it render, and save what it shows then."
        )
    rows = _rows(name, rendered)
    count = max(rows) + 1
    options = document.get("options")
    if not isinstance(options, dict):
        options = {}
    settings = base or settings_of({"animation_mode": "3D" if _moves_in_depth(rows[0]) else "2D"}, name)
    entries = dict(settings.entries)
    if settings.on("parseq_non_schedule_overrides", True):
        entries["max_frames"] = count
        if options.get("output_fps"):
            entries["fps"] = options["output_fps"]
        if options.get("cadence"):
            entries["diffusion_cadence"] = options["cadence"]
    animation = animation_of(replace(settings, entries=entries))
    count = animation.frames

    deltas = settings.on("parseq_use_deltas", True)
    values = dict(animation.values)
    unsupported = list(animation.unsupported)
    for field in rows[0]:
        if field.endswith(("_delta", "_pc")) or field in _BESIDE:
            continue
        if field not in FIELDS:
            if not field.startswith("prompt_weight_"):
                unsupported.append(field)
            continue
        moves = deltas and field in MOTION_FIELDS and f"{field}_delta" in rows[0]
        column = f"{field}_delta" if moves else field
        values[FIELDS[field]] = _column(name, rows, column, count)
    seeds = animation.seeds
    if "seed" in rows[0]:
        seeds = np.floor(_column(name, rows, "seed", count)).astype(np.int64)
    prompts = _prompts(rows, count) or animation.prompts
    return replace(animation, values=values, seeds=seeds, prompts=prompts, unsupported=tuple(unsupported))


def _rows(name: str, rendered: list[object]) -> dict[int, dict[str, object]]:
    rows: dict[int, dict[str, object]] = {}
    for position, row in enumerate(rendered):
        if not isinstance(row, dict) or not isinstance(row.get("frame", position), int | float):
            raise UserError(f"{name}: rendered frame {position} is not an object with a frame number.")
        number = number_in(row.get("frame", position))
        if number is None or not -1 < number < MOST_FRAMES:
            raise UserError(f"{name}: rendered frame {position} has a frame number that cannot be: {number}.")
        rows[int(number)] = row
    if 0 not in rows:
        raise UserError(f"{name} has no rendered frame 0, which lists what the manifest manages.")
    return rows


def _column(name: str, rows: dict[int, dict[str, object]], field: str, count: int) -> np.ndarray:
    """float64 (count,); where a frame lacks the field, the value before it holds."""
    column = np.empty(count)
    value = 0.0
    for frame in range(count):
        found = rows.get(frame, {}).get(field, value)
        number = number_in(found)
        if number is None:
            raise UserError(f"{name}: {field!r} of frame {frame} is {found!r}, which is no number.")
        if not np.isfinite(number):
            raise UserError(f"{name}: {field!r} of frame {frame} is not finite.")
        column[frame] = value = number
    return column


def _prompts(rows: dict[int, dict[str, object]], count: int) -> Prompts | None:
    """Prompts of the frames at which they change."""
    if not isinstance(rows[0].get("deforum_prompt"), str):
        return None
    texts: dict[str, str] = {}
    last: object = None
    for frame in sorted(rows):
        text = rows[frame].get("deforum_prompt", last)
        if text != last:
            texts[str(frame)] = str(text)
            last = text
    return Prompts(texts, count)


def _moves_in_depth(first: Mapping[str, object]) -> bool:
    return any(field.startswith("rotation_3d_") or field == "translation_z" for field in first)
