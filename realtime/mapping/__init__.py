"""From sound to look: signals, envelopes, curves and the routes between them and their targets."""
