"""The eyes of the audience: what can harm them is prevented on the wall, and found in films."""
