/*{
  "DESCRIPTION": "A sun or moon between clouds over mountains, water or dunes, where the seed puts them. Endless in pan to the side.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 4,
    "ground": -0.72,
    "water": -0.42,
    "sky": 0.34,
    "amount": 0.62,
    "landscape": true,
    "words": [
      {
        "weight": 1.0,
        "en": [
          "sea", "ocean", "water", "beach", "coast", "shore", "bay", "island", "lake", "pond", "pier", "wharf", "river", "sun",
          "sunset", "sunrise", "dawn", "dusk", "horizon", "mountain", "hill", "valley", "desert",
          "dune", "field", "meadow", "landscape", "boat", "ship", "sail", "harbour", "harbor",
          "lighthouse", "beacon", "wave", "tide", "tsunami", "moon", "moonlight", "moonrise",
          "village", "hanok", "steppe", "savanna", "prairie", "glacier", "iceberg", "evening",
          "morning", "lagoon", "rainbow", "cliff", "alps", "canyon", "pyramid", "palm", "farm",
          "countryside", "noon", "fjord", "sky lantern", "sand",
          "dock", "docks", "marina", "creek", "canal", "brook", "delta", "cove", "inlet", "loch",
          "strait", "ravine", "gorge", "vineyard", "marsh", "bog", "tundra", "savannah",
          "wasteland", "badlands", "riverbank", "riverside", "seaside", "seashore", "shoreline",
          "coastline", "peninsula", "estuary", "rapids", "pasture", "cornfield", "quarry", "arctic",
          "antarctica", "antarctic", "equator", "himalayas", "outback", "plains",
          "plateau", "moor", "heath", "fen", "oasis", "orchard", "paradise", "eden", "isle",
          "archipelago", "wetland", "venice", "backcountry", "northern wilderness", "harbourside",
          "boardwalk", "jetty", "causeway", "backyard", "courtyard", "playground", "graveyard",
          "cemetery", "greenhouse", "lawn", "park", "garden wall", "west coast", "moon base",
          "crater", "snowfield", "mars", "grassland", "wild west"
        ],
        "ko": [
          "바다", "해변", "해안", "바닷가", "섬", "호수", "강", "해", "태양", "노을", "석양", "일몰",
          "일출", "해돋이", "새벽", "지평선", "수평선", "산", "언덕", "사막", "모래", "들판", "초원",
          "풍경", "배", "항구", "등대", "파도", "물결", "해일", "달", "달빛", "보름달", "저녁",
          "아침", "한강", "제주", "갯벌", "빙하", "설산", "마을", "한옥", "시골", "무지개", "절벽",
          "협곡", "계곡", "밀밭", "논밭", "야자수",
          "부두", "선착장", "나루터", "나루", "포구", "시냇물", "냇가", "냇물", "운하", "골짜기", "과수원", "포도밭", "습지",
          "큰길", "뒷마당", "마당", "황무지", "강변", "강가", "급류", "목장", "남극", "북극", "히말라야", "사하라", "늪지",
          "평야", "평원", "고원", "무릉도원", "낙원", "에덴", "바닷길", "방파제", "백사장", "해수욕장", "옥수수밭", "강둑",
          "강물", "연못", "저수지", "호숫가", "툰드라", "오아시스", "첨성대", "판문점", "비무장지대", "제주도",
          "울릉도", "백두산", "한라산", "지리산", "하늘과 바다", "놀이터", "공터", "무인도", "달동네", "설국", "사바나"
        ]
      },
      {
        "weight": 0.9,
        "why": "What stands in a landscape is seen whatever the weather.",
        "en": ["lighthouse", "beacon", "rainbow"],
        "ko": ["등대", "무지개"]
      },
      {"weight": 1.2, "en": ["house", "houses", "cottage", "windmill"]},
      {"weight": 1.05, "ko": ["집", "초가", "오두막", "풍차"]},
      {
        "weight": -0.7,
        "why": "The music, not the building.",
        "en": ["house music", "deep house", "tech house", "acid house", "progressive house"]
      },
      {
        "weight": 0.4,
        "en": ["storm at sea", "stormy sea", "rough sea"],
        "ko": ["거친 바다", "바다의 폭풍", "폭풍우 치는 바다"]
      },
      {
        "weight": 1.3,
        "en": ["night sky", "starry sky", "starry night", "sky full of stars"],
        "ko": ["밤하늘", "별하늘"]
      },
      {"weight": 0.25, "en": ["night", "midnight"], "ko": ["밤", "한밤", "한밤중"]},
      {
        "weight": 0.7,
        "en": ["firework", "fireworks", "waterfall", "stream", "lightning over"],
        "ko": ["불꽃놀이", "폭죽", "폭포", "개울"]
      }
    ],
    "traits": [
      {
        "set": {"houses": 0.0},
        "why": "The music, not the building.",
        "en": ["house music", "deep house", "tech house", "acid house", "progressive house"]
      },
      {
        "set": {"peaks": 1.0},
        "en": ["mountain", "mountains", "alps", "cliff", "glacier", "iceberg", "canyon", "fjord"],
        "ko": ["산", "설산", "절벽", "빙하", "협곡", "산맥"]
      },
      {
        "set": {"peaks": 0.02},
        "en": ["sea", "ocean", "beach", "lagoon", "horizon", "wave", "tsunami", "island", "lighthouse"],
        "ko": ["바다", "해변", "수평선", "파도", "해일", "바닷가", "등대"]
      },
      {
        "set": {"peaks": 0.35},
        "en": ["lake", "pond", "river", "village", "hill", "field", "meadow", "steppe"],
        "ko": ["호수", "강", "마을", "언덕", "들판", "초원", "한강"]
      },
      {
        "set": {"dry": 1.0, "peaks": 0.3},
        "en": [
          "desert", "dune", "sahara", "mars", "field", "meadow", "steppe", "savanna", "prairie",
          "wheat", "farm", "pyramid", "sand"
        ],
        "ko": ["사막", "모래", "들판", "초원", "화성", "밀밭", "논밭", "벌판"]
      },
      {
        "set": {"waves": 1.0},
        "en": [
          "wave", "waves", "huge waves", "tsunami", "surf", "storm at sea", "stormy sea", "rough sea",
          "hokusai"
        ],
        "ko": ["파도", "해일", "풍랑", "거친 바다"]
      },
      {"set": {"tower": 1.0}, "en": ["lighthouse", "beacon"], "ko": ["등대"]},
      {
        "set": {"houses": 1.0},
        "en": ["village", "hanok", "house", "houses", "cottage", "windmill", "harbour", "harbor", "farm"],
        "ko": ["마을", "한옥", "시골", "초가", "오두막", "풍차", "항구", "집"]
      },
      {"set": {"bow": 1.0}, "en": ["rainbow"], "ko": ["무지개"]}
    ],
    "companions": {"goes_on": ["clouds", "forest"], "opens_up": ["tunnel", "clouds"], "rests": ["clouds", "ink"]},
    "looks": [
      ["dusk", "expressionist", "starry_swirl"],
      ["ice", "twilight_wash", "ice_watercolour"],
      ["lagoon", "great_wave", "impressionist"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "moon", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "peaks", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "dry", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "waves", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "tower", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "houses", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "bow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "shift_x", "TYPE": "float", "MIN": 0.0, "MAX": 128.0, "DEFAULT": 0.0},
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.086, 0.063, 0.227, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.416, 0.173, 0.561, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.941, 0.416, 0.416, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [1.000, 0.851, 0.627, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "line_noise.glsl"

float ridge(float x, float row, float rough) {
    float h = 1.1 * line_noise(x, row) + 0.55 * line_noise(2.0 * x, row + 1.0);
    return h + rough * (0.3 * line_noise(4.0 * x, row + 2.0) + 0.16 * line_noise(9.0 * x, row + 3.0));
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    float t = TIME * speed;
    float shore = mix(-0.38, -0.1, choice(1.0)) + 0.1 * peaks - 0.1 * dry, below = shore - p.y;
    bool water = below > 0.0 && dry < 0.5;
    // Beside the middle, left or right; a moon stands higher and is smaller.
    float aside = beside((choice(2.0) < 0.5 ? -1.0 : 1.0) * mix(0.12, 0.85, choice(3.0)));
    vec2 sun = vec2(aside + 0.05 * sin(0.0691150 * t), shore + mix(0.26, 0.6, choice(4.0)) + 0.26 * moon + 0.5 * max(peaks - 0.5, 0.0) + 0.04 * sin(0.0502655 * t));
    float size = mix(mix(0.17, 0.31, choice(5.0)), mix(0.11, 0.19, choice(5.0)), moon);
    // The water mirrors what is above it, broken by waves that grow toward the eye.
    float wave = 0.0;
    vec2 q = p;
    if (water) {
        vec2 at = vec2(p.x / (0.3 + below) * 0.75 + shift_x, 1.7 / (0.10 + below));
        wave = flow_noise(at, 0.17 * t) + 0.6 * flow_noise(at * vec2(3.0, 2.0) + vec2(0.0, 7.0), 0.25 * t);
        q = vec2(p.x + 0.06 * wave, shore + below * (1.2 + 0.4 * warp) + (0.10 + 0.24 * below) * wave * (1.0 + waves));
    }
    float far = length(q - sun);
    float disc = smoothstep(size, size * 0.9, far), halo = exp(-2.0 * far) * (1.0 - 0.35 * moon);
    float up = clamp((q.y - shore) / 1.2, 0.0, 1.0);
    vec3 sky = mix(c2.rgb, c1.rgb, smoothstep(0.08, 0.62, up + 0.5 * moon));
    sky = mix(sky, c0.rgb, smoothstep(0.45, 1.1, up + 0.14 * abs(q.x - sun.x) + 0.35 * moon));
    sky = mix(sky, mix(c2.rgb, c3.rgb, 0.7), clamp(0.72 * halo * (1.0 + 0.25 * glow), 0.0, 0.75) * (1.0 - 0.4 * moon) * mix(0.55, 1.0, smoothstep(size * 0.9, size * 2.2, far)));
    if (moon > 0.0) {
        vec2 cell = vec2(q.x * 9.0 + 9.0 * shift_x, q.y * 9.0), id = floor(cell);
        float key = hash(mod(id, 64.0) + 21.0);
        vec2 off = fract(cell) - 0.5 - 0.6 * (vec2(fract(key * 61.0), fract(key * 83.0)) - 0.5);
        sky = mix(sky, c3.rgb, moon * step(0.62, key) * smoothstep(0.16, 0.05, length(off)) * smoothstep(0.1, 0.5, up));
    }
    // Banks of cloud stream from behind the sun, lit from below.
    vec2 band = vec2(q.x * 0.7 + shift_x + 0.02133333 * t, q.y * 2.2 + 0.8 * q.y * q.y - 0.12 * q.x);
    float swirl = flow_noise(band + vec2(4.5, 7.5), 0.02 * t);
    float cloud = 1.1 * flow_noise(band + 0.9 * swirl + 9.0, 0.015 * t) + (0.4 + 0.5 * detail) * flow_noise(band * 2.0 + 13.0 + 1.4 * swirl, 0.025 * t);
    cloud += 0.3 * (choice(6.0) - 0.6) - 0.12 * moon;
    float cover = smoothstep(-0.06, 0.22, cloud) * smoothstep(0.04, 0.3, up);
    // Before the sun itself they are thin.
    cover *= mix(0.3, 1.0, smoothstep(0.7 * size, 2.0 * size, far));
    vec3 dark = mix(c0.rgb, c1.rgb, 0.35 + 0.75 * halo), bright = mix(c2.rgb, c3.rgb, clamp(1.7 * halo, 0.0, 1.0));
    bright = mix(bright, mix(c1.rgb, c3.rgb, 0.5 * halo), 0.7 * moon);
    sky = mix(sky, mix(bright, dark, smoothstep(0.02, 0.34, cloud)), 0.9 * cover);
    // The sun has the palette's colour in its middle and its fire at the rim: on a hit it must not burn to white.
    float seas = moon * smoothstep(0.05, 0.25, flow_noise((q - sun) * (0.9 / size) + 31.0, 0.0));
    vec3 body = mix(mix(c2.rgb, c3.rgb, mix(0.45, 0.95, smoothstep(size, 0.4 * size, far))), mix(c3.rgb, c2.rgb, 0.25 * seas), moon);
    sky = mix(sky, body, disc * (1.0 - 0.55 * cover));
    if (bow > 0.0) {
        float ring = (length(q - vec2(-0.6 * sun.x, shore - 0.15)) - 0.82) / 0.17;
        vec3 hues = clamp(abs(mod((0.86 - 0.8 * ring) * 6.0 + vec3(0.0, 4.0, 2.0), 6.0) - 3.0) - 1.0, 0.0, 1.0);
        sky = mix(sky, mix(hues, c3.rgb, 0.25), bow * 0.75 * smoothstep(0.0, 0.12, ring) * smoothstep(1.0, 0.88, ring) * smoothstep(0.0, 0.2, up));
    }
    vec3 c = sky;
    // 0 is as far as the sky, 1 as near as one can see.
    float nearness = 0.0;
    // Three lines of mountains, the far ones in the haze of the sky; every depth has its own share of the pan.
    for (int i = 0; i < 3; i += 1) {
        float z = float(i), x = q.x * (0.8 + 0.45 * z) + shift_x * (1.0 + z) + 11.0 * z;
        float height = (0.34 - 0.05 * z) * (0.35 + 1.1 * peaks);
        float top = shore + (0.24 - 0.085 * z) * (2.2 * peaks - 0.2) + height * (ridge(x, 5.0 + 7.0 * z, 0.5 + detail) + 1.4 * max(peaks - 0.5, 0.0) * (0.4 - 2.4 * abs(line_noise(1.3 * x, 9.0 + z))));
        vec3 tone = mix(mix(c1.rgb, sky, 0.3), c0.rgb * 0.7, 0.38 + 0.31 * z);
        tone = mix(tone, mix(c3.rgb, c2.rgb, 0.2), 0.6 * smoothstep(0.7, 1.0, peaks) * smoothstep(0.3, 0.5, q.y - shore + 0.1 * swirl + 0.05 * line_noise(9.0 * x, 33.0)));
        float rim = smoothstep(0.06, 0.0, top - q.y) * halo * (0.9 - 0.3 * z);
        c = mix(c, mix(tone, mix(c2.rgb, c3.rgb, 0.4), rim), smoothstep(-0.006, 0.008, top - q.y));
        nearness = mix(nearness, 0.04 + 0.04 * z, smoothstep(-0.006, 0.008, top - q.y));
    }
    if (houses > 0.0) {
        float x = q.x * 5.5 + 2.0 * shift_x, lot = floor(x), f = abs(fract(x) - 0.5), key = hash(vec2(lot, 44.0));
        float eaves = shore + 0.05 + 0.08 * key, roof = eaves + 0.11 - 0.26 * f;
        float inside = step(f, 0.47) * step(0.2, key) * smoothstep(0.006, -0.006, q.y - max(roof, f < 0.4 ? eaves : -9.0));
        float pane = step(abs(abs(fract(x) - 0.5) - 0.17), 0.08) * step(abs(q.y - shore - 0.04 - 0.02 * key), 0.025);
        c = mix(c, mix(mix(c0.rgb * 0.5, c1.rgb, 0.3 * step(eaves, q.y)), c3.rgb, 0.9 * pane), houses * inside);
        nearness = mix(nearness, 0.16, houses * inside);
    }
    if (water) {
        c = mix(c * 0.85, c0.rgb, clamp(0.2 + 0.55 * below, 0.0, 0.8));
        nearness = 0.14 + 0.75 * below;
        // The path of the sun over the water.
        float path = exp(-pow((p.x - sun.x) / (0.10 + 0.42 * below), 2.0));
        float glitter = smoothstep(-0.02, 0.28, wave + 0.25 * path - 0.05);
        c = mix(c, mix(c2.rgb, c3.rgb, 0.3 + 0.7 * path), clamp(glitter * path * (1.0 + 0.6 * glow), 0.0, 1.0));
        c += c1.rgb * 0.3 * smoothstep(0.08, 0.4, wave) * (1.0 - path);
    }
    if (waves > 0.0) {
        // Seas run through the picture, steep on one side, with foam along their crests.
        for (int i = 0; i < 3; i += 1) {
            float z = float(i), run = p.x * (1.05 - 0.22 * z) + 2.0 * shift_x + (z + 1.0) * 0.042667 * t + 21.0 * z;
            float bend = run + 0.35 * line_noise(run, 70.0 + z), arch = abs(fract(bend) - 0.76) / (fract(bend) < 0.76 ? 0.76 : 0.24);
            float top = shore + 0.02 - 0.2 * z + (0.22 + 0.16 * z) * waves * pow(1.0 - arch, 2.0) * (0.5 + 2.0 * abs(line_noise(floor(bend), 75.0 + z)));
            float under = top - p.y, foam = smoothstep(0.05 + 0.03 * z, 0.0, under + 0.05 * flow_noise(p * 9.0, 0.3 * t));
            vec3 sea = mix(c1.rgb, c0.rgb, smoothstep(0.0, 0.3, under)) * (0.75 + 0.6 * smoothstep(0.1, -0.3, flow_noise(vec2(5.0 * bend, 16.0 * under), 0.1 * t)));
            c = mix(c, mix(sea, c3.rgb, foam * (0.5 + 0.5 * (1.0 - arch))), waves * smoothstep(-0.006, 0.01, under));
            nearness = mix(nearness, 0.3 + 0.2 * z, waves * smoothstep(-0.006, 0.01, under));
        }
    }
    if (dry > 0.5 && below > -0.3) {
        // Dunes or fields, one behind the other, lit from the sun's side.
        for (int i = 0; i < 4; i += 1) {
            float z = float(i), x = p.x * (1.1 - 0.17 * z) + shift_x * (1.0 + z) + 19.0 * z;
            float top = shore - 0.05 - 0.21 * z + (0.16 + 0.05 * z) * (line_noise(x, 80.0 + z) + 0.3 * line_noise(2.0 * x, 86.0 + z));
            float fall = (line_noise(x + 0.06, 80.0 + z) - line_noise(x - 0.06, 80.0 + z)) * clamp(2.0 * (p.x - sun.x), -1.0, 1.0) + 0.03;
            vec3 sand = mix(mix(c1.rgb, c0.rgb, 0.3 * z), mix(c2.rgb, c3.rgb, 0.5 * halo), smoothstep(-0.06, 0.1, fall) * (0.85 - 0.1 * z));
            sand = mix(sand, c0.rgb, 0.5 * smoothstep(0.0, 0.3, top - p.y) + 0.12 * line_noise(60.0 * (top - p.y), 90.0));
            c = mix(c, sand, smoothstep(-0.006, 0.008, top - p.y));
            nearness = mix(nearness, 0.25 + 0.17 * z, smoothstep(-0.006, 0.008, top - p.y));
        }
    } else {
        // A headland close by frames the picture.
        float land = -0.74 + 0.36 * ridge(p.x * 0.9 + 3.0 * shift_x, 40.0, 0.8) + 0.3 * smoothstep(0.55, 1.9, abs(p.x - sun.x)) - 0.25 * waves;
        c = mix(c, c0.rgb * 0.35, smoothstep(-0.01, 0.012, land - p.y));
        nearness = mix(nearness, 0.85, smoothstep(-0.01, 0.012, land - p.y));
    }
    if (tower > 0.0) {
        // A lighthouse across from the sun; its beam goes round in six seconds.
        vec2 foot = vec2(-aside - beside(0.15 * sign(aside)), shore - 0.16), d = p - foot - vec2(0.0, 0.78);
        float rock = foot.y + 0.12 - 0.5 * abs(d.x) + 0.1 * line_noise(p.x * 9.0, 95.0) - p.y;
        float wall = step(abs(d.x), 0.045 - 0.035 * d.y) * step(d.y, -0.05) * step(-0.78, d.y);
        float stripe = step(0.5, fract(d.y * 4.2));
        float turn = cos(1.0471976 * t), reach = d.x * sign(turn);
        float beam = smoothstep(0.05 + 0.16 * abs(reach), 0.0, abs(d.y)) * step(0.0, reach) * exp(-0.9 * reach / (0.1 + abs(turn))) * abs(turn);
        c = mix(c, c3.rgb, tower * (0.85 * beam + exp(-9.0 * length(d)) * (0.7 + 0.3 * glow)));
        c = mix(c, c0.rgb * 0.4, tower * smoothstep(-0.01, 0.012, rock));
        c = mix(c, mix(mix(c2.rgb, c3.rgb, 0.6), c0.rgb, 0.75 * stripe) * (0.7 + 4.0 * d.x * sign(aside)), tower * wall);
        c = mix(c, mix(c0.rgb, c3.rgb, step(abs(d.x), 0.032)), tower * step(length(max(abs(d) - vec2(0.045, 0.05), 0.0)), 0.006));
        nearness = mix(nearness, max(nearness, 0.4), tower * max(smoothstep(-0.01, 0.012, rock), wall));
    }
    c *= (1.0 - 0.3 * smoothstep(0.9, 2.0, length(p - vec2(sun.x, 0.0)))) * (1.0 + 0.2 * glow);
    // Too bright keeps its hue.
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    gl_FragColor = vec4(shows_nearness ? vec3(nearness) : turn_hue(clamp(c, 0.0, 1.0), hue), 1.0);
}
