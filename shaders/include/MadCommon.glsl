// What effects and materials for MadMapper include: numbers and colours. Hue, saturation and value are 0 to 1.

#define PI 3.14159265358979
#define saturate(x) clamp(x, 0.0, 1.0)
#define lerp(x, y, t) mix(x, y, t)

vec3 rgb2hsv(vec3 colour) {
    float most = max(colour.r, max(colour.g, colour.b));
    float range = most - min(colour.r, min(colour.g, colour.b));
    vec3 way = (colour.gbr - colour.brg) / max(range, 1e-6) + vec3(0.0, 2.0, 4.0);
    float hue = most == colour.r ? way.x : most == colour.g ? way.y : way.z;
    return vec3(fract(hue / 6.0), range / max(most, 1e-6), most);
}

vec3 hsv2rgb(vec3 hsv) {
    vec3 pure = clamp(abs(fract(hsv.x + vec3(0.0, 2.0, 1.0) / 3.0) * 6.0 - 3.0) - 1.0, 0.0, 1.0);
    return hsv.z * mix(vec3(1.0), pure, hsv.y);
}

float rgb2hue(vec3 colour) { return rgb2hsv(colour).x; }

// The brightness of a colour of a screen of today, and of one of old television.
float luma(vec3 colour) { return dot(colour, vec3(0.2126, 0.7152, 0.0722)); }
float luminance(vec3 colour) { return dot(colour, vec3(0.299, 0.587, 0.114)); }

// From 0 up to `range` without an end, and back.
vec3 linearToRgb(vec3 colour, vec3 range) { return colour / (1.0 - luminance(colour) / range); }
vec3 rgbToLinear(vec3 colour, vec3 range) { return colour / (1.0 + luminance(colour) / range); }

// 1 leaves each as it is.
vec3 applyContrastSaturationBrightness(vec3 colour, float contrast, float saturation, float brightness) {
    vec3 lit = colour * brightness;
    return mix(vec3(0.5), mix(vec3(luma(lit)), lit, saturation), contrast);
}
