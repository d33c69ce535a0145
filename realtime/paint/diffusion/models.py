"""Loading a Stable Diffusion folder, from safetensors only, and telling what kind it is."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from realtime.command_name import install_hint
from realtime.errors import UserError
from realtime.paint.diffusion.schedule import Schedule, schedule_from_config
from realtime.paint.diffusion.step_spec import StepSpec, check_size

_PICKLES = (".bin", ".ckpt", ".pt", ".pth", ".pkl")
TAESD = "madebyollin/taesd"
OWN = "own"
_WANTED = ("*.json", "*.txt", "unet/*.safetensors", "vae/*.safetensors", "text_encoder/*.safetensors")
_INSTALL = f"Install the extra with: {install_hint('compile')}"


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What a folder's configuration files say, before any weight is read.

    kind: "sd-turbo" (one step, no guidance: a negative prompt has no effect and costs nothing), "lcm" (1–4
    steps, guidance is an input of the network; likewise) or "sd15" (Stable Diffusion 1.5, 2: needs an LCM or
    Hyper-SD LoRA to paint in few steps; with guidance above 1 a negative prompt works, at twice the time).
    autoencoder: its folder: the model's own, or a TAESD beside it. text_width: of a token's embedding.
    """

    folder: Path
    kind: str
    schedule: Schedule
    prediction: str
    autoencoder: Path
    text_width: int
    guidance_width: int

    def spec(self, size: tuple[int, int], steps: int, guidance: float = 1.0) -> StepSpec:
        """The StepSpec for `size` (width, height); guidance > 1 turns negative prompts on for "sd15"."""
        check_size(*size)
        if not 1 <= steps <= 8:
            raise UserError(f"A painter unrolls 1 to 8 steps, not {steps}.")
        mode = "none"
        if self.kind == "lcm":
            mode = "embedded"
        elif self.kind == "sd15" and guidance > 1.0:
            mode = "free"
        return StepSpec(
            width=size[0],
            height=size[1],
            steps=steps,
            sampler="lcm" if self.schedule.spacing == "lcm" else "ddim",
            prediction=self.prediction,
            guidance=mode,
            text_width=self.text_width,
            guidance_width=self.guidance_width,
        )


