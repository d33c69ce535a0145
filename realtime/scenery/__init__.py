"""What is in the picture: generators, words and their objects, palettes, pictures and videos."""
