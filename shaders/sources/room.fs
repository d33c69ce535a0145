/*{
  "DESCRIPTION": "A room in perspective: by its words a kitchen, classroom, cafe, church, subway car, stage and more; weather stays outside.",
  "CREDIT": "Anacrusis",
  "ISFVSN": "2",
  "CATEGORIES": ["Generator", "Source"],
  "ANACRUSIS": {
    "rank": 16,
    "ground": -0.74,
    "amount": 0.42,
    "indoors": true,
    "bare": ["church", "carriage", "car", "theatre", "corridor", "bathroom"],
    "words": [
      {
        "weight": -1.6, "why": "Seen from the street.",
        "en": [
          "lit window", "lit windows", "windows lit", "every window", "shop window", "rose window"
        ],
        "ko": [
          "창문마다", "불 켜진 창", "불 켜진 창문", "불이 켜진 창문", "불이 켜진 창", "진열창"
        ]
      },
      {
        "weight": 1.6,
        "en": [
          "window", "windowsill", "window sill", "window seat", "by the window", "at the window", "through the window", "out the window",
          "outside my window", "outside the window", "windowpane"
        ],
        "ko": [
          "창문", "창", "창가", "창밖", "유리창", "창 너머", "창 밖", "창틀", "창문 밖", "창문 너머"
        ]
      },
      {
        "weight": 1.25,
        "en": [
          "room", "living room", "sitting room", "parlour", "parlor", "attic", "loft", "indoors", "interior", "inside the house", "inside a house",
          "in the house", "my house", "studio apartment", "hotel room", "motel room", "empty room", "dorm", "dormitory", "nursery", "playroom",
          "basement flat", "cabin", "inside the cabin"
        ],
        "ko": [
          "방", "거실", "응접실", "다락방", "집 안", "집안", "실내", "방 안", "방안", "방구석", "서재", "골방", "자취방", "원룸", "고시원", "옥탑방", "반지하", "모텔", "빈방", "안방", "사랑방", "온돌방",
          "작업실"
        ]
      }
    ],
    "traits": [
      {
        "set": {"hearth": 1.0}, "weight": 1.25,
        "en": [
          "fireplace", "hearth", "fireside", "by the fire", "chimney corner", "log fire"
        ],
        "ko": [
          "벽난로", "난롯가", "화롯가", "난로 앞"
        ]
      },
      {
        "set": {"carriage": 0.0}, "weight": -1.25,
        "ko": [
          "막차가 끊긴", "막차를 놓친", "막차가 떠난"
        ]
      },
      {
        "set": {"sea": 1.0},
        "en": [
          "sea", "ocean", "beach", "seaside", "coast", "waves", "tide", "harbour", "harbor"
        ],
        "ko": [
          "바다", "해변", "바닷가", "파도", "항구", "밤바다", "겨울바다"
        ]
      },
      {
        "set": {"town": 1.0},
        "en": [
          "city", "street", "skyline", "traffic", "rooftops", "apartment", "seoul", "tokyo", "new york"
        ],
        "ko": [
          "도시", "거리", "서울", "도쿄", "뉴욕", "아파트", "골목", "빌딩"
        ]
      },
      {
        "set": {"kitchen": 1.0}, "weight": 1.25,
        "en": [
          "kitchen", "kitchenette", "pantry", "cookhouse", "scullery", "bakery kitchen", "galley"
        ],
        "ko": [
          "부엌", "주방", "밥상머리", "부뚜막", "조리실"
        ]
      },
      {
        "set": {"bedroom": 1.0}, "weight": 1.25,
        "en": [
          "bedroom", "bedside", "my room", "her room", "his room", "hospital room", "sickroom", "ward", "hospital ward"
        ],
        "ko": [
          "침실", "내 방", "네 방", "너의 방", "그녀의 방", "병실", "입원실", "머리맡"
        ]
      },
      {
        "set": {"classroom": 1.0}, "weight": 1.25,
        "en": [
          "classroom", "schoolroom", "lecture hall", "blackboard", "chalkboard", "class room", "homeroom", "exam room", "detention"
        ],
        "ko": [
          "교실", "강의실", "칠판", "교탁", "음악실", "미술실", "과학실", "방과 후", "자율학습", "야자", "수업", "시험장"
        ]
      },
      {
        "set": {"cafe": 1.0}, "weight": 1.25,
        "en": [
          "cafe", "café", "coffee shop", "coffeehouse", "teahouse", "tea house", "tea room", "tearoom", "bar", "pub", "tavern", "diner", "restaurant",
          "bistro", "canteen", "cafeteria", "saloon", "jazz bar", "bakery"
        ],
        "ko": [
          "카페", "커피숍", "다방", "찻집", "술집", "포장마차 안", "식당", "레스토랑", "호프집", "선술집", "주점", "바에서", "분식집", "빵집", "제과점", "편의점 안", "휴게실", "구내식당"
        ]
      },
      {
        "set": {"church": 1.0}, "weight": 1.25,
        "en": [
          "cathedral", "nave", "pews", "pew", "in the church", "in a church", "inside the church", "inside a church", "church aisle", "choir loft",
          "chapel", "in the chapel", "wedding hall", "sanctuary", "abbey", "stained glass windows"
        ],
        "ko": [
          "대성당", "성당 안", "성당에서", "교회 안", "교회에서", "예배당", "예배실", "미사", "고해소", "예식장", "결혼식장", "웨딩홀", "성가대석"
        ]
      },
      {
        "set": {"carriage": 1.0}, "weight": 1.25,
        "en": [
          "subway", "subway car", "metro", "underground train", "the tube", "on the train", "in the train", "on a train", "inside the train",
          "train window", "train carriage", "train seat", "on the bus", "in the bus", "on a bus", "back of the bus", "bus window", "bus seat",
          "last train", "night train", "night bus", "last bus", "first train", "commuter", "commuters", "tram ride", "on the tram", "railway carriage",
          "compartment", "dining car", "sleeper train"
        ],
        "ko": [
          "지하철", "전철", "지하철 안", "전철 안", "기차 안", "열차 안", "버스 안", "차창", "차창 밖", "막차", "첫차", "밤기차", "야간열차", "통근열차", "객차", "좌석", "2호선", "호선", "기차에서",
          "버스에서", "지하철에서", "전동차", "창가 자리"
        ]
      },
      {
        "set": {"car": 1.0}, "weight": 1.25,
        "en": [
          "night drive", "we drive", "i drive", "driving", "drive", "road trip", "in the car", "in my car", "in your car", "back seat", "backseat",
          "passenger seat", "front seat", "windshield", "dashboard", "behind the wheel", "steering wheel", "windows down", "highway drive",
          "long drive"
        ],
        "ko": [
          "드라이브", "차 안", "차안", "운전", "운전하", "운전석", "조수석", "뒷좌석", "차를 몰", "밤 운전", "고속도로를 달리", "핸들을 잡", "앞유리", "백미러", "룸미러", "차를 타고"
        ]
      },
      {
        "set": {"theatre": 1.0}, "weight": 1.25,
        "en": [
          "theatre", "theater", "on stage", "on the stage", "onto the stage", "theatre stage", "theater stage", "stage", "concert hall", "opera house",
          "curtain call", "empty stage", "stage curtain", "playhouse", "auditorium", "spotlight", "cabaret", "cinema", "movie theater",
          "movie theatre", "vaudeville", "circus ring", "encore"
        ],
        "ko": [
          "극장", "영화관", "무대", "무대 위", "연극", "오페라", "공연장", "콘서트홀", "커튼콜", "빈 무대", "객석", "소극장", "막이 오른", "스포트라이트", "조명 아래", "뮤지컬", "앙코르", "앵콜"
        ]
      },
      {
        "set": {"studio": 1.0}, "weight": 1.25,
        "en": [
          "recording studio", "in the studio", "music studio", "control room", "recording booth", "vocal booth", "rehearsal room", "practice room",
          "mixing desk", "home studio", "radio station", "radio studio", "podcast", "server room", "office", "at the office", "office desk"
        ],
        "ko": [
          "녹음실", "스튜디오", "작업실에서", "합주실", "연습실", "방송국", "라디오 부스", "녹음 부스", "믹싱", "사무실", "회사에서", "회의실", "오피스"
        ]
      },
      {
        "set": {"library": 1.0}, "weight": 1.25,
        "en": [
          "library", "bookshop", "bookstore", "archive", "archives", "reading room", "among the books", "record shop", "record store"
        ],
        "ko": [
          "도서관", "서점", "책방", "열람실", "헌책방", "서가", "독서실", "레코드 가게", "레코드점", "만화방"
        ]
      },
      {
        "set": {"corridor": 1.0}, "weight": 1.25,
        "en": [
          "corridor", "hallway", "lobby", "hospital", "clinic", "hospital corridor", "school corridor", "hotel corridor", "corridor of doors",
          "stairwell", "emergency room", "waiting room", "prison", "jail", "ward corridor", "apartment hallway"
        ],
        "ko": [
          "복도", "로비", "병원", "응급실", "수술실", "진료실", "대기실", "비상계단", "계단참", "교도소", "감옥", "현관", "요양원"
        ]
      },
      {
        "set": {"bathroom": 1.0}, "weight": 1.25,
        "en": [
          "bathroom", "in the bath", "shower room", "in the shower", "bubble bath", "washroom", "restroom", "bathhouse", "sauna", "spa"
        ],
        "ko": [
          "욕실", "화장실", "목욕탕", "목욕", "샤워", "샤워실", "세면대", "사우나", "찜질방"
        ]
      }
    ],
    "companions": {"goes_on": ["horizon", "city"], "opens_up": ["horizon", "clouds"], "rests": ["clouds", "horizon"]},
    "looks": [
      ["dusk", "impressionist", "cobalt_pencil"],
      ["gold", "impressionist", "expressionist"],
      ["day", "twilight_wash", "cobalt_pencil"]
    ]
  },
  "INPUTS": [
    {"NAME": "speed", "TYPE": "float", "MIN": 0.0, "MAX": 4.0, "DEFAULT": 1.0},
    {"NAME": "glow", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "punch", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "warp", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "detail", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.5},
    {"NAME": "hue", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "moon", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "sea", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "town", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "hearth", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "kitchen", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "bedroom", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "classroom", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "cafe", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "church", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "carriage", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "car", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "theatre", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "studio", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "library", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "corridor", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "bathroom", "TYPE": "float", "MIN": 0.0, "MAX": 1.0, "DEFAULT": 0.0},
    {"NAME": "seed", "TYPE": "float", "MIN": 0.0, "MAX": 4096.0, "DEFAULT": 0.0},
    {"NAME": "shows_nearness", "TYPE": "bool", "DEFAULT": false},
    {"NAME": "c0", "TYPE": "color", "DEFAULT": [0.086, 0.063, 0.227, 1.0]},
    {"NAME": "c1", "TYPE": "color", "DEFAULT": [0.416, 0.173, 0.561, 1.0]},
    {"NAME": "c2", "TYPE": "color", "DEFAULT": [0.941, 0.416, 0.416, 1.0]},
    {"NAME": "c3", "TYPE": "color", "DEFAULT": [1.000, 0.851, 0.627, 1.0]}
  ]
}*/

