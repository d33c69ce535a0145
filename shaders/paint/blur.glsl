// One direction of a Gaussian of nine pixels in five looks; `keep` of `last` stays (an average over frames).
uniform sampler2D image;
uniform sampler2D last;
uniform vec2 step_;           // one pixel of the direction, in units of the picture
uniform vec2 size;
uniform vec3 weights;         // of the middle, of pixels 1 and 2, of 3 and 4; on both sides they make 1
uniform vec2 places;          // between 1 and 2, between 3 and 4
uniform float keep;
out vec4 color;

void main() {
    vec2 uv = gl_FragCoord.xy / size, near = places.x * step_, far = places.y * step_;
    color = weights.x * texture(image, uv) + weights.y * (texture(image, uv + near) + texture(image, uv - near))
          + weights.z * (texture(image, uv + far) + texture(image, uv - far));
    if (keep > 0.0) color = mix(color, texelFetch(last, ivec2(gl_FragCoord.xy), 0), keep);
}
