// Where things stand in the picture: another place for each `seed`.

// One number of the composition, 0..1, by the seed.
float choice(float k) {
    vec3 q = fract(vec3(mod(seed, 61.0), floor(seed / 61.0), k) * 0.1031);
    q += dot(q, q.zyx + 31.32);
    return fract((q.x + q.y) * q.z);
}

// A place to the side, nearer to the middle in a narrow picture.
float beside(float x) { return x * min(1.0, RENDERSIZE.x / RENDERSIZE.y / 1.5); }
