// What effects and materials for MadMapper include: colours as hue, saturation and value, all 0 to 1.

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
