"""A Stable Diffusion folder: what kind it is, before any weight is read, and its parts; safetensors only."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from realtime.errors import UserError
from realtime.paint.diffusion.hub import INSTALL
from realtime.paint.diffusion.kinds import KINDS, Kind, check_kind, is_large, kind_of, require_fit
from realtime.paint.diffusion.locate import find_model
from realtime.paint.diffusion.schedule import BETA_SCHEDULES, Schedule, schedule_from_config
from realtime.paint.diffusion.step_spec import PREDICTIONS, StepSpec, check_size
from realtime.paint.diffusion.weights import find_weights

TAESD, TAESDXL = "madebyollin/taesd", "madebyollin/taesdxl"
OWN = "own"
_OTHER_NOISE = ("FlowMatch", "EDM")  # schedulers of straight lines to noise, and of another scaling
_TAKES = "the painter takes SD-Turbo, SDXL-Turbo, LCM, and Stable Diffusion 1.5, 2 and XL"


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What a folder's configuration files say, before any weight is read.

    kind: one of `kinds.KINDS`. autoencoder: its folder: the model's own, or a TAESD beside it. text_width: of
    a token's embedding; pooled_width: of a whole text's, beside it (SDXL), or 0.
    """

    folder: Path
    kind: str
    schedule: Schedule
    prediction: str
    autoencoder: Path
    text_width: int
    guidance_width: int
    pooled_width: int = 0

    @property
    def text_encoders(self) -> tuple[str, ...]:
        """Its folders of text encoders."""
        return ("text_encoder", "text_encoder_2") if self.pooled_width else ("text_encoder",)

    @property
    def configs(self) -> tuple[Path, ...]:
        """The configuration files of its networks."""
        parts = (self.folder / "unet", *(self.folder / part for part in self.text_encoders), self.autoencoder)
        return tuple(file for part in parts for file in part.glob("config.json"))

    def spec(
        self,
        size: tuple[int, int],
        steps: int,
        guidance: float = 1.0,
        loras: int = 0,
        guide: str = "",
        image_width: int = 0,
    ) -> StepSpec:
        """The StepSpec for `size` (width, height); guidance > 1 turns negative prompts on where they work;
        loras: how many stand beside the weights; guide: what a T2I-Adapter or ControlNet sees, or "";
        image_width: of a picture's embedding."""
        check_size(*size)
        if not 1 <= steps <= 8:
            raise UserError(f"A painter unrolls 1 to 8 steps, not {steps}.")
        kind = KINDS[self.kind]
        mode = kind.guidance
        if self.guidance_width:
            mode = "embedded"
        elif mode == "embedded" or guidance <= 1.0:
            mode = "none"
        return StepSpec(
            width=size[0],
            height=size[1],
            steps=steps,
            sampler=kind.sampler,
            prediction=self.prediction,
            guidance=mode,
            text_width=self.text_width,
            guidance_width=self.guidance_width,
            pooled_width=self.pooled_width,
            loras=loras,
            guide=guide,
            image_width=image_width,
        )


