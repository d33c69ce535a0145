// One source laid over others while scenes or prompts change into each other.
uniform sampler2D image;
uniform vec2 size;
uniform float share;
out vec4 color;

void main() { color = vec4(texture(image, gl_FragCoord.xy / size).rgb, share); }
