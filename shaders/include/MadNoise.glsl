// What materials for MadMapper include: noise of a place in two or three dimensions. A name with d before it gives
// the number and then how it grows along each axis. `noise` and what is made of it goes from -1 to 1, others from 0.

vec3 mad_random(ivec3 cell) {
    uvec3 n = uvec3(cell) * 1664525u + 1013904223u;
    n += n.yzx * n.zxy;
    n ^= n >> 16u;
    n += n.yzx * n.zxy;
    return vec3(n >> 8u) / 16777216.0;
}

// How far along the way from one lattice point to the next, and how fast that grows.
vec3 mad_eased(vec3 f) { return f * f * f * (f * (f * 6.0 - 15.0) + 10.0); }
vec3 mad_easing(vec3 f) { return 30.0 * f * f * (f - 1.0) * (f - 1.0); }

const int MAD_VALUE = 0, MAD_SLOPE = 1, MAD_FLAT_SLOPE = 2;

// One corner: its number, and how that grows.
vec4 mad_corner(ivec3 cell, vec3 from, int kind, float turned) {
    vec3 number = mad_random(cell);
    if (kind == MAD_VALUE) return vec4(number.x, vec3(0.0));
    float angle = 6.2831853 * (number.x + turned);
    float height = kind == MAD_FLAT_SLOPE ? 0.0 : number.y * 2.0 - 1.0;
    vec3 slope = vec3(sqrt(1.0 - height * height) * vec2(cos(angle), sin(angle)), height);
    return vec4(dot(slope, from), slope);
}

// The mix of two corners that lie along `axis`.
vec4 mad_between(vec4 a, vec4 b, float eased, vec3 easing) {
    return mix(a, b, eased) + vec4(0.0, easing * (b.x - a.x));
}

vec4 mad_lattice(vec3 p, int kind, float turned) {
    ivec3 cell = ivec3(floor(p));
    vec3 f = p - floor(p), eased = mad_eased(f), easing = mad_easing(f);
    vec4 planes[2];
    for (int z = 0; z < 2; z++) {
        vec4 rows[2];
        for (int y = 0; y < 2; y++) {
            ivec3 a = ivec3(0, y, z), b = ivec3(1, y, z);
            rows[y] = mad_between(mad_corner(cell + a, f - vec3(a), kind, turned),
                                  mad_corner(cell + b, f - vec3(b), kind, turned), eased.x, vec3(easing.x, 0.0, 0.0));
        }
        planes[z] = mad_between(rows[0], rows[1], eased.y, vec3(0.0, easing.y, 0.0));
        if (kind == MAD_FLAT_SLOPE) return planes[0];
    }
    return mad_between(planes[0], planes[1], eased.z, vec3(0.0, 0.0, easing.z));
}

// The way to the nearest of the points that lie one in each cell, and how far the next is.
vec4 mad_nearest(vec3 p, int depth) {
    vec4 found = vec4(vec3(0.0), 9.0);
    float least = 9.0;
    for (int z = -depth; z <= depth; z++)
        for (int y = -1; y <= 1; y++)
            for (int x = -1; x <= 1; x++) {
                vec3 corner = floor(p) + vec3(x, y, z);
                vec3 way = p - corner - mad_random(ivec3(corner));
                if (depth == 0) way.z = 0.0;
                float far = length(way);
                if (far < least) found = vec4(way, least);
                else found.w = min(found.w, far);
                least = min(least, far);
            }
    return found;
}
vec4 mad_worley(vec3 p, int depth) {
    vec3 way = mad_nearest(p, depth).xyz;
    return length(way) < 1.0 ? vec4(length(way), normalize(way + 1e-9)) : vec4(1.0, vec3(0.0));
}

vec3 dvnoise(vec2 p) { return mad_lattice(vec3(p, 0.0), MAD_VALUE, 0.0).xyz; }
vec4 dvnoise(vec3 p) { return mad_lattice(p, MAD_VALUE, 0.0); }
vec3 dFlowNoise(vec2 p, float turns) { return 1.4142 * mad_lattice(vec3(p, 0.0), MAD_FLAT_SLOPE, turns).xyz; }
vec3 dnoise(vec2 p) { return dFlowNoise(p, 0.0); }
vec4 dnoise(vec3 p) { return 1.4 * mad_lattice(p, MAD_SLOPE, 0.0); }
vec3 dWorleyNoise(vec2 p) { return mad_worley(vec3(p, 0.0), 0).xyz; }
vec4 dWorleyNoise(vec3 p) { return mad_worley(p, 1); }