#include "composition.glsl"
#include "hue.glsl"
#include "noise.glsl"
#include "solids.glsl"
#include "room_parts.glsl"
#include "room_car.glsl"
#include "room_kinds.glsl"

// How much light comes to a place that faces so, 0..1 and above near a lamp.
float light_at(vec3 place, vec3 turned) {
    vec3 to = pane - place, lamp = bulb - place;
    float day = 0.62 + 1.7 * max(dot(turned, normalize(to)), 0.15) * (0.3 + max(dot(-normalize(to), into), 0.0)) / (1.0 + dot(to, to));
    float far = dot(lamp, lamp), dim = 0.3 + 1.5 * max(0.25 + 0.75 * dot(turned, normalize(lamp)), 0.0) / (0.5 + far);
    return mix(day, dim * (1.0 + 0.3 * glow), night);
}

void main() {
    vec2 p = (2.0 * gl_FragCoord.xy - RENDERSIZE) / RENDERSIZE.y / (1.0 + 0.06 * punch);
    t = TIME * speed;
    night = moon;
    if (choice(1.0) < 0.5) p.x = -p.x;
    float narrow = min(1.0, RENDERSIZE.x / RENDERSIZE.y / 1.6);
    room = church > 0.5 ? vec3(2.7, 3.2, 6.0) : carriage > 0.5 ? vec3(1.7, 1.0, 5.6) : corridor > 0.5 ? vec3(1.6, 1.1, 7.0) : theatre > 0.5 ? vec3(2.8, 1.9, 3.1) : vec3(2.35, 1.38, 2.9);
    room.x *= mix(0.45, 1.0, smoothstep(0.2, 1.0, narrow));
    wood = mix(c0.rgb, c2.rgb, 0.5);
    cloth = mix(c1.rgb, c2.rgb, choice(2.0));
    pale = mix(c2.rgb, c3.rgb, 0.75);
    dusky = mix(c0.rgb, c1.rgb, 0.35);
    metal = mix(c1.rgb, c3.rgb, 0.5);
    into = vec3(0.0, 0.0, -1.0);
    ray = vec3(p.x - 0.3 * (choice(3.0) - 0.5), p.y - 0.02, 1.3) + 1e-5;
    // The walls.
    vec3 to = vec3(sign(ray.x) * room.x, ray.y < 0.0 ? -1.0 : room.y, room.z) / ray;
    float far = min(to.x, min(to.y, to.z));
    wall = far == to.z ? BACK : far == to.x ? SIDE : ray.y < 0.0 ? FLOOR : CEILING;
    at = ray * far;
    vec3 turned = far == to.z ? vec3(0.0, 0.0, -1.0) : far == to.x ? vec3(-sign(ray.x), 0.0, 0.0) : vec3(0.0, -sign(ray.y), 0.0);
    vec3 paper = mix(mix(c1.rgb, c2.rgb, mix(0.1, 0.8, choice(4.0))), c3.rgb, 0.22);
    nearest(far, turned, vec4(paper, 0.0));
    if (wall == FLOOR) tone = mix(wood, dusky, 0.25) * (fract(at.x * 2.5) < 0.03 ? 0.6 : 0.85 + 0.25 * hash(vec2(floor(at.x * 2.5), floor(at.z * 0.8 + 0.5 * mod(floor(at.x * 2.5), 2.0)))));
    if (wall == CEILING) tone = mix(paper, pale, 0.5);
    if (wall == BACK || wall == SIDE) {
        float stripe = wall == BACK ? at.x : at.z;
        tone = mix(tone, pale, 0.16 * detail * step(0.5, fract(stripe * 4.0)));
        if (at.y < -0.9) tone = pale * 0.8;
    }
    if (kitchen > 0.5) kitchen_();
    else if (bedroom > 0.5) bedroom_();
    else if (classroom > 0.5) classroom_();
    else if (cafe > 0.5) cafe_();
    else if (church > 0.5) church_();
    else if (carriage > 0.5) carriage_();
    else if (theatre > 0.5) theatre_();
    else if (car > 0.5) car_();
    else if (studio > 0.5) studio_();
    else if (library > 0.5) library_();
    else if (corridor > 0.5) corridor_();
    else if (bathroom > 0.5) bathroom_();
    else living_room();
    vec3 place = ray * reach;
    bool bare = reach >= far && car < 0.5;
    if (!bare && car < 0.5) glass = 0.0;
    float lit = light_at(place, face);
    // Sunlight lies on the floor before a window in the back wall.
    vec2 fall = vec2(place.x + 0.25 * (room.z - place.z) - pane.x, place.y + 1.15 * (room.z - place.z) - pane.y);
    if (into.z < -0.5 && theatre + studio + church + car < 0.5) lit += 0.55 * (1.0 - night) * step(max(abs(fall.x) - 0.6, abs(fall.y) - 0.5), 0.0) * step(0.03, abs(fall.x)) * step(face.z, 0.5) * step(-0.5, face.z);
    // Where walls meet it is darker.
    if (bare) {
        vec3 corner = vec3(room.x - abs(place.x), min(place.y + 1.0, room.y - place.y), room.z - place.z);
        float edge = min(wall == SIDE ? 9.0 : corner.x, min(wall == FLOOR || wall == CEILING ? 9.0 : corner.y, wall == BACK ? 9.0 : corner.z));
        lit *= 1.0 - 0.35 * exp(-5.0 * max(edge, 0.0));
        if (wall == FLOOR) lit *= 1.0 - shadow;
    }
    vec3 c = mix(mix(c0.rgb * 0.45, tone, min(lit, 1.0)), mix(tone, c3.rgb, 0.45), clamp(lit - 1.0, 0.0, 0.8));
    c = mix(c, tone * (1.0 + 0.15 * glow), shine);
    if (theatre > 0.5) {
        // The spotlight.
        float cone = ray.y / ray.z * 2.0, x = ray.x / ray.z * 2.0 - 0.1;
        float beam = smoothstep(0.0, 0.16, 0.2 + 0.2 * (1.4 - cone) - abs(x)) * step(-1.0, cone);
        float pool = wall == FLOOR && bare ? smoothstep(1.0, 0.8, length((at.xz - vec2(0.1, 2.0)) / vec2(0.85, 0.5))) : 0.0;
        c = mix(c, c3.rgb, 0.22 * beam * (1.0 + 0.5 * glow) + 0.5 * pool);
    }
    // Lamps and windows spread their light in the air.
    vec2 halo = night > 0.5 || theatre + studio > 0.5 ? bulb.xy / bulb.z : pane.xy / max(pane.z, 1.0);
    c += c3.rgb * (0.16 + 0.3 * glow) * exp(-2.6 * length(ray.xy / ray.z - halo)) * (1.0 - glass);
    c *= (1.0 + 0.12 * glow) * (1.0 - 0.22 * smoothstep(1.1, 2.2, length(p)));
    c /= max(1.0, max(c.r, max(c.g, c.b)));
    float nearness = glass > 0.5 ? 0.0 : clamp(1.15 / max(place.z, 0.2) - 0.2, 0.02, 1.0);
    // Only through a window is the weather seen: alpha says where.
    gl_FragColor = shows_nearness ? vec4(vec3(nearness), 1.0) : vec4(turn_hue(clamp(c, 0.0, 1.0), hue), glass);
}
