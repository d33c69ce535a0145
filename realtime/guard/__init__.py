"""The guard: what may be painted. Texts are judged by a list and by context, pictures by a look at them."""
