"""The embedded painter: a procedural source, repainted by a small network in 26 blendable styles."""
