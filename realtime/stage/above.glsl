// One layer above the picture, blended with what is below it.
uniform sampler2D image;   // colours times alpha
uniform sampler2D under;
uniform int mode;
uniform float opacity;
in vec2 at;
in vec2 place;
out vec4 color;

#include "blend.glsl"

void main() {
    vec4 shown = texture(image, at);
    vec3 below = texture(under, place).rgb;
    vec3 above = shown.rgb / max(shown.a, 1e-4);
    float cover = shown.a * opacity;
    vec3 light = mix(to_light(below), to_light(blended(mode, below, above)), cover);
    color = vec4(to_levels(light), 1.0);
}
