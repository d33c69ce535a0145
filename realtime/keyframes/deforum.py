"""Deforum settings files (`…_settings.txt`), read from the table of what they may hold."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from realtime.errors import UserError
from realtime.keyframes.animation import Animation
from realtime.keyframes.document import number_in, read_document
from realtime.keyframes.prompts import Prompts
from realtime.keyframes.schedule import Schedule

SCHEDULES: dict[str, str] = {
    "angle": "0:(0)",
    "zoom": "0:(1.0)",
    "translation_x": "0:(0)",
    "translation_y": "0:(0)",
    "translation_z": "0:(0)",
    "transform_center_x": "0:(0.5)",
    "transform_center_y": "0:(0.5)",
    "rotation_3d_x": "0:(0)",
    "rotation_3d_y": "0:(0)",
    "rotation_3d_z": "0:(0)",
    "perspective_flip_theta": "0:(0)",
    "perspective_flip_phi": "0:(0)",
    "perspective_flip_gamma": "0:(0)",
    "perspective_flip_fv": "0:(53)",
    "fov_schedule": "0:(70)",
    "near_schedule": "0:(200)",
    "far_schedule": "0:(10000)",
    "strength_schedule": "0:(0.65)",
    "noise_schedule": "0:(0.065)",
    "contrast_schedule": "0:(1.0)",
    "cfg_scale_schedule": "0:(7)",
    "seed_schedule": "0:(s)",
    "amount_schedule": "0:(0.1)",
    "kernel_schedule": "0:(5)",
    "sigma_schedule": "0:(1.0)",
    "threshold_schedule": "0:(0.0)",
}
"""Schedules and what they are where a file leaves them out."""

_RUNS_SHOWN = 6
MOST_FRAMES = 1_000_000
"""Nine hours at 30 frames a second."""

SCALARS: dict[str, object] = {
    "W": 512,
    "H": 512,
    "fps": 15,
    "max_frames": 120,
    "steps": 20,
    "sampler": "",
    "seed": -1,
    "seed_iter_N": 1,
    "extract_nth_frame": 1,
    "extract_from_frame": 0,
    "diffusion_cadence": 1,
    "enable_perspective_flip": False,
}
CHOICES: dict[str, tuple[str, ...]] = {
    "animation_mode": ("2D", "3D", "None"),
    "border": ("replicate", "wrap"),
    "padding_mode": ("border", "reflection", "zeros"),
    "color_coherence": ("None", "HSV", "LAB", "RGB"),
    "noise_type": ("perlin", "uniform"),
    "seed_behavior": ("iter", "fixed", "random", "ladder", "alternate", "schedule"),
}
"""Words that a setting may be; the first is what it is where a file leaves it out."""

OLDER_NAMES = {
    "flip_2d_perspective": "enable_perspective_flip",
    "animation_prompts": "prompts",
    "scale_schedule": "cfg_scale_schedule",
    "fov": "fov_schedule",
    "near_plane": "near_schedule",
    "far_plane": "far_schedule",
    "sampler_name": "sampler",
    "animation_prompts_positive": "positive_prompts",
    "animation_prompts_negative": "negative_prompts",
    "soundtrack_path_": "soundtrack_path",
    "width": "W",
    "height": "H",
}
_TEXTS = (
    "prompts",
    "neg_prompts",
    "positive_prompts",
    "negative_prompts",
    "use_init",
    "init_image",
    "add_soundtrack",
    "soundtrack_path",
    "video_init_path",
    "parseq_manifest",
    "parseq_use_deltas",
    "parseq_non_schedule_overrides",
)

# Settings of features that do not exist here: name → values with which they are off.
_SWITCHES: dict[str, tuple[object, ...]] = {
    "use_depth_warping": (False,),
    "use_mask": (False,),
    "use_looper": (False,),
    "use_noise_mask": (False,),
    "hybrid_composite": (False, "None"),
    "hybrid_motion": ("None",),
    "optical_flow_cadence": ("None",),
    "optical_flow_redo_generation": ("None",),
    "diffusion_redo": (0, "0"),
    "enable_subseed_scheduling": (False,),
    "enable_sampler_scheduling": (False,),
    "enable_checkpoint_scheduling": (False,),
    "enable_clipskip_scheduling": (False,),
    "enable_steps_scheduling": (False,),
    "enable_noise_multiplier_scheduling": (False,),
    "enable_ddim_eta_scheduling": (False,),
    "enable_ancestral_eta_scheduling": (False,),
    "legacy_colormatch": (False,),
    "color_force_grayscale": (False,),
    "resume_from_timestring": (False,),
    "frame_interpolation_engine": ("None",),
    **{f"cn_{number}_enabled": (False,) for number in range(1, 6)},
}
# Details of those features, and book-keeping that changes no picture.
_SILENT = (
    "cn_", "hybrid_", "mask_", "subseed", "freeu", "kohya", "frame_interpolation_", "r_upscale_",
    "image_strength_schedule", "blendFactor", "tweening_", "color_correction_factor", "perlin_",
    "batch_name", "sd_model_", "save_", "skip_video", "store_frames", "make_gif", "delete_", "timestring",
    "filename_format", "restore_faces", "tiling", "seed_resize_", "seed_enable_extras", "midas_weight",
    "depth_", "use_zoe", "render_", "attach_", "motion_preview", "sampling_mode", "checkpoint_schedule",
    "sampler_schedule", "steps_schedule", "clipskip_schedule", "noise_multiplier_schedule", "ddim_eta",
    "ancestral_eta", "enable_", "init_images", "overlay_mask", "invert_mask", "use_alpha_as_mask",
    "resume_", "video_init_", "extract_", "overwrite_", "animation_prompts", "parseq_", "reroll_",
    "redo_flow_", "cadence_flow_", "flow_", "use_areas", "bit_depth_", "color_coherence_", "fps_",
    "strength", "scale", "ddim", "eta", "n_batch", "n_samples", "outdir", "precision", "aspect_",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeforumSettings:
    """A settings file with older names brought up to date; unsupported, unknown: as in Animation."""

    name: str
    entries: Mapping[str, object]
    unsupported: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @property
    def over_video(self) -> bool:
        """True where every frame is painted over one of a video of the user's."""
        return str(self.entries.get("animation_mode", "")).strip().lower() == "video input"

    def on(self, name: str, default: bool) -> bool:
        """A switch, however it is written."""
        value = self.entries.get(name, default)
        return value.strip().lower() in ("true", "1", "yes") if isinstance(value, str) else bool(value)

    def number(self, name: str, least: float, most: float = 1e12) -> float:
        value = self.entries.get(name, SCALARS[name])
        number = number_in(value)
        if number is None or not least <= number <= most:
            raise UserError(
                f"{self.name}: {name!r} must be a number from {least:g} to {most:g}, not {value!r}."
            )
        return number

    def choice(self, name: str) -> str:
        """One of CHOICES, however it is cased, or the first where the word means nothing here."""
        text = str(self.entries.get(name, CHOICES[name][0]))
        for known in CHOICES[name]:
            # "Match Frame 0 LAB" and "Video Input" are other ages' words for LAB and for no motion.
            if text.lower() == known.lower() or text.lower().endswith(f" {known.lower()}"):
                return known
        return "None" if name == "animation_mode" else CHOICES[name][0]

    def text(self, name: str) -> str:
        value = self.entries.get(name)
        return value.strip() if isinstance(value, str) else ""

    def schedule(self, name: str) -> Schedule:
        value = self.entries.get(name, SCHEDULES[name])
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = f"0:({value})"
        if not isinstance(value, str) or not value.strip():
            value = SCHEDULES[name]
        return Schedule(name, value)

    def prompts(self, frames: int, seed: int) -> Prompts:
        texts = self._map("prompts")
        for key, negative in self._map("neg_prompts").items():
            if key in texts and "--neg" not in texts[key]:
                texts[key] += f" --neg {negative}"
        positive, negative = self.text("positive_prompts"), self.text("negative_prompts")
        return Prompts(texts, frames, positive, negative, seed)

    def _map(self, name: str) -> dict[str, str]:
        value = self.entries.get(name) or {}
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                value = {"0": value}
        if isinstance(value, list):
            value = {str(number): text for number, text in enumerate(value)}
        if not isinstance(value, dict):
            raise UserError(f"{self.name}: {name!r} must be a map of frames to texts.")
        return {str(key): str(text) for key, text in value.items()}


