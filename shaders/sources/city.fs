/*{
  "DESCRIPTION": "A skyline under a moon or before a low sun, windows alight, mirrored in wet streets; it can burn. Endless in pan to the side.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 6,
    "ground": -0.78,
    "sky": 0.3,
    "amount": 0.4,
    "landscape": true,
    "words": [
      {
        "weight": 1.2,
        "en": [
          "city", "cities", "street", "skyline", "skyscraper", "tower", "building", "downtown",
          "traffic", "car", "neon sign", "alley", "bridge", "metropolis", "urban", "tokyo", "seoul",
          "new york", "hong kong", "london", "paris", "night drive", "cyberpunk", "window light",
          "apartment", "rooftop", "subway", "taxi", "nightlife", "club", "future", "market", "town",
          "hallway", "lobby", "sidewalk", "boulevard", "avenue", "plaza", "parking lot",
          "parking garage", "crosswalk", "pavement", "alleyway", "backstreet", "side street",
          "lane", "cityscape", "nightclub", "suburb", "suburbs", "main street", "times square",
          "manhattan", "brooklyn", "los angeles", "hollywood", "berlin", "shanghai", "shibuya",
          "kyoto", "busan", "las vegas", "moscow", "rome", "barcelona", "chicago",
          "corridor of doors", "sewer", "rush hour", "red light", "district", "shopping street",
          "arcade street", "penthouse", "underground station", "gas station", "laundromat"
        ],
        "ko": [
          "도시", "거리", "빌딩", "고층", "탑", "시내", "자동차", "골목", "다리", "네온사인", "서울",
          "강남", "홍대", "을지로", "부산", "도쿄", "야경", "사이버펑크", "아파트", "옥상", "지하철",
          "택시", "클럽", "미래", "시장",
          "복도", "로비", "횡단보도", "교차로", "네거리", "사거리", "읍내", "도심", "번화가", "하수구", "지하도", "주차장", "광장",
          "뉴욕", "압구정", "이태원", "광화문", "인사동", "청계천", "명동", "종로", "신촌", "성수동", "여의도", "잠실", "대구", "인천",
          "광주", "런던", "베를린", "베니스", "베네치아", "상하이", "홍콩", "밤거리", "뒷골목", "골목길", "뒷길",
          "큰 거리", "달동네 골목", "육교", "고가도로", "가로수길", "퇴근길", "출근길", "지하상가", "빌라", "원룸", "고시원",
          "전광판", "편의점 앞"
        ]
      },
      {"weight": 0.4, "en": ["lights", "lamp"], "ko": ["불빛", "가로등"]},
      {
        "weight": 0.65,
        "en": ["rain", "rainy", "umbrella", "robot"],
        "ko": ["비", "빗속", "빗물", "우산", "로봇"]
      }
    ],
    "traits": [
      {
        "set": {"fire": 0.0},
        "en": ["fire escape"],
        "ko": ["불 켜진", "불이 켜진", "불을 켠", "불 꺼진", "불이 꺼진"]
      },
      {
        "set": {"fire": 1.0},
        "en": ["burning", "fire", "blaze", "inferno", "apocalypse", "war"],
        "ko": ["불타", "불", "화염", "타오르", "화재", "전쟁", "불길"]
      }
    ],
    "companions": {"goes_on": ["horizon", "tunnel"], "opens_up": ["tunnel", "mandala"], "rests": ["horizon", "clouds"]},
    "looks": [
      ["ultra", "cobalt_night", "expressionist"],
      ["night", "impressionist", "cobalt_night"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "fire", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "sun", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "shift_x", "TYPE": "float", "MIN": 0.0, "MAX": 128.0, "DEFAULT": 0.0},
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.020, 0.008, 0.102, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.165, 0.106, 0.839, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.698, 0.231, 1.000, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [1.000, 0.890, 0.984, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "noise.glsl"

// How high the fire stands along the street, 0..1.
float line_fire(float x) {
    float i = floor(x), f = x - i;
    return mix(hash(vec2(i, 71.0)), hash(vec2(i + 1.0, 71.0)), f * f * (3.0 - 2.0 * f));
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;
    float street = mix(-0.55, -0.3, choice(1.0)), below = street - p.y;
    bool wet = below > 0.0;
    vec2 q = p;
    float ripple = 0.0;
    if (wet) {
        ripple = flow_noise(vec2(p.x * 3.0 + shift_x, 1.6 / (0.12 + below)), 0.2 * t);
        q = vec2(p.x + 0.05 * ripple, street + below * (1.35 + 0.3 * warp) + (0.05 + 0.2 * below) * ripple);
    }
    float side = choice(2.0) < 0.5 ? -1.0 : 1.0, crowd = beside(side * mix(-0.7, 0.2, choice(3.0)));
    // A moon above the roofs, or a sun low between them.
    vec2 moon = mix(vec2(beside(side * mix(0.2, 0.95, choice(4.0))), mix(0.3, 0.62, choice(5.0))), vec2(beside(side * 0.35), street + 0.3), sun);
    float size = mix(0.11, 0.24, choice(6.0)) + 0.1 * sun;
    float far = length(q - moon), halo = exp(-(1.6 - 0.5 * sun) * far);
    float up = clamp((q.y - street) / 1.4, 0.0, 1.0);
    float haze = flow_noise(vec2(q.x * 0.8 + shift_x + 0.02133333 * t, q.y * 1.6), 0.02 * t);
    float high = up * (1.0 - 0.45 * sun);
    vec3 c = mix(c2.rgb, c1.rgb, smoothstep(0.0, 0.38, high + 0.25 * haze));
    float nearness = 0.0;
    c = mix(c, c0.rgb, smoothstep(0.25, 0.95, high + 0.3 * haze));
    c = mix(c, c3.rgb, clamp((0.6 + 0.3 * sun) * halo * halo + smoothstep(size, 0.87 * size, far), 0.0, 1.0));
    // What burns: a red sky, and flames from behind the roofs.
    if (fire > 0.0) c = mix(c, mix(vec3(0.55, 0.06, 0.02), vec3(1.0, 0.5, 0.08), smoothstep(0.55, 0.0, up + 0.35 * haze)), fire * smoothstep(0.9, 0.1, up + 0.4 * haze));
    // Three rows of towers, each nearer, darker and faster than the last.
    for (int i = 0; i < 3; i += 1) {
        float z = float(i), wide = 0.3 + 0.08 * z;
        float x = q.x / wide * mix(0.75, 1.25, choice(7.0)) + shift_x * (1.0 + z) + 17.0 * z;
        float lot = floor(x), f = x - lot;
        float key = hash(vec2(lot, 5.0 + z)), slim = 0.06 + 0.16 * hash(vec2(lot, 11.0 + z));
        float mid = exp(-0.9 * pow(q.x - crowd, 2.0));
        float top = street + (0.22 + 0.75 * key * key + 0.4 * mid) * (1.1 - 0.3 * z);
        float step_back = step(0.62, key) * step(abs(f - 0.5), 0.2) * 0.12;
        float mast = step(0.8, key) * step(abs(f - 0.5), 0.03) * 0.3;
        float tower = step(slim, f) * step(f, 1.0 - slim) * step(q.y, top + max(step_back, mast));
        vec3 wall = mix(mix(c1.rgb, c2.rgb, 0.35 * (1.0 - up)), c0.rgb * 0.6, 0.25 + 0.33 * z);
        wall = mix(wall, wall * 1.5, smoothstep(0.5, 0.0, f) * (0.3 + halo));
        // Windows: a few floors burn in the lightest colour, most are dark, some change.
        vec2 pane = vec2(f * (5.0 + z), (q.y - street) * (13.0 - 1.5 * z));
        vec2 id = floor(pane), g = abs(fract(pane) - 0.5);
        float on = hash(vec2(lot * 7.0 + id.x + 3.0 * z, id.y + 20.0 * z));
        float lamp = smoothstep(0.7 - 0.25 * detail, 0.8, fract(on + 0.01 * t)) * step(g.x, 0.34) * step(g.y, 0.33);
        lamp *= step(q.y, top - 0.02) * step(0.02, q.y - street);
        vec3 light = mix(c2.rgb, c3.rgb, step(0.45, hash(vec2(id.y, lot))));
        // Neon strips run down the corners of some.
        float sign_ = step(0.7, hash(vec2(lot, 31.0 + z))) * smoothstep(0.06, 0.03, abs(f - slim - 0.07)) * step(q.y, top - 0.08);
        vec3 facade = mix(wall, light * (0.85 + 0.5 * glow), 0.85 * lamp);
        facade = mix(facade, c3.rgb, sign_ * (0.75 + 0.25 * glow));
        if (fire > 0.0 && i > 0) {
            float lick = flow_noise(vec2(q.x * 5.0 + shift_x + 9.0 * z, q.y * 2.5 - 0.64 * t + 4.0 * z), 0.3 * t) + 0.6 * flow_noise(vec2(q.x * 11.0, q.y * 5.0 - 1.28 * t), 0.5 * t);
            float flame = street + 0.12 + 0.62 * line_fire(q.x * 1.3 + shift_x * (1.0 + z) + 7.0 * z) + 0.28 * lick - q.y;
            vec3 blaze = mix(vec3(0.85, 0.16, 0.03), vec3(1.0, 0.78, 0.25), smoothstep(0.05, 0.3, flame));
            c = mix(c, blaze, fire * smoothstep(0.0, 0.07, flame) * (0.9 - 0.25 * z));
            facade = mix(facade, blaze, fire * lamp * 0.8);
        }
        c = mix(c, facade, tower);
        nearness = mix(nearness, 0.1 + 0.12 * z, tower);
        c = mix(c, c2.rgb, 0.16 * exp(-5.0 * up) * (1.0 - 0.2 * z));
    }
    if (wet) {
        c = mix(c * (0.9 + 0.5 * ripple), c0.rgb * 0.5, clamp(0.15 + 0.7 * below, 0.0, 0.75));
        nearness = 0.36 + 0.8 * below;
        c += c3.rgb * smoothstep(0.12, 0.4, ripple) * 0.2 * exp(-2.0 * abs(p.x - crowd));
    }
    c *= (1.0 - 0.35 * smoothstep(0.8, 2.0, length(p))) * (1.0 + 0.25 * glow);
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(shows_nearness ? vec3(nearness) : turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
