// Everything about the picture that is not asked of each pixel anew. A software GL spends a third of its time on
// matrices and uniforms that every pixel reads for itself; what it is handed by interpolation is nearly free.

in vec2 isf_position;
out vec2 at;
noperspective out vec3 seen[LAYERS];  // texture coordinates of each frame, up to scale: linear over the picture
flat out vec4 slope[LAYERS];          // how texture coordinates change with x (xy) and y (zw) in the middle
noperspective out vec4 phase;         // of the wave's swells, in turns
out Knobs {
    flat float weight[LAYERS];
    flat vec2 size;
    flat float KNOBS;
} knobs;

// Of each frame: columns of a matrix, normalised output coordinates -> texture coordinates, up to scale; in the
// fourth place of the first the frame's weight.
uniform vec4 to_frame[3 * LAYERS];
uniform vec2 size;                    // output, pixels
uniform float knob[KNOB_COUNT];       // the finish and the moment, all numbers in one call (finish.py)

void main() {
    gl_Position = vec4(isf_position, 0.0, 1.0);
    at = isf_position * 0.5 + 0.5;
    for (int layer = 0; layer < LAYERS; layer++) {
        vec4 first = to_frame[3 * layer];
        mat3 look = mat3(first.xyz, to_frame[3 * layer + 1].xyz, to_frame[3 * layer + 2].xyz);
        seen[layer] = look * vec3(at, 1.0);
        vec3 middle = look * vec3(0.5, 0.5, 1.0);
        vec2 uv = middle.xy / middle.z;
        slope[layer] = vec4(look[0].xy - uv * look[0].z, look[1].xy - uv * look[1].z) / middle.z;
        knobs.weight[layer] = first.w;
    }
    float time = knob[TIME];
    vec2 c = (at - 0.5) * vec2(size.x / size.y, 1.0);
    phase = vec4(c.y + time * 0.27, c.y * 1.75 - time * 0.37 + c.x * 0.64,
        c.x * 0.81 - time * 0.22, c.x * 1.43 + time * 0.32 + c.y * 0.8);
    knobs.size = size;
    SET_KNOBS
}
