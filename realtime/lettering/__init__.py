"""What is written over the picture: title, artist, lyrics, credits and a logo, and how they are typeset."""