float flowNoise(vec2 p, float turns) { return dFlowNoise(p, turns).x; }
vec2 curlNoise(vec2 p) { return dnoise(p).zy * vec2(1.0, -1.0); }
vec2 curlNoise(vec2 p, float turns) { return dFlowNoise(p, turns).zy * vec2(1.0, -1.0); }
#ifdef NOISE_WORLEY_ASHIMA_IMPL
vec2 mad_two(vec4 found) { return vec2(length(found.xyz), found.w); }
vec2 worleyNoise(vec2 p) { return mad_two(mad_nearest(vec3(p, 0.0), 0)); }
vec2 worleyNoise(vec3 p) { return mad_two(mad_nearest(p, 1)); }
#else
float worleyNoise(vec2 p) { return dWorleyNoise(p).x; }
float worleyNoise(vec3 p) { return dWorleyNoise(p).x; }
#endif

// All that is made of the noise of a place of type P, whose numbers with their growth are of type D.
#define MAD_OF(P, D) \
float vnoise(P p) { return dvnoise(p).x; } \
float noise(P p) { return dnoise(p).x; } \
D dBillowedNoise(P p) { D n = dnoise(p); return n.x < 0.0 ? -n : n; } \
float billowedNoise(P p) { return dBillowedNoise(p).x; } \
D dRidgedNoise(P p, float ridge) { D n = -dBillowedNoise(p); n.x += ridge; return n; } \
D dRidgedNoise(P p) { return dRidgedNoise(p, 1.0); } \
float ridgedNoise(P p, float ridge) { return dRidgedNoise(p, ridge).x; } \
float ridgedNoise(P p) { return dRidgedNoise(p).x; } \
D mad_grown(D n, float size) { float x = n.x; n *= size; n.x = x; return n; } \
D dfBm(P p, int octaves, float lacunarity, float gain) { \
    D sum = D(0.0); \
    float size = 1.0, part = 0.5; \
    for (int i = 0; i < octaves; i++, size *= lacunarity, part *= gain) sum += part * mad_grown(dnoise(p * size), size); \
    return sum; \
} \
D dfBm(P p) { return dfBm(p, 4, 2.0, 0.5); } \
float fBm(P p, int octaves, float lacunarity, float gain) { return dfBm(p, octaves, lacunarity, gain).x; } \
float fBm(P p) { return dfBm(p).x; } \
D dBillowyTurbulence(P p, int octaves, float lacunarity, float gain) { \
    D sum = D(0.0); \
    float size = 1.0, part = 0.5; \
    for (int i = 0; i < octaves; i++, size *= lacunarity, part *= gain) sum += part * mad_grown(dBillowedNoise(p * size), size); \
    return sum; \
} \
D dBillowyTurbulence(P p) { return dBillowyTurbulence(p, 4, 2.0, 0.5); } \
float billowyTurbulence(P p, int octaves, float lacunarity, float gain) { return dBillowyTurbulence(p, octaves, lacunarity, gain).x; } \
float billowyTurbulence(P p) { return dBillowyTurbulence(p).x; } \
D mad_product(D a, D b) { D n = a.x * b + b.x * a; n.x = a.x * b.x; return n; } \
D dRidgedMF(P p, float ridge, int octaves, float lacunarity, float gain) { \
    D sum = D(0.0), before = D(0.0); \
    before.x = 1.0; \
    float size = 1.0, part = 0.5; \
    for (int i = 0; i < octaves; i++, size *= lacunarity, part *= gain) { \
        D ridged = mad_grown(dRidgedNoise(p * size, ridge), size); \
        ridged = mad_product(ridged, ridged); \
        sum += part * mad_product(ridged, before); \
        before = ridged; \
    } \
    return sum; \
} \
D dRidgedMF(P p, float ridge) { return dRidgedMF(p, ridge, 4, 2.0, 0.5); } \
D dRidgedMF(P p) { return dRidgedMF(p, 1.0); } \
float ridgedMF(P p, float ridge, int octaves, float lacunarity, float gain) { return dRidgedMF(p, ridge, octaves, lacunarity, gain).x; } \
float ridgedMF(P p, float ridge) { return dRidgedMF(p, ridge).x; } \
float ridgedMF(P p) { return dRidgedMF(p).x; }

MAD_OF(vec2, vec3)
MAD_OF(vec3, vec4)
