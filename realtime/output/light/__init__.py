"""Light: fixtures that follow the picture and the sound, by Art-Net and sACN, and a lighting desk's hand."""