def find_model(name: str | Path, wanted: tuple[str, ...] = _WANTED) -> Path:
    """A folder as it is, or a hub name ("stabilityai/sd-turbo") fetched or found in the hub's cache.

    wanted: patterns of the files to fetch; never pickles.
    """
    folder = Path(name).expanduser()
    if folder.exists():
        return folder
    text = str(name)
    if text.count("/") != 1 or text.startswith((".", "/", "~")):
        raise UserError(
            f"There is no model folder {text}; give a diffusers folder or a hub name, "
            "such as stabilityai/sd-turbo."
        )
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError
    except ImportError:
        raise UserError(f"{text} is a hub name, but the hub's client is not installed. {_INSTALL}") from None
    try:
        return Path(
            snapshot_download(text, allow_patterns=list(wanted), ignore_patterns=["*.fp16.*", "*non_ema*"])
        )
    except (HfHubHTTPError, LocalEntryNotFoundError, RepositoryNotFoundError, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        raise UserError(f"The model {text} could not be fetched: {reason}") from None


def inspect_model(folder: Path, autoencoder: Path | None = None) -> ModelInfo:
    """Read the configuration files; UserError when this is no model, the wrong kind, or pickled weights."""
    index = _read_json(folder / "model_index.json", folder)
    family = str(index.get("_class_name", ""))
    if "text_encoder_2" in index or "XL" in family:
        raise UserError(
            f"{folder} is an SDXL model; the painter takes SD-Turbo, LCM and Stable Diffusion 1.5 or 2."
        )
    if not family.startswith(("StableDiffusion", "LatentConsistency")) or "unet" not in index:
        raise UserError(
            f"{folder} holds a {family or 'nameless pipeline'}; "
            "the painter takes SD-Turbo, LCM and Stable Diffusion 1.5 or 2."
        )
    unet = _read_json(folder / "unet" / "config.json", folder)
    if unet.get("in_channels", 4) != 4:
        raise UserError(
            f"{folder} is made for inpainting or editing: "
            f"its network takes {unet['in_channels']} channels, not 4."
        )
    scheduler = _read_json(folder / "scheduler" / "scheduler_config.json", folder)
    schedule = schedule_from_config(scheduler)
    guidance_width = int(unet.get("time_cond_proj_dim") or 0)
    if guidance_width:
        kind = "lcm"
    elif schedule.spacing == "trailing" and str(scheduler.get("_class_name", "")).startswith("Euler"):
        kind = "sd-turbo"
    else:
        kind = "sd15"
    for part in ("unet", "text_encoder"):
        _require_safetensors(folder / part)
    chosen = autoencoder or _autoencoder_of(folder)
    _require_safetensors(chosen)
    return ModelInfo(
        folder=folder,
        kind=kind,
        schedule=schedule,
        prediction=str(scheduler.get("prediction_type", "epsilon")),
        autoencoder=chosen,
        text_width=int(unet["cross_attention_dim"]),
        guidance_width=guidance_width,
    )


def find_autoencoder(model: Path, name: str | Path | None = None) -> tuple[Path, str]:
    """(folder, note) of the autoencoder to use with a model's folder.

    name: a folder, a hub name, or "own"; None takes a TAESD, which is many times faster than a full
    autoencoder: the model's own if it is one, else the hub's; where that cannot be fetched the
    model's own, and the note says so.
    """
    own = _autoencoder_of(model)
    if name == OWN:
        return own, ""
    wanted = ("config.json", "diffusion_pytorch_model.safetensors")
    if name is not None:
        return find_model(name, wanted), ""
    if _read_json(own / "config.json", own).get("_class_name") == "AutoencoderTiny":
        return own, ""
    try:
        return find_model(TAESD, wanted), ""
    except UserError as error:
        return own, f"the model's own autoencoder is used, which is many times slower than TAESD ({error})"


def _autoencoder_of(folder: Path) -> Path:
    """The one in the model's folder; a TAESD in `taesd` goes first."""
    taesd = folder / "taesd"
    return taesd if (taesd / "config.json").is_file() else folder / "vae"


def _read_json(path: Path, folder: Path) -> dict:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        what = f"it has no {path.relative_to(folder)}" if folder.is_dir() else "it is not a folder"
        raise UserError(f"{folder} is not a diffusers model: {what}.") from None
    except (NotADirectoryError, UnicodeDecodeError, ValueError) as error:
        raise UserError(f"{path} cannot be read as a model's configuration: {error}") from None


def _require_safetensors(folder: Path) -> None:
    if any(folder.glob("*.safetensors")):
        return
    pickles = [file.name for file in folder.glob("*") if file.suffix in _PICKLES]
    if pickles:
        raise UserError(
            f"{folder / pickles[0]} is a pickle, which can run any program when it is opened: "
            "take the model's .safetensors version."
        )
    raise UserError(f"{folder} holds no weights (.safetensors).")


def load_step_parts(info: ModelInfo):
    """(UNet, autoencoder), float32, in evaluation mode. Needs torch and diffusers."""
    try:
        from diffusers import AutoencoderKL, AutoencoderTiny, UNet2DConditionModel
    except ImportError:
        raise UserError(f"torch and diffusers are needed for this, and not installed. {_INSTALL}") from None
    options = {"use_safetensors": True, "local_files_only": True}
    unet = UNet2DConditionModel.from_pretrained(info.folder, subfolder="unet", **options)
    config = _read_json(info.autoencoder / "config.json", info.autoencoder)
    family = AutoencoderTiny if config.get("_class_name") == "AutoencoderTiny" else AutoencoderKL
    autoencoder = family.from_pretrained(info.autoencoder, **options)
    return _frozen(unet), _frozen(autoencoder)


def load_text_encoder(info: ModelInfo):
    """The CLIP text encoder, float32, in evaluation mode."""
    try:
        from transformers import CLIPTextModel
    except ImportError:
        raise UserError(
            f"torch and transformers are needed for this, and not installed. {_INSTALL}"
        ) from None
    encoder = CLIPTextModel.from_pretrained(
        info.folder / "text_encoder", use_safetensors=True, local_files_only=True
    )
    return _frozen(encoder)


def _frozen(module):
    return module.float().eval().requires_grad_(False)


def with_sampler(info: ModelInfo, sampler: str) -> ModelInfo:
    """The same model with the schedule that an LCM or Hyper-SD LoRA was distilled for."""
    spacing = "lcm" if sampler == "lcm" else "trailing"
    return replace(info, schedule=replace(info.schedule, spacing=spacing, final_alpha=1.0))
