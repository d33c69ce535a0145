// Stars shine where the picture is bright, in its colour.

in vec2 corner;         // of the star's square, in cells from its middle
in vec3 star;           // middle (normalised output coordinates) and strength
out vec2 away;
flat out vec3 light;

uniform sampler2D picture;
uniform vec2 cell;      // normalised output coordinates
uniform float amount;
uniform float vignette;

void main() {
    away = corner;
    gl_Position = vec4((star.xy + corner * cell) * 2.0 - 1.0, 0.0, 1.0);
    vec3 c = textureLod(picture, star.xy, 0.0).rgb;
    float luma = dot(c, vec3(0.2126, 0.7152, 0.0722));
    vec2 centred = (star.xy - 0.5) * vec2(cell.y / cell.x, 1.0);
    float edge = 1.0 - vignette * smoothstep(0.12, 1.05, dot(centred, centred));
    light = (0.15 + 1.1 * smoothstep(0.15, 0.7, luma)) * (0.55 + 0.45 * c / max(luma, 0.1));
    light *= star.z * amount * edge;
}
