"""Named things: drawings of nouns, the words that call for them, and how they are laid into a scene."""
