"""The diffusion painter: SD-Turbo and LCM models, as compiled graphs or in torch."""
