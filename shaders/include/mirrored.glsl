// Texture coordinates beyond the edges of a picture, folded back into it.
vec2 mirrored(vec2 uv) { return 1.0 - abs(1.0 - mod(uv, 2.0)); }
