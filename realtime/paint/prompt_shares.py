"""How much of a picture each of a subject's prompts has."""

from __future__ import annotations

from collections.abc import Mapping

from realtime.paint.frame import Subject
from realtime.paint.request_values import share


def prompt_shares(
    subject: Subject, prompt_mix: float, weights: Mapping[str, float]
) -> tuple[tuple[str, float], ...]:
    """(text, share) of `prompt`, of `prompt_b` where there is one, and of `prompts`; shares sum to 1.

    weights: `prompt_1` is that of the first of `prompts`, and so on. What they leave of 1 is shared by prompt
    and prompt_b, as prompt_mix says; weights that come to more than 1 leave nothing, and are scaled down.
    """
    further = [
        (text, share(weights.get(f"prompt_{number}", 0.0)))
        for number, text in enumerate(subject.prompts, start=1)
    ]
    taken = sum(weight for _, weight in further)
    own, scale = max(1.0 - taken, 0.0), 1.0 / max(taken, 1.0)
    second = share(prompt_mix) if subject.prompt_b else 0.0
    shares = [(subject.prompt, own * (1.0 - second))]
    if subject.prompt_b:
        shares.append((subject.prompt_b, own * second))
    return (*shares, *((text, weight * scale) for text, weight in further))
