"""What is written while a show or film plays: the movie with its sound, and the trace."""
