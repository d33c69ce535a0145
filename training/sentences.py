"""All sentences that the guard's opinion is fitted to, as the guard reads them: `training.prompt_examples`
with what the list finds in them and the part that each is of.

One part, KEPT, is not fitted to: it says what the opinion is worth, and sets the limit. Sentences of one
topic are of one part.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from realtime.guard.encoder import Encoder
from realtime.guard.encoder_file import EncoderFile
from realtime.guard.opinion import GRAMS, counted, grams, without_brackets
from realtime.options import BLOCKLIST
from realtime.setlist.blocklist import Blocklist, Findings
from training.prompt_examples import FINE, MIXED, Example, examples, mixed, topics

PARTS, KEPT = 7, 0


class Sentences:
    """The sentences, all in one order.

    given, found, texts: as they were written, what the list says, as the guard reads them; tokens: as the
    encoder spells them; part: int (n,); letters: float32 (n, GRAMS), their runs of letters; counts: float32
    (n, len(counted)), how many words the list has in doubt, by what it calls them; unfit: bool (n,); kinds:
    the names of all kinds."""

    def __init__(self, file: EncoderFile) -> None:
        blocklist, spell = Blocklist.load(BLOCKLIST), Encoder(file, {}).tokens
        given = examples()
        found = [blocklist.findings(example.text) for example in given]
        texts = _plain(given, found)
        tokens = [spell(text) for text in texts]
        written = [i for i, example in enumerate(given) if example.said]
        topic = topics(_meant(file, [tokens[i] for i in written]))
        parts = np.random.default_rng(3).integers(PARTS, size=len(written))[topic]
        # A sentence with a style or another one beside it is of the part of the sentence itself.
        pairs = mixed([given[i] for i in written], parts.tolist())
        of_pairs = [blocklist.findings(example.text) for example in pairs]
        self.given, self.found = [*given, *pairs], [*found, *of_pairs]
        of_texts = _plain(pairs, of_pairs)
        self.texts = [*texts, *of_texts]
        self.tokens = [*tokens, *map(spell, of_texts)]
        self.part = parts[[example.of for example in self.given]]
        self.letters = _spelled(self.texts)
        self.counted = sorted({kind for f in self.found for kind in f.counts})
        self.counts = np.array(
            [[counted(f.counts.get(kind, 0)) for kind in self.counted] for f in self.found], np.float32
        )
        self.kinds = sorted({example.kind for example in self.given} - {FINE, MIXED})
        self.unfit = np.array([example.kind != FINE for example in self.given])


def _meant(file: EncoderFile, tokens: Sequence[list[int]]) -> NDArray[np.float32]:
    """(len(tokens), numbers): about what sentences are: what their words mean by themselves, the rare ones
    most."""
    with_piece = np.bincount([piece for own in tokens for piece in set(own)], minlength=len(file.pieces))
    rarity = np.log((len(tokens) + 1) / (with_piece + 1)).astype(np.float32)
    return np.array([rarity[own] @ file.rows("emb.word", file.width, own) / len(own) for own in tokens])


def _spelled(texts: Sequence[str]) -> csr_array:
    """(len(texts), GRAMS): the runs of letters of each."""
    rows = [grams(text) for text in texts]
    starts = np.cumsum([0, *(len(places) for places, _ in rows)])
    places = np.concatenate([places for places, _ in rows])
    values = np.concatenate([values for _, values in rows])
    return csr_array((values, places, starts), shape=(len(texts), GRAMS))


def _plain(given: list[Example], found: list[Findings]) -> list[str]:
    """The texts as the guard reads them."""
    return [without_brackets(f.plain or e.text.casefold()) for e, f in zip(given, found, strict=True)]
