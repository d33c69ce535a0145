"""Paints with a compiled model: ONNX Runtime or OpenVINO, no torch."""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from realtime.command_name import typed
from realtime.did_you_mean import nearest, suggest
from realtime.errors import UserError
from realtime.paint.diffusion import cache
from realtime.paint.diffusion.embedding_store import EmbeddingStore
from realtime.paint.diffusion.engine import open_engine
from realtime.paint.diffusion.image_files import picture_pixels
from realtime.paint.diffusion.locate import whereabouts
from realtime.paint.diffusion.prompts import Encode, PromptBook
from realtime.paint.diffusion.provider import ORDER, Options, Session, Table, check_order, describe
from realtime.paint.diffusion.session import open_session, out_of_memory
from realtime.paint.diffusion.step_painter import StepModel, StepPainter
from realtime.paint.diffusion.step_spec import StepSpec
from realtime.paint.diffusion.tokenizer import ClipTokenizer


def find_compiled(
    model: str | Path | None = None, size: tuple[int, int] | None = None, root: Path | None = None
) -> cache.Compiled:
    """The compiled model to use: `model` is a compiled folder, or what it was compiled from (None: any).

    The one of `size` (width, height), else the nearest in pixels; newest first. UserError if there is none.
    """
    if model is not None and (Path(model) / cache.MANIFEST).is_file():
        return cache.Compiled.load(Path(model))
    found = cache.compiled_models(root)
    known = () if model is None else (whereabouts(model), str(model))
    fitting = [each for each in found if not known or each.model in known or each.folder.name in known]
    if not fitting:
        names = sorted({each.model for each in found})
        what = "Nothing is compiled yet" if model is None or not names else f"{model} is not compiled"
        hint = suggest(nearest(str(model), names)) or "."
        raise UserError(f"{what}: run `{typed('compile', str(model or 'MODEL'))}`{hint}")
    if size is None:
        return fitting[0]
    return min(fitting, key=lambda each: abs(each.spec.width - size[0]) + abs(each.spec.height - size[1]))


def text_encoder(folder: Path, spec: StepSpec, threads: int = 0) -> Encode:
    """Text → embedding, on the CPU; the network is loaded when the first text comes."""
    tokenizers = [ClipTokenizer.load(folder / name) for name in cache.TOKENIZERS if (folder / name).is_file()]
    sessions: list[Session] = []

    def encode(text: str) -> np.ndarray:
        if not sessions:
            inputs: Table = {"tokens": ((len(tokenizers), spec.tokens), np.int64)}
            outputs: Table = {"embedding": (spec.embedding, np.float32)}
            options = Options(threads=threads, order=("cpu",))
            sessions.append(open_session(folder / cache.TEXT, inputs, outputs, options=options))
        sessions[0].write("tokens", np.concatenate([tokenizer(text) for tokenizer in tokenizers]))
        return sessions[0].run()["embedding"].copy()

    return encode


def picture_book(compiled: cache.Compiled, wait: bool = False, threads: int = 0) -> PromptBook | None:
    """The embeddings of pictures, by `image_files.picture_key`; None for a model that takes none."""
    side, width = compiled.image_side, compiled.spec.image_width
    if not side:
        return None
    sessions: list[Session] = []

    def encode(key: str) -> np.ndarray:
        if not sessions:
            inputs: Table = {"pixels": ((1, 3, side, side), np.float32)}
            outputs: Table = {"embedding": ((1, 1, width), np.float32)}
            options = Options(threads=threads, order=("cpu",))
            sessions.append(open_session(compiled.folder / cache.IMAGE, inputs, outputs, options=options))
        sessions[0].write("pixels", picture_pixels(key, side))
        return sessions[0].run()["embedding"].copy()

    encoder = cache.digest(sorted(compiled.folder.glob(f"{cache.IMAGE}*")))
    return PromptBook(encode, wait, EmbeddingStore(encoder, (1, 1, width)))


class CompiledPainter(StepPainter):
    """Frames from the compiled model nearest to `size`; its own size is `self.size`.

    model: compiled folder, or the name it was compiled from; prompts: all texts of the show, encoded before
    it starts; wait: encode new texts at once (films) instead of beside the painting; threads: CPU threads;
    shaders: as `open_diffusion` has them; book: that of another engine of the same model.
    Out of memory, the next smaller compiled size of the same model is taken, and `note` says so.
    """

    def __init__(
        self,
        size: tuple[int, int] | None = None,
        model: str | Path | None = None,
        prompts: Sequence[str] = (),
        wait: bool = False,
        threads: int = 0,
        order: Sequence[str] = ORDER,
        root: Path | None = None,
        shaders: Sequence[Path] | None = None,
        book: PromptBook | None = None,
    ):
        wanted = find_compiled(model, size, root)
        order = check_order(order)
        threading.Thread(target=_import_scenery, name="scenery", daemon=True).start()
        compiled, session = _open_fitting(wanted, order, threads, root)
        if compiled is not wanted:
            session.note = (
                f"not enough memory for {wanted.spec.width}x{wanted.spec.height}: painting at "
                f"{compiled.spec.width}x{compiled.spec.height}"
            )
        if book is None:
            encoder = cache.digest(sorted(compiled.folder.glob(f"{cache.TEXT}*")))
            store = EmbeddingStore(encoder, compiled.spec.embedding)
            book = PromptBook(text_encoder(compiled.folder, compiled.spec, threads), wait, store)
            book.prepare(["", *prompts])
        super().__init__(
            StepModel(compiled.spec, compiled.schedule, compiled.guidance),
            session,
            book,
            f"{compiled.kind} on {describe(session.provider)}",
            shaders=shaders,
            pictures=picture_book(compiled, wait, threads),
        )


def _import_scenery() -> None:
    """What the first frame needs beside the engine, while that is being opened: a painter that was killed is
    back the sooner."""
    with contextlib.suppress(ImportError):  # a picture that wants it says what is missing
        importlib.import_module("realtime.paint.scene_layers")


def _open_fitting(wanted: cache.Compiled, order: tuple[str, ...], threads: int, root: Path | None):
    """(compiled, session): `wanted`, or the largest smaller one of the same model that fits in memory."""
    smaller = [
        each
        for each in cache.compiled_models(root or wanted.folder.parent)
        if each.model == wanted.model and _pixels(each) < _pixels(wanted)
    ]
    for compiled in [wanted, *sorted(smaller, key=_pixels, reverse=True)]:
        try:
            return compiled, open_engine(compiled, order, threads)
        except Exception as error:  # each runtime has its own exception for memory that ran out
            if not out_of_memory(error):
                raise
    raise UserError(
        f"There is not enough memory for {wanted.model} at {wanted.spec.width}x{wanted.spec.height}: "
        f"compile a smaller size, such as `{typed('compile')} MODEL --size 512x288`."
    )


def _pixels(compiled: cache.Compiled) -> int:
    return compiled.spec.width * compiled.spec.height
