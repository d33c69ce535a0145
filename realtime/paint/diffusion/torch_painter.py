"""Paints with the frame step in torch itself: the reference, and what works before anything is compiled."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.embedding_store import EmbeddingStore, identify_encoder
from realtime.paint.diffusion.guide_files import find_guide
from realtime.paint.diffusion.image_files import ImagePromptInfo, find_image_prompt, picture_pixels
from realtime.paint.diffusion.kinds import KINDS
from realtime.paint.diffusion.lora import Lora, distilled_kind, fuse_all
from realtime.paint.diffusion.models import (
    ModelInfo,
    as_kind,
    find_autoencoder,
    find_model,
    inspect_model,
    load_step_parts,
    load_text_encoders,
)
from realtime.paint.diffusion.prompts import Encode, PromptBook
from realtime.paint.diffusion.step_painter import StepModel, StepPainter
from realtime.paint.diffusion.step_spec import LATENT_SCALE
from realtime.paint.diffusion.tokenizer import ClipTokenizer
from realtime.paint.diffusion.torch_runner import TorchRunner, fitting_runner

_SMALLEST = 128


class TorchPainter(StepPainter):
    """Frames from a model folder, checkpoint or hub name, without compiling.

    size: (width, height), multiples of 8; steps 1–8, guidance: None for what suits the model's kind; kind: of
    `kinds.KINDS`, where the model's files do not tell; live_loras: those that stay beside the weights, to be
    played by the weights `lora_1` …; guide, guide_sees, image_prompt, image_encoder: as
    `compile_model` has them; prompts, wait, shaders:
    as for `CompiledPainter`; precision: "fp32", "fp16" or "bf16", None for what suits the device. Out of
    memory, a smaller size is taken.
    """

    def __init__(
        self,
        size: tuple[int, int],
        model: str | Path | None = None,
        steps: int | None = None,
        loras: Sequence[Lora] = (),
        guidance: float | None = None,
        precision: str | None = None,
        prompts: Sequence[str] = (),
        wait: bool = False,
        threads: int = 0,
        shaders: Sequence[Path] | None = None,
        kind: str | None = None,
        live_loras: Sequence[Lora] = (),
        guide: str | Path | None = None,
        guide_sees: str = "edges",
        image_prompt: str | Path | None = None,
        image_encoder: str | Path | None = None,
    ):
        if model is None:
            raise UserError("The diffusion painter needs a model: --model FOLDER, or a hub name.")
        folder = find_model(model)
        info = inspect_model(folder, find_autoencoder(folder)[0], kind)
        distilled = None if kind else distilled_kind([*loras, *live_loras])
        info = as_kind(info, distilled) if distilled else info
        steps = steps or KINDS[info.kind].steps
        guidance = KINDS[info.kind].scale if guidance is None else guidance
        picture = None if image_prompt is None else find_image_prompt(image_prompt, info, image_encoder)
        width = picture.width if picture else 0
        spec = info.spec(size, steps, guidance, len(live_loras), guide_sees if guide else "", width)
        network = None if guide is None else find_guide(guide, info, guide_sees).load()
        unet, autoencoder = load_step_parts(info)
        if threads:
            import torch

            torch.set_num_threads(threads)
        fuse_all(unet, loras, "unet")
        if live_loras:
            from realtime.paint.diffusion.live_lora import attach

            attach(unet, live_loras)
        if picture:
            from realtime.paint.diffusion.image_prompt import attach_image_prompt

            attach_image_prompt(unet, picture.file)
        loras = [*loras, *live_loras]  # what they change in text encoders is melted in
        runner, fitting = fitting_runner(
            lambda tried: TorchRunner(unet, autoencoder, tried, precision, guide=network),
            spec,
            _SMALLEST,
            LATENT_SCALE,
        )
        store = EmbeddingStore(identify_encoder(info, loras), spec.embedding)
        book = PromptBook(text_encoder(info, loras), wait, store)
        book.prepare(["", *prompts])
        step = StepModel(fitting, info.schedule, guidance)
        pictures = picture_book(picture, wait) if picture else None
        super().__init__(step, runner, book, f"{info.kind} on torch", shaders=shaders, pictures=pictures)


def picture_book(picture: ImagePromptInfo, wait: bool = False) -> PromptBook:
    """The embeddings of pictures, by `image_files.picture_key`, on the CPU."""
    encoders: list = []

    def encode(key: str) -> np.ndarray:
        from realtime.paint.diffusion.image_prompt import encode_picture

        if not encoders:
            encoders.append(picture.load_encoder())
        return encode_picture(encoders[0], picture_pixels(key, picture.side))

    encoder = cache.digest(sorted(picture.encoder.glob("*.safetensors")))
    return PromptBook(encode, wait, EmbeddingStore(encoder, (1, 1, picture.width)))


def text_encoder(info: ModelInfo, loras: Sequence[Lora] = ()) -> Encode:
    """Text → embedding, on the CPU; the networks are loaded when the first text comes."""
    loaded: list = []

    def encode(text: str) -> np.ndarray:
        import torch

        if not loaded:
            from realtime.paint.diffusion.text_encoding import TextEncoding

            encoders = load_text_encoders(info)
            for part, encoder in zip(info.text_encoders, encoders, strict=True):
                fuse_all(encoder, loras, part)
            loaded.extend((TextEncoding(encoders).eval(), tokenizers(info)))
        encoding, spelled = loaded
        tokens = np.concatenate([each(text) for each in spelled])
        with torch.inference_mode():
            return encoding(torch.from_numpy(tokens)).numpy()

    return encode


def tokenizers(info: ModelInfo) -> list[ClipTokenizer]:
    """The tokenizer of each text encoder."""
    return [
        ClipTokenizer.from_model(info.folder / part.replace("text_encoder", "tokenizer"))
        for part in info.text_encoders
    ]
