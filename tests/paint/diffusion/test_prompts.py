"""Prompts: the same tokens as the model was trained with, encoded ahead, mixed without a jump."""

from __future__ import annotations

import json
import threading
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import tiny_models
from realtime.errors import UserError
from realtime.paint.diffusion.prompt_mix import Embeddings, PromptMix, slerp_embeddings
from realtime.paint.diffusion.prompts import PromptBook
from realtime.paint.diffusion.tokenizer import ClipTokenizer


@pytest.fixture(scope="module")
def tokenizers(tmp_path_factory):
    """Ours and transformers' own, on one vocabulary with merges."""
    from transformers import CLIPTokenizer

    letters = tiny_models._byte_letters()
    merges = [
        ("g", "o"),
        ("go", "l"),
        ("gol", "d</w>"),
        ("i", "n</w>"),
        ("a", "n"),
        ("an", "d</w>"),
        ("s", "s"),
        ("ì", "ŀ"),
        ("e", "a</w>"),
        ("s", "ea</w>"),
        ("1", "2</w>"),
        (".", ".</w>"),
        ("'", "s</w>"),
    ]
    tokens = [*letters, *(f"{c}</w>" for c in letters), *("".join(pair) for pair in merges)]
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    vocabulary |= {name: len(vocabulary) + i for i, name in enumerate(("<|startoftext|>", "<|endoftext|>"))}
    theirs = CLIPTokenizer(vocab=vocabulary, merges=merges, model_max_length=77)
    folder = tmp_path_factory.mktemp("tokenizer")
    theirs.save_pretrained(folder)
    return ClipTokenizer.from_model(folder), theirs, folder


def same(tokenizers, text: str) -> None:
    ours, theirs, _ = tokenizers
    wanted = theirs(text, padding="max_length", max_length=77, truncation=True).input_ids
    assert ours(text)[0].tolist() == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gold in ink",
        "Gold,  AND the sea's 1212 goldsmiths!!",
        "잉크 속의 금빛 바다",
        "déjà vu – café…",
        "don't 'tis '80s ..",
        "x " * 200,
    ],
)
def test_tokens_are_those_of_transformers(tokenizers, text):
    same(tokenizers, text)


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=40))
def test_any_text_gives_the_tokens_of_transformers(tokenizers, text):
    if "<|" not in text:
        same(tokenizers, text)


def test_saved_tokenizer_reads_back(tokenizers, tmp_path):
    tokenizers[0].save(tmp_path / "tokenizer.json")
    again = ClipTokenizer.load(tmp_path / "tokenizer.json")
    assert np.array_equal(again("gold in 금빛"), tokenizers[0]("gold in 금빛"))


def test_folder_without_a_tokenizer_is_a_sentence(tmp_path):
    with pytest.raises(UserError, match="holds no CLIP tokenizer"):
        ClipTokenizer.from_model(tmp_path)


def test_a_merge_of_three_pieces_is_reported_when_the_model_is_read(tmp_path):
    model = {"vocab": {"<|endoftext|>": 0, "<|startoftext|>": 1}, "merges": ["g o", "go l d"]}
    (tmp_path / "tokenizer.json").write_text(json.dumps({"model": model}), encoding="utf-8")
    with pytest.raises(UserError, match="not a CLIP tokenizer"):
        ClipTokenizer.from_model(tmp_path)


def test_slerp_of_embeddings_keeps_lengths_and_ends():
    random = np.random.default_rng(0)
    a, b = random.standard_normal((2, 1, 77, 32)).astype(np.float32) * np.array([1, 3])[:, None, None, None]
    assert slerp_embeddings(a, b, 0.0) is a and slerp_embeddings(a, b, 1.0) is b
    length = [np.linalg.norm(slerp_embeddings(a, b, t), axis=-1) for t in (0.0, 0.5, 1.0)]
    assert np.allclose(length[1], 0.5 * (length[0] + length[2]), rtol=1e-4)
    assert np.allclose(slerp_embeddings(a, a.copy(), 0.4), a, atol=1e-4)
    assert np.isfinite(slerp_embeddings(a, -a, 0.5)).all()


def test_several_embeddings_mix_by_their_shares():
    pages = np.random.default_rng(5).standard_normal((4, 1, 7, 512)).astype(np.float32)
    pages[1] *= 3.0
    a, b, c, _ = pages
    for share in (0.02, 0.3, 0.9):
        two = Embeddings([a, b, c]).mixed((1.0 - share, share, 0.0))
        assert np.allclose(two, slerp_embeddings(a, b, share), atol=1e-4)
    assert Embeddings([a, b, c]).mixed((0.0, 0.0, 1.0)) is c
    even = Embeddings(pages).mixed([0.25] * 4)
    unit = [each / np.linalg.norm(each, axis=-1, keepdims=True) for each in (even, *pages)]
    near = [float((unit[0] * each).sum(axis=-1).mean()) for each in unit[1:]]
    assert max(near) - min(near) < 0.06  # none is left out, in whatever order they come
    assert np.allclose(np.linalg.norm(even, axis=-1), np.linalg.norm(pages, axis=-1).mean(axis=0), rtol=1e-3)
    assert np.allclose(Embeddings([a, a, a.copy()]).mixed((0.2, 0.3, 0.5)), a, atol=1e-4)
    assert np.isfinite(Embeddings([a, -a, b]).mixed((0.3, 0.3, 0.4))).all()


