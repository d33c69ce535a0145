"""The frame step: everything between one painted frame and the next, as one graph."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from realtime.paint.diffusion.colour import match_colour, picture_statistics
from realtime.paint.diffusion.diffusers_modules import Autoencoder, Unet
from realtime.paint.diffusion.guide import Guide
from realtime.paint.diffusion.image_prompt import image_weight_of
from realtime.paint.diffusion.live_lora import weights_of
from realtime.paint.diffusion.step_spec import GRAIN, GUIDANCE, PALETTE_MIX, SOURCE_MIX, UNSHARP, StepSpec
from realtime.paint.diffusion.warp import Warp, unsharp

# LCM's boundary condition (Luo et al. 2023): data deviation, and the scale of its timesteps.
_LCM_DATA_DEVIATION = 0.5
_LCM_TIMESTEP_SCALE = 10.0
# Too little to change a mean, and no zero, which a compiler would take away.
_UNSEEN = 1e-12


class FrameStep(nn.Module):
    """warp → mix with the source → colour match → unsharp → encode → noise → UNet →
    step → decode.

    Inputs and outputs are those of `StepSpec.inputs` / `.outputs`; `frame` and `source` are uint8
    sRGB with an alpha channel that is ignored. Only the UNet and the autoencoder may be half precision,
    all the rest is float32. Noise is an input, so that the same inputs give the same picture everywhere.
    """

    guidance_rates: Tensor
    sizes: Tensor

    def __init__(self, unet: Unet, autoencoder: Autoencoder, spec: StepSpec, guide: Guide | None = None):
        super().__init__()
        self.unet = unet
        self.autoencoder = autoencoder
        self.guide = guide
        self.spec = spec
        self.tiny = type(autoencoder).__name__ == "AutoencoderTiny"
        self.latent_scale = float(autoencoder.config.scaling_factor)
        self.warp = Warp(spec.width, spec.height)
        self.lora_weights = weights_of(unet)
        self.image_weight = image_weight_of(unet)
        names = list(spec.inputs)
        self._further = names[names.index("prompt") + 1 :]
        if spec.guidance == "embedded":
            half = spec.guidance_width // 2
            rates = torch.exp(torch.arange(half) * -(math.log(10000.0) / (half - 1))) * 1000.0
            self.register_buffer("guidance_rates", rates, persistent=False)
        if spec.pooled_width:
            # SDXL is given how large the picture was, where it was cut and how large it is to be.
            sizes = torch.tensor([[spec.height, spec.width, 0, 0, spec.height, spec.width]])
            self.register_buffer("sizes", sizes.float(), persistent=False)

    def forward(
        self,
        frame: Tensor,
        source: Tensor,
        homography: Tensor,
        amounts: Tensor,
        palette: Tensor,
        noise: Tensor,
        timestep: Tensor,
        alpha: Tensor,
        prompt: Tensor,
        *further: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """picture: uint8 (1, H, W, 4); statistics: float32 (8,), the last not finite when a pixel was not.

        further: the inputs that only some steps have, in the order of `StepSpec.inputs`.
        """
        also = dict(zip(self._further, further, strict=True))
        if self.lora_weights is not None:
            self.lora_weights.value = also["loras"]
        if self.image_weight is not None:
            self.image_weight.value = also["image_weight"]
        image = self.warp(_to_image(frame), homography)
        image = image + amounts[SOURCE_MIX] * (_to_image(source) - image)
        image = match_colour(image, palette, amounts[PALETTE_MIX])
        image = unsharp(image, amounts[UNSHARP])
        image = image + amounts[GRAIN] * self._grain(noise)
        latent = self._encode(image * 2.0 - 1.0)
        conditions = self._conditions(prompt, also, amounts[GUIDANCE])
        latent = self._denoise(latent, noise, timestep, alpha, conditions)
        if self.lora_weights is not None:
            self.lora_weights.value = None
        if self.image_weight is not None:
            self.image_weight.value = None
        picture = self._decode(latent) * 0.5 + 0.5
        clamped = picture.clamp(0.0, 1.0)
        # The mean before clamping is not finite when a pixel is not: clamping and casting would hide it.
        # So may the decoder's ReLU what is not finite in the latents (OpenVINO's does): their mean is in it.
        raw = picture.mean() + _UNSEEN * latent.mean()
        statistics = torch.cat([picture_statistics(clamped), raw.reshape(1)])
        return _to_bytes(clamped), statistics

    def _grain(self, noise: Tensor) -> Tensor:
        """Soft coloured clouds of unit deviation or so: three channels of the latent noise, enlarged."""
        size = (self.spec.height, self.spec.width)
        return F.interpolate(noise[0:1, 0:3], size=size, mode="bilinear", align_corners=False)

    def _encode(self, image: Tensor) -> Tensor:
        image = image.to(_dtype(self.autoencoder))
        if self.tiny:
            latent = self.autoencoder.encoder(image)
        else:  # the mean of the posterior: a draw would be noise on top of the noise
            moments = self.autoencoder.encoder(image)
            if self.autoencoder.quant_conv is not None:
                moments = self.autoencoder.quant_conv(moments)
            latent = moments[:, :4]
        return latent.float() * self.latent_scale

    def _decode(self, latent: Tensor) -> Tensor:
        latent = (latent / self.latent_scale).to(_dtype(self.autoencoder))
        if not self.tiny and self.autoencoder.post_quant_conv is not None:
            latent = self.autoencoder.post_quant_conv(latent)
        return self.autoencoder.decoder(latent).float()

    def _conditions(self, prompt: Tensor, also: dict[str, Tensor], guidance: Tensor) -> _Conditions:
        guided, weight = None, also.get("guide_weight")
        if self.guide is not None and weight is not None:
            guided = self.guide.features(_to_image(also["guide"]), weight)
        return _Conditions(prompt, also.get("negative"), guidance, guided, weight, also.get("image"))

    def _denoise(self, latent, noise, timestep, alpha, conditions: _Conditions) -> Tensor:
        """z_t = √ā·z + √(1 − ā)·n, then `steps` times UNet → ε and x₀ → z at the next ā."""
        z = alpha[0].sqrt() * latent + (1.0 - alpha[0]).sqrt() * noise[0:1]
        for i in range(self.spec.steps):
            signal, spread = alpha[i].sqrt(), (1.0 - alpha[i]).sqrt()
            output = self._predict(z, timestep[i : i + 1], conditions)
            if self.spec.prediction == "v_prediction":
                clean = signal * z - spread * output
                error = signal * output + spread * z
            else:
                clean = (z - spread * output) / signal
                error = output
            if self.spec.sampler == "lcm":
                time = timestep[i] * _LCM_TIMESTEP_SCALE
                norm = time * time + _LCM_DATA_DEVIATION**2
                clean = time / norm.sqrt() * clean + _LCM_DATA_DEVIATION**2 / norm * z
                if i == self.spec.steps - 1:
                    return clean
                error = noise[i + 1 : i + 2]
            z = alpha[i + 1].sqrt() * clean + (1.0 - alpha[i + 1]).sqrt() * error
        return z

    def _predict(self, z, timestep, given: _Conditions) -> Tensor:
        if self.spec.guidance == "free":
            assert given.negative is not None
            both = torch.cat([given.negative, given.prompt])
            without, with_prompt = self._noise(torch.cat([z, z]), timestep, both, given).chunk(2)
            return without + given.guidance * (with_prompt - without)
        if self.spec.guidance == "embedded":
            phase = ((given.guidance - 1.0) * self.guidance_rates).reshape(1, -1)
            scale = torch.cat([phase.sin(), phase.cos()], dim=1)
            return self._noise(z, timestep, given.prompt, given, scale)
        return self._noise(z, timestep, given.prompt, given)

    def _noise(self, z, timestep, text, given: _Conditions, condition: Tensor | None = None) -> Tensor:
        """The UNet's output, float32, for as many latents as texts."""
        dtype = _dtype(self.unet)
        extra: dict = {} if condition is None else {"timestep_cond": condition.to(dtype)}
        if self.spec.pooled_width:
            pooled = text[:, self.spec.tokens, : self.spec.pooled_width]
            text = text[:, : self.spec.tokens]
            sizes = self.sizes.repeat(z.shape[0], 1)
            extra["added_cond_kwargs"] = {"text_embeds": pooled, "time_ids": sizes}
        if given.image is not None:
            # The negative prompt goes with no picture, which is zeros.
            both = [torch.zeros_like(given.image), given.image]
            pictures = torch.cat(both[2 - z.shape[0] :]).to(dtype)
            extra["added_cond_kwargs"] = {**extra.get("added_cond_kwargs", {}), "image_embeds": [pictures]}
        text = text.to(dtype)
        if self.guide is not None and given.guided is not None:
            # SDXL's controls are told what the U-Net is told of the whole text and the sizes.
            told = {name: extra[name] for name in ("added_cond_kwargs",) if name in extra}
            extra |= self.guide.conditions(
                given.guided, given.guide_weight, z, timestep, encoder_hidden_states=text, **told
            )
        return self.unet(z.to(dtype), timestep, encoder_hidden_states=text, **extra).sample.float()


@dataclass(frozen=True, slots=True)
class _Conditions:
    """What all steps of a frame are given. guided: as `Guide.features`."""

    prompt: Tensor
    negative: Tensor | None
    guidance: Tensor
    guided: tuple[Tensor, list[Tensor]] | None
    guide_weight: Tensor | None
    image: Tensor | None


def _dtype(module: nn.Module) -> torch.dtype:
    return next(module.parameters()).dtype


def _to_image(pixels: Tensor) -> Tensor:
    """uint8 (1, H, W, 4) → float32 (1, 3, H, W) in 0..1; the cast comes first, as TensorRT wants it."""
    return pixels.float().permute(0, 3, 1, 2)[:, :3] * (1.0 / 255.0)


def _to_bytes(image: Tensor) -> Tensor:
    """float32 (1, 3, H, W) in 0..1 → uint8 (1, H, W, 4), opaque; the cast comes last."""
    pixels = F.pad(image.permute(0, 2, 3, 1), (0, 1), value=1.0)
    return (pixels * 255.0).round().to(torch.uint8)
