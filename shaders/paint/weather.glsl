// What falls, drifts, flies or burns before a source: each kind as much as its uniform says (0..1).
uniform sampler2D image;
uniform vec2 size;
uniform float time;           // begins again after 6000 s, without a seam
uniform float seed;
uniform bool indoors;         // it is only where the picture's alpha says that one sees outdoors
uniform vec3 c0;              // palette, dark to light
uniform vec3 c1;
uniform vec3 c2;
uniform vec3 c3;
uniform float fog;
uniform float rain;
uniform float snow;
uniform float petals;
uniform float embers;
uniform float fireflies;
uniform float birds;
uniform float fireworks;
uniform float lightning;
out vec4 color;

const float TAU = 6.2831853;

#include "soft_noise.glsl"

// Offset from a grain's middle, in cells; z: the grain's own number. `share` of the cells have one.
vec3 grain(vec2 p, float row, float share) {
    vec2 id = floor(p);
    float key = hash(id + vec2(13.0 * row, 5.0 * row));
    vec2 at = 0.25 + 0.5 * vec2(fract(key * 57.0), fract(key * 91.0));
    return vec3(p - id - at + step(share, key) * 9.0, fract(key * 31.0));
}

void main() {
    vec2 uv = gl_FragCoord.xy / size, p = (2.0 * gl_FragCoord.xy - size) / size.y;
    vec4 before = texture(image, uv);
    vec3 c = before.rgb;
    if (lightning > 0.0) {
        // A bolt every eight seconds; it fades over half a second, and never flickers.
        float turn = floor(time / 8.0), age = fract(time / 8.0) * 8.0;
        float x = mix(-1.1, 1.1, hash(vec2(mod(turn, 50.0), 3.0))), lit = exp(-4.0 * age) * smoothstep(0.0, 0.05, age);
        float bend = 0.5 * (soft_noise(vec2(p.y * 3.0, 9.0 + turn)) - 0.5) + 0.16 * (soft_noise(vec2(p.y * 11.0, 21.0 + turn)) - 0.5);
        float fork = x + bend + 0.55 * max(0.25 - p.y, 0.0) * (hash(vec2(mod(turn, 50.0), 7.0)) - 0.5);
        float near = min(abs(p.x - x - bend) - 0.012, abs(p.x - fork) - 0.004) * step(-0.45, p.y) + 9.0 * step(p.y, -0.45);
        c += lightning * lit * (0.22 * c2 * smoothstep(-0.6, 1.0, p.y) + mix(c3, vec3(1.0), 0.5) * exp(-26.0 * max(near, 0.0)));
    }
    if (fog > 0.0) {
        float bank = soft_noise(vec2(p.x * 1.3 + 0.0426667 * time, p.y * 3.0 + 4.0)) + 0.5 * soft_noise(vec2(p.x * 2.6 - 0.064 * time, p.y * 6.0 + 30.0));
        vec3 air = mix(mix(c1, c2, 0.3), c3, 0.22 * bank);
        c = mix(c, air, fog * clamp(0.12 + 0.5 * bank - 0.5 * abs(p.y + 0.3), 0.0, 0.62));
    }
    if (birds > 0.0) {
        // A flock in loose order, each beating its wings in its own time.
        vec2 lead = vec2(mod(0.0746667 * time + 3.2 * hash(vec2(4.0, 41.0)), 4.48) - 2.24, mix(0.1, 0.6, hash(vec2(5.0, 41.0))));
        for (int i = 0; i < 11; i += 1) {
            float k = float(i), rank = ceil(0.5 * k), side = mod(k, 2.0) * 2.0 - 1.0;
            vec2 d = p - lead - vec2(-0.13 * rank, 0.065 * rank * side) - 0.09 * (vec2(hash(vec2(k, 43.0)), hash(vec2(k, 44.0))) - 0.5);
            float wide = mix(0.05, 0.075, hash(vec2(k, 45.0))), x = abs(d.x) / wide;
            float beat = sin(TAU * (1.5 * time + hash(vec2(k, 46.0)))), wing = wide * (0.5 * x - 0.35 * x * x) * (0.7 + 0.9 * beat);
            c = mix(c, c0 * 0.4, birds * step(x, 1.0) * smoothstep(0.016, 0.006, abs(d.y - wing) + 0.006 * x));
        }
    }
    if (fireworks > 0.0) {
        for (int i = 0; i < 3; i += 1) {
            float k = float(i), run = time / 5.0 + k / 3.0, turn = mod(floor(run), 50.0), age = fract(run) * 2.0;
            vec2 d = p - vec2(mix(-1.3, 1.3, hash(vec2(turn, 50.0 + k))), mix(0.05, 0.65, hash(vec2(turn, 54.0 + k)))) + vec2(0.0, 0.12 * age * age);
            float r = length(d) + 1e-4, reach = mix(0.35, 0.6, hash(vec2(turn, 58.0 + k))) * (1.0 - exp(-2.6 * age));
            float rays = 14.0 + floor(10.0 * hash(vec2(turn, 62.0 + k))), a = atan(d.y, d.x) / TAU * rays;
            float off = abs(fract(a) - 0.5) / rays * TAU * r, own = reach * (0.8 + 0.3 * hash(vec2(mod(floor(a), rays), turn + k)));
            float tail = smoothstep(own * 0.35, own, r) * smoothstep(own + 0.03, own, r);
            float spark = smoothstep(0.022, 0.004, off) * tail + 0.5 * exp(-9.0 * r) * exp(-6.0 * age);
            vec3 tint = mix(k < 1.0 ? c2 : mix(c2, c3, 0.5), c3, smoothstep(0.7 * own, own, r));
            c += fireworks * tint * spark * 1.5 * exp(-1.6 * max(age - 0.5, 0.0)) * smoothstep(0.0, 0.08, age) * step(age, 1.9);
        }
    }
    if (rain > 0.0) {
        for (int i = 0; i < 2; i += 1) {
            float k = float(i), scale = 15.0 - 6.0 * k;
            vec3 drop = grain(vec2(p.x * scale + 0.18 * p.y * scale, p.y * (1.7 - 0.5 * k) + (1.6 + 0.48 * k) * time), 1.0 + k, 0.75);
            float streak = smoothstep(0.13, 0.02, abs(drop.x)) * smoothstep(0.42, 0.1, abs(drop.y));
            c = mix(c, mix(c2, c3, 0.7), rain * streak * (0.26 + 0.18 * k));
        }
        c = mix(c, mix(c0, c1, 0.7), 0.06 * rain);
    }
    if (embers > 0.0) {
        for (int i = 0; i < 2; i += 1) {
            float k = float(i), scale = 8.0 - 3.0 * k;
            vec3 spark = grain(p * scale + vec2(0.35 * sin(TAU * (0.1 * time + 0.5 * p.y)), -(0.64 + 0.213333 * k) * time), 4.0 + k, 0.4);
            float light = exp(-(90.0 - 30.0 * k) * dot(spark.xy, spark.xy)) * (0.6 + 0.4 * sin(TAU * (0.5 * time + spark.z)));
            c += embers * light * mix(vec3(1.0, 0.36, 0.08), vec3(1.0, 0.82, 0.4), spark.z);
        }
    }
    if (fireflies > 0.0) {
        vec2 wander = 0.3 * vec2(sin(TAU * (0.04 * time + 0.3 * p.y)), cos(TAU * (0.03 * time + 0.3 * p.x)));
        vec3 fly = grain(p * 3.6 + wander, 7.0, 0.6);
        float on = smoothstep(-0.2, 0.8, sin(TAU * (0.15 * time + fly.z)));
        c += fireflies * on * mix(c3, vec3(0.9, 1.0, 0.5), 0.5) * (exp(-120.0 * dot(fly.xy, fly.xy)) + 0.25 * exp(-14.0 * dot(fly.xy, fly.xy)));
    }
    if (petals > 0.0) {
        for (int i = 0; i < 2; i += 1) {
            float k = float(i), scale = 5.0 - 1.8 * k;
            vec3 leaf = grain(p * scale + vec2(-(0.32 + 0.106667 * k) * time + 0.3 * sin(TAU * (0.07 * time + 0.2 * p.y)), (0.32 + 0.106667 * k) * time), 10.0 + k, 0.5);
            float a = TAU * (leaf.z + 0.12 * time), thin = 1.2 + 1.6 * abs(sin(TAU * (0.2 * time + leaf.z)));
            vec2 d = mat2(cos(a), -sin(a), sin(a), cos(a)) * leaf.xy;
            c = mix(c, mix(c2, c3, 0.25 + 0.7 * leaf.z), petals * smoothstep(0.2, 0.14, length(d * vec2(1.0, thin))));
        }
    }
    if (snow > 0.0) {
        for (int i = 0; i < 2; i += 1) {
            float k = float(i), scale = 7.5 - 2.6 * k;
            vec3 flake = grain(p * scale + vec2(0.4 * sin(TAU * (0.05 * time + 0.15 * p.y + 0.3 * k)), (0.32 + 0.16 * k) * time), 14.0 + k, 0.66);
            float r = mix(0.1, 0.2, flake.z);
            c = mix(c, mix(c3, vec3(1.0), 0.6), snow * smoothstep(r, 0.55 * r, length(flake.xy)) * (0.65 + 0.15 * k));
        }
    }
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    color = vec4(indoors ? mix(before.rgb, c, before.a) : c, 1.0);
}