def test_prompts_glide_over_their_beats_and_a_change_in_mid_glide_does_not_jump():
    random = np.random.default_rng(1)
    pages = dict(zip("abcd", random.standard_normal((4, 1, 7, 16)).astype(np.float32), strict=True))
    mix = PromptMix(PromptBook(pages.__getitem__, wait=True), beats=4.0)
    scenes = [(0.0, [("a", 1.0)]), (2.0, [("b", 0.4), ("c", 0.6)]), (4.0, [("c", 1.0)])]
    seen = []
    for beat in np.arange(0.0, 12.0, 0.1):
        shares = next(shares for start, shares in reversed(scenes) if beat >= start)
        seen.append(mix.at(shares, beat, cut=False))
    steps = [np.abs(y - x).mean() for x, y in pairwise(seen)]
    assert max(steps) < 0.1
    assert seen[-1] is pages["c"]
    assert mix.at([("a", 1.0), ("d", 0.0)], 12.0, cut=True) is pages["a"]
    # Shares are a fader's, and answer at once; where they rest, nothing is computed or copied anew.
    half = mix.at([("a", 0.5), ("d", 0.5)], 12.1, cut=False)
    assert np.allclose(half, slerp_embeddings(pages["a"], pages["d"], 0.5), atol=1e-6)
    assert mix.at([("a", 0.5), ("d", 0.5)], 12.2, cut=False) is half


def test_a_mix_goes_on_while_a_new_text_is_being_encoded():
    gate = threading.Event()

    def encode(text: str) -> np.ndarray:
        if text == "slow":
            gate.wait(5)
        return np.full((1, 2, 3), len(text), np.float32)

    book = PromptBook(encode)
    mix = PromptMix(book)
    first = mix.at([("a", 1.0)], 0.0, cut=False)
    assert mix.at([("a", 0.5), ("slow", 0.5)], 1.0, cut=True) is first
    gate.set()
    until = time.monotonic() + 5
    while mix.at([("a", 0.0), ("slow", 1.0)], 1.0, cut=True) is first and time.monotonic() < until:
        time.sleep(0.01)
    assert mix.at([("a", 0.0), ("slow", 1.0)], 1.0, cut=True)[0, 0, 0] == 4
    book.close()


def test_live_prompt_is_encoded_beside_the_painting_and_only_once():
    gate, calls = threading.Event(), []

    def encode(text: str) -> np.ndarray:
        calls.append(text)
        if text == "slow":
            gate.wait(5)
        return np.full((1, 2, 3), len(text), np.float32)

    book = PromptBook(encode)
    book.prepare(["known", "known"])
    assert book.get("known")[0, 0, 0] == 5
    assert book.get("slow") is None and book.get("slow") is None  # the frame is not kept waiting
    gate.set()
    until = time.monotonic() + 5
    while book.get("slow") is None and time.monotonic() < until:
        time.sleep(0.01)
    assert book.get("slow")[0, 0, 0] == 4
    assert calls == ["known", "slow"]
    book.close()


def test_film_waits_for_its_prompts():
    book = PromptBook(lambda text: np.ones((1, 1, 1), np.float32), wait=True)
    assert book.get("anything") is not None


def test_a_painter_that_starts_again_finds_its_prompts_on_disk(tmp_path):
    from realtime.paint.diffusion import embedding_store
    from realtime.paint.diffusion.embedding_store import EmbeddingStore

    calls = []

    def encode(text: str) -> np.ndarray:
        calls.append(text)
        return np.full((1, 7, 16), len(text), np.float32)

    def book(encoder: str = "one") -> PromptBook:
        return PromptBook(encode, store=EmbeddingStore(encoder, (1, 7, 16), tmp_path))

    texts = [f"scene {i}" for i in range(12)]
    book().prepare(texts)
    again = book()
    again.prepare(texts)
    assert calls == texts and again.get("scene 3")[0, 0, 0] == 7
    book("another").prepare(texts[:1])
    assert len(calls) == 13  # another encoder's are others
    damaged = next((tmp_path / "one").glob("*.npy"))
    damaged.write_bytes(b"cut")
    book().prepare(texts)
    assert len(calls) == 14
    assert not any("scene" in str(file) for file in tmp_path.rglob("*"))  # what guests type is nowhere
    embedding_store.KEPT, kept = 4, embedding_store.KEPT
    try:
        book().prepare(["one more"])
    finally:
        embedding_store.KEPT = kept
    assert len(list((tmp_path / "one").glob("*.npy"))) == 4


def test_prompts_that_cannot_be_kept_are_painted_all_the_same(tmp_path):
    from realtime.paint.diffusion.embedding_store import EmbeddingStore

    (tmp_path / "one").write_text("a file where the folder should be")
    book = PromptBook(
        lambda text: np.ones((1, 1, 1), np.float32), store=EmbeddingStore("one", (1, 1, 1), tmp_path)
    )
    book.prepare(["anything"])
    assert book.get("anything") is not None