def inspect_model(folder: Path, autoencoder: Path | None = None, kind: str | None = None) -> ModelInfo:
    """Read the configuration files; UserError when this is no model, the wrong kind, or its weights are not
    whole.

    kind: of `kinds.KINDS`, where the files do not tell, or tell something else.
    """
    _refuse_part(folder)
    index = _read_json(folder / "model_index.json", folder)
    family = str(index.get("_class_name", ""))
    if not family.startswith(("StableDiffusion", "LatentConsistency")) or "unet" not in index:
        raise UserError(f"{folder} holds a {family or 'nameless pipeline'}; {_TAKES}.")
    unet = _read_json(folder / "unet" / "config.json", folder)
    if unet.get("in_channels", 4) != 4:
        raise UserError(
            f"{folder} is made for inpainting or editing: "
            f"its network takes {unet['in_channels']} channels, not 4."
        )
    scheduler = _read_json(folder / "scheduler" / "scheduler_config.json", folder)
    _refuse_schedule(folder, scheduler)
    chosen_kind = check_kind(kind) if kind else kind_of(unet, scheduler)
    require_fit(chosen_kind, unet, folder)
    chosen = autoencoder or _autoencoder_of(folder)
    try:
        info = ModelInfo(
            folder=folder,
            kind=chosen_kind.name,
            schedule=_respaced(schedule_from_config(scheduler), chosen_kind),
            prediction=str(scheduler.get("prediction_type") or "epsilon"),
            autoencoder=chosen,
            text_width=int(unet["cross_attention_dim"]),
            guidance_width=int(unet.get("time_cond_proj_dim") or 0),
            pooled_width=_pooled_width(folder, index, family, unet),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"The configuration files of {folder} (unet, scheduler) are not those of Stable Diffusion: "
            f"{type(error).__name__} {error}; {_TAKES}."
        ) from None
    for part in ("unet", *info.text_encoders):
        find_weights(folder / part)
    find_weights(chosen)
    return info


def _refuse_part(folder: Path) -> None:
    """UserError for a folder that holds one network of a model, or some: people have such, too."""
    if (folder / "model_index.json").is_file():
        return
    if (folder / "config.json").is_file():
        what = _read_json(folder / "config.json", folder).get("_class_name") or "part of a model"
        raise UserError(
            f"{folder} holds a {what} alone: lay it into a copy of the model that it was made for, in place "
            "of that one's, and give that folder."
        )
    if held := ", ".join(sorted(path.parent.name for path in folder.glob("*/config.json"))):
        raise UserError(
            f"{folder} is not a whole diffusers model: it has {held}, and no model_index.json that says what "
            "it is."
        )


def _refuse_schedule(folder: Path, scheduler: dict) -> None:
    """UserError for a noise schedule that the frame step does not follow: it would paint, and wrongly."""
    painted: dict[str, tuple[object, ...]] = {
        "prediction_type": (None, *PREDICTIONS),
        "beta_schedule": (None, *BETA_SCHEDULES),
        "trained_betas": (None, []),
    }
    wrong = [key for key, values in painted.items() if scheduler.get(key) not in values]
    if str(scheduler.get("_class_name")).startswith(_OTHER_NOISE):
        wrong.append("_class_name")
    if wrong:
        raise UserError(
            f"The noise schedule of {folder} is of a kind that is not painted here: "
            f"scheduler/scheduler_config.json says {wrong[0]} = {str(scheduler[wrong[0]])[:40]}; {_TAKES}."
        )


def _pooled_width(folder: Path, index: dict, family: str, unet: dict) -> int:
    """Width of a whole text's embedding, for SDXL; 0 for the others."""
    if not is_large(unet):
        if "XL" in family:
            raise UserError(
                f"{folder} says that it is an SDXL model, but its network is not: fetch it again."
            )
        return 0
    if index.get("requires_aesthetics_score") or "text_encoder" not in index:
        raise UserError(
            f"{folder} is SDXL's refiner, which finishes pictures of another model; take that model."
        )
    numbers = 6 * int(unet["addition_time_embed_dim"])
    return int(unet["projection_class_embeddings_input_dim"]) - numbers


def as_kind(info: ModelInfo, name: str) -> ModelInfo:
    """The same model, painted as another kind: with a LoRA that was distilled for that."""
    kind = check_kind(name)
    return replace(info, kind=kind.name, schedule=_respaced(info.schedule, kind))


def _respaced(schedule: Schedule, kind: Kind) -> Schedule:
    """`schedule` with the timesteps of a kind that has its own; it stays as it is where it has them
    already."""
    if not kind.spacing or schedule.spacing == kind.spacing:
        return schedule
    return replace(schedule, spacing=kind.spacing, final_alpha=1.0)


