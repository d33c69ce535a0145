"""Schedules of a whole song for other programs, and theirs (Deforum, Parseq) as animations for films."""