def read_settings(path: Path) -> DeforumSettings:
    """The settings, not yet evaluated. Raises UserError, also for a file that has none of Deforum's."""
    settings = settings_of(read_document(path, "Deforum settings file"), path.name)
    if settings.unknown and not settings.entries:
        raise UserError(f"{path} is no Deforum settings file: nothing in it is a setting of Deforum's.")
    return settings


def settings_of(entries: Mapping[str, object], name: str) -> DeforumSettings:
    """Settings from a map of them; newer names win over older ones."""
    current: dict[str, object] = {}
    unsupported: list[str] = []
    unknown: list[str] = []
    for key, value in entries.items():
        known = OLDER_NAMES.get(key, key)
        if known in SCHEDULES or known in SCALARS or known in CHOICES or known in _TEXTS:
            if key == known or known not in entries:
                current[known] = value
        elif key in _SWITCHES:
            if value not in _SWITCHES[key]:
                unsupported.append(key)
        elif not key.startswith(_SILENT):
            unknown.append(key)
    settings = DeforumSettings(name, current, (), tuple(unknown))
    mode = current.get("animation_mode")
    if isinstance(mode, str) and mode not in CHOICES["animation_mode"] and not settings.over_video:
        unsupported.insert(0, f"animation_mode {mode!r}")
    return replace(settings, unsupported=tuple(unsupported))


