"""Text encoders as one module: tokens in, the prompt's embedding out."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import nn


class TextEncoding(nn.Module):
    """tokens int64 (encoders, 77) → embedding float32 (1, 77, width), as Stable Diffusion's UNet takes it.

    SDXL's two encoders: each one's last layer but one side by side, and one row more, the second one's
    embedding of the whole text, filled up with zeros."""

    def __init__(self, encoders: Sequence[nn.Module]):
        super().__init__()
        self.encoders = nn.ModuleList(encoders)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        if len(self.encoders) == 1:
            return self.encoders[0](tokens)[0].float()
        found = [
            encoder(tokens[i : i + 1], output_hidden_states=True) for i, encoder in enumerate(self.encoders)
        ]
        text = torch.cat([each.hidden_states[-2] for each in found], dim=-1).float()
        pooled = found[-1].text_embeds.float()
        row = F.pad(pooled, (0, text.shape[-1] - pooled.shape[-1]))
        return torch.cat([text, row[:, None]], dim=1)
