"""Where sound comes from and goes to: sound card, file, stdin; all give blocks."""
