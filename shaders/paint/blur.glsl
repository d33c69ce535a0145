// One direction of a Gaussian; `keep` of `last` stays (an average over frames).
uniform sampler2D image;
uniform sampler2D last;
uniform vec2 size;
uniform vec2 direction;       // in pixels
uniform float sigma;
uniform float keep;
out vec4 color;

void main() {
    vec4 sum = vec4(0.0);
    float total = 0.0;
    for (int i = -4; i <= 4; i += 1) {
        float w = exp(-0.5 * float(i * i) / (sigma * sigma));
        sum += w * texture(image, (gl_FragCoord.xy + float(i) * direction) / size);
        total += w;
    }
    color = sum / total;
    if (keep > 0.0) color = mix(color, texelFetch(last, ivec2(gl_FragCoord.xy), 0), keep);
}
