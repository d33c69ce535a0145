"""The noise schedule: how much of the picture is noise at a timestep, and which timesteps strength gives.

β, ā and the variance-preserving form are those of Ho et al. 2020 (DDPM); the trailing and leading spacings
are those of Lin et al. 2024 ("Common diffusion noise schedules and sample steps are flawed"); LCM's timesteps
those of Luo et al. 2023. Plain numpy: a compiled show has no torch.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

BETA_SCHEDULES = ("scaled_linear", "linear")


@dataclass(frozen=True, slots=True)
class Schedule:
    """The schedule that a model was trained with, as its scheduler_config.json has it.

    spacing: "trailing", "leading" or "lcm". final_alpha: ā that the last step goes to (1: the picture).
    """

    train_steps: int = 1000
    beta_start: float = 0.00085
    beta_end: float = 0.012
    beta_schedule: str = "scaled_linear"
    zero_snr: bool = False
    spacing: str = "trailing"
    offset: int = 0
    original_steps: int = 50
    final_alpha: float = 1.0

    @property
    def alphas(self) -> np.ndarray:
        """ā by timestep: float64 (train_steps,), falling."""
        if self.beta_schedule == "scaled_linear":
            betas = np.linspace(self.beta_start**0.5, self.beta_end**0.5, self.train_steps) ** 2
        else:
            betas = np.linspace(self.beta_start, self.beta_end, self.train_steps)
        alphas = np.cumprod(1.0 - betas)
        if self.zero_snr:
            root = np.sqrt(alphas)
            root = (root - root[-1]) * root[0] / (root[0] - root[-1])
            alphas = np.maximum(root**2, 2.0**-24)
        return alphas

    def as_dict(self) -> dict:
        return asdict(self)

    def diffusers_steps(self, steps: int, strength: float) -> tuple[np.ndarray, np.ndarray]:
        """Timesteps (n,) and ā (n + 1,) of diffusers' img2img for `steps` at `strength`.

        n = min(int(steps · strength), steps) of the `steps` are taken, as there; empty when none is.
        """
        if self.spacing == "lcm":
            origin = (np.arange(1, self.original_steps + 1) * (self.train_steps // self.original_steps) - 1)[
                ::-1
            ]
            index = np.floor(np.linspace(0, len(origin), num=steps, endpoint=False)).astype(int)
            times = origin[index]
        elif self.spacing == "leading":
            times = (np.arange(steps) * (self.train_steps // steps)).round()[::-1] + self.offset
        else:
            times = np.round(np.arange(self.train_steps, 0, -self.train_steps / steps)) - 1
        taken = min(int(steps * strength), steps)
        times = times[len(times) - taken :].astype(np.int64)
        return times.astype(np.float32), self._with_final(times)

    def _with_final(self, times: np.ndarray) -> np.ndarray:
        return np.append(self.alphas[times], self.final_alpha).astype(np.float32)


class LiveSchedule:
    """Strength → timesteps and ā for a graph of a fixed number of steps, continuously.

    diffusers' strength has only as many values as there are steps; here the first timestep is
    strength · train_steps − 1 with ā interpolated (linearly in ln SNR): strength can ride on the music.
    """

    def __init__(self, schedule: Schedule, steps: int):
        alphas = schedule.alphas
        self._log_snr = np.log(alphas / (1.0 - alphas))
        self._last = schedule.train_steps - 1
        self._share = np.arange(steps, 0, -1) / steps
        self._timestep = np.zeros(steps, np.float32)
        self._alpha = np.ones(steps + 1, np.float32)

    def at(self, strength: float) -> tuple[np.ndarray, np.ndarray]:
        """float32 (steps,) and (steps + 1,); the same two arrays at every call."""
        first = min(max(strength, 0.0), 1.0) * (self._last + 1) - 1.0
        times = np.clip(first * self._share, 0.0, self._last)
        self._timestep[:] = times
        log_snr = np.interp(times, np.arange(self._last + 1), self._log_snr)
        self._alpha[:-1] = 1.0 / (1.0 + np.exp(-log_snr))
        return self._timestep, self._alpha


def schedule_from_config(config: dict) -> Schedule:
    """`scheduler_config.json` as a dict → Schedule."""
    name = config.get("_class_name", "")
    shared: dict[str, Any] = {
        "train_steps": int(config.get("num_train_timesteps", 1000)),
        "beta_start": float(config.get("beta_start", 0.00085)),
        "beta_end": float(config.get("beta_end", 0.012)),
        "beta_schedule": config.get("beta_schedule") or "scaled_linear",
        "zero_snr": bool(config.get("rescale_betas_zero_snr", False)),
    }
    # Where the last step ends: at the picture, or at the first of the schedule.
    ends_early = not config.get("set_alpha_to_one", True) and name.startswith(("DDIM", "PNDM"))
    final = float(Schedule(**shared).alphas[0]) if ends_early or name.startswith("TCD") else 1.0
    if name.startswith(("LCM", "TCD")):
        original = int(config.get("original_inference_steps", 50))
        return Schedule(**shared, spacing="lcm", original_steps=original, final_alpha=final)
    if config.get("timestep_spacing", "leading") == "trailing":
        return Schedule(**shared, spacing="trailing", final_alpha=final)
    return Schedule(**shared, spacing="leading", offset=int(config.get("steps_offset", 0)), final_alpha=final)