def find_autoencoder(model: Path, name: str | Path | None = None) -> tuple[Path, str]:
    """(folder, note) of the autoencoder to use with a model's folder.

    name: a folder, a hub name, or "own"; None takes a TAESD, which is many times faster than a full
    autoencoder: the model's own if it is one, else the hub's; where that cannot be fetched the
    model's own, and the note says so.
    """
    own = _autoencoder_of(model)
    if name == OWN:
        return own, ""
    wanted = ("config.json", "diffusion_pytorch_model*.safetensors*")
    if name is not None:
        return find_model(name, wanted), ""
    if _read_json(own / "config.json", own).get("_class_name") == "AutoencoderTiny":
        return own, ""
    large = is_large(_read_json(model / "unet" / "config.json", model))
    try:
        return find_model(TAESDXL if large else TAESD, wanted), ""
    except UserError as error:
        return own, f"the model's own autoencoder is used, which is many times slower than TAESD ({error})"


def _autoencoder_of(folder: Path) -> Path:
    """The one in the model's folder; a TAESD in `taesd` goes first."""
    taesd = folder / "taesd"
    return taesd if (taesd / "config.json").is_file() else folder / "vae"


def _read_json(path: Path, folder: Path) -> dict:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
        if not isinstance(found, dict):
            raise ValueError(f"it is a {type(found).__name__}, not a table")
        return found
    except FileNotFoundError:
        what = f"it has no {path.relative_to(folder)}" if folder.is_dir() else "it is not a folder"
        raise UserError(f"{folder} is not a diffusers model: {what}.") from None
    except (NotADirectoryError, UnicodeDecodeError, ValueError) as error:
        raise UserError(f"{path} cannot be read as a model's configuration: {error}") from None


def load_step_parts(info: ModelInfo):
    """(UNet, autoencoder), float32, in evaluation mode. Needs torch and diffusers."""
    try:
        from diffusers import AutoencoderKL, AutoencoderTiny, UNet2DConditionModel
    except ImportError:
        raise UserError(f"torch and diffusers are needed for this, and not installed. {INSTALL}") from None
    config = _read_json(info.autoencoder / "config.json", info.autoencoder)
    family = AutoencoderTiny if config.get("_class_name") == "AutoencoderTiny" else AutoencoderKL
    return load_part(UNet2DConditionModel, info.folder / "unet"), load_part(family, info.autoencoder)


def load_text_encoders(info: ModelInfo) -> list:
    """The CLIP text encoders, float32, in evaluation mode: one, or SDXL's two."""
    try:
        from transformers import CLIPTextModel, CLIPTextModelWithProjection
    except ImportError:
        raise UserError(f"torch and transformers are needed for this, and not installed. {INSTALL}") from None
    families = (CLIPTextModel, CLIPTextModelWithProjection)
    return [
        load_part(family, info.folder / part)
        for part, family in zip(info.text_encoders, families, strict=False)
    ]


def read_config(folder: Path) -> dict:
    """The config.json of a part; UserError where there is none that can be read."""
    return _read_json(folder / "config.json", folder)


def load_part(family, folder: Path):
    """The network of a part's folder, float32, in evaluation mode. family: diffusers' or transformers' class.

    UserError where its weights are not all that its configuration asks for: the rest would be chance.
    """
    _, variant = find_weights(folder)
    options = {"use_safetensors": True, "local_files_only": True, "output_loading_info": True}
    try:
        module, loaded = family.from_pretrained(
            folder, **options, **({"variant": variant} if variant else {})
        )
    except (OSError, RuntimeError, TypeError, ValueError) as error:
        reason = next(
            (line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__
        )
        raise UserError(f"The weights in {folder} do not fit its config.json: {reason[:200]}") from None
    if lacking := sorted(loaded["missing_keys"]):
        raise UserError(
            f"The weights in {folder} are not whole: {len(lacking)} are missing (first: {lacking[0]}); fetch "
            "the model again."
        )
    return module.float().eval().requires_grad_(False)
