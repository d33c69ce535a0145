// The finished canvas: upscaled along the guide, lit bristles of the brush, dither.
uniform sampler2D image;      // alpha: how deep the bristles are
uniform sampler2D guide;
uniform sampler2DArray bristles; // two octaves of brush hairs at a stroke angle, and at the next one
uniform vec2 size;            // of this target
uniform vec2 canvas;          // of `image`
uniform float hair;           // depth of the bristles
uniform mat2 to_bristles;     // the bristles' own camera: from pixels,
uniform vec2 drift;           // offset,
uniform float zoom;           // fraction of an octave,
uniform float turn;           // rotation in half turns
out vec4 color;

const float LAYERS = 16.0;

void main() {
    vec2 uv = gl_FragCoord.xy / size;
    vec4 g = texture(guide, uv) * 2.0 - 1.0;
    // Two looks along the stroke hide the steps of the small picture.
    vec2 at = uv + g.zw / canvas, along = (g.x > 0.0 ? vec2(1.0 + g.x, g.y) : vec2(g.y, 1.0 - g.x)) * (0.5 / canvas);
    vec4 c = 0.5 * (texture(image, at + along) + texture(image, at - along));
    // The brush hairs travel with the camera; two octaves fade into each other as it zooms.
    vec2 p = to_bristles * (gl_FragCoord.xy - 0.5 * size) + drift;
    float layer = fract(atan(-g.y, g.x) * 0.15915494 - turn) * LAYERS;  // g has y down, p up
    vec4 hairs = texture(bristles, vec3(p, floor(layer)));
    vec2 octaves = mix(hairs.rg, hairs.ba, fract(layer));
    float relief = (mix(octaves.x, octaves.y, zoom) - 0.5) * hair * c.a;
    float dither = fract(52.9829189 * fract(dot(gl_FragCoord.xy, vec2(0.06711056, 0.00583715)))) - 0.5;
    color = vec4(c.rgb * (1.0 + relief) + (0.06 * relief + dither / 255.0), 1.0);
}
