"""How the numbers were found that the ear ships with."""