def animation_of(settings: DeforumSettings) -> Animation:
    """Every schedule evaluated. Raises UserError."""
    frames = int(settings.number("max_frames", 1, MOST_FRAMES))
    start = int(settings.number("seed", -1, 2**53))
    if start < 0:
        # "Any seed" is still the same one each time, so that a film can be made again.
        start = zlib.crc32(settings.name.encode())
    behaviour = settings.choice("seed_behavior")
    seeds = seed_series(behaviour, start, frames, int(settings.number("seed_iter_N", 1)))
    if behaviour == "schedule":
        seeds = settings.schedule("seed_schedule").values(frames, start).astype(np.int64)
    values, notes = {}, []
    for name in SCHEDULES:
        values[name], lost = settings.schedule(name).evaluate(frames, seeds)
        if len(lost):
            notes.append(f"{name} has no value at {_frames_in_words(lost)}: interpolated over")
    mode = settings.choice("animation_mode")
    padding = {"border": "replicate", "reflection": "reflect", "zeros": "zeros"}[
        settings.choice("padding_mode")
    ]
    coherence = settings.choice("color_coherence")
    return Animation(
        frames=frames,
        fps=settings.number("fps", 0.1, 1000),
        size=(int(settings.number("W", 8, 16384)), int(settings.number("H", 8, 16384))),
        mode=mode,
        values=values,
        seeds=seeds,
        prompts=settings.prompts(frames, start),
        flip=settings.on("enable_perspective_flip", False),
        edges=padding if mode == "3D" else settings.choice("border"),
        colour_coherence=None if coherence == "None" else coherence,
        cadence=int(settings.number("diffusion_cadence", 1)),
        noise_type=settings.choice("noise_type"),
        steps=int(settings.number("steps", 1, 1000)),
        sampler=settings.text("sampler"),
        init_image=(settings.text("init_image") or None) if settings.on("use_init", True) else None,
        soundtrack=_soundtrack(settings),
        unsupported=settings.unsupported,
        unknown=settings.unknown,
        notes=tuple(notes),
    )


def _frames_in_words(frames: np.ndarray) -> str:
    """ "frames 3, 5–8 and 20 more"."""
    runs = np.split(frames, np.flatnonzero(np.diff(frames) > 1) + 1)
    shown, rest = runs[:_RUNS_SHOWN], sum(len(run) for run in runs[_RUNS_SHOWN:])
    words = ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in shown)
    return f"frame{'s' if len(frames) > 1 else ''} {words}" + (f" and {rest} more" if rest else "")


def seed_series(behaviour: str, start: int, frames: int, every: int = 1) -> np.ndarray:
    """int64 (frames,): iter +1 every so many frames, ladder +2 −1 in turn, alternate +1 −1, fixed, random."""
    numbers = np.arange(frames, dtype=np.int64)
    if behaviour == "iter":
        return start + numbers // every
    if behaviour == "ladder":
        return start + (numbers + 1) // 2 * 2 - numbers // 2
    if behaviour == "alternate":
        return start + numbers % 2
    if behaviour == "random":
        random = np.random.default_rng(start)
        return np.concatenate([[start], random.integers(0, 2**32 - 1, frames - 1)]).astype(np.int64)
    return np.full(frames, start, dtype=np.int64)


def _soundtrack(settings: DeforumSettings) -> str | None:
    """The sound file that the settings name, if they want one."""
    wanted = settings.entries.get("add_soundtrack", "File")
    return (settings.text("soundtrack_path") or None) if wanted == "File" else None
