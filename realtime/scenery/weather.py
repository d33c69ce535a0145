"""Weather and light: what is laid over any picture, and the words for it that belong to no generator.

Each row: (values of inputs, words, Korean stems); words are read as realtime.scenery.word_index has it.
"""

from __future__ import annotations

from realtime.scenery.word_index import Row

# How much of each, 0..1, shaders/paint/weather.glsl lays over a picture.
WEATHER = ("fog", "rain", "snow", "petals", "embers", "fireflies", "birds", "fireworks", "lightning")

# 0 is "not at all". Day, night and eclipse are inputs of several generators. A row without inputs has words
# that must not be taken for the shorter ones within them.
WEATHER_ROWS: tuple[Row, ...] = (
    ({}, "firework", "불빛,불꽃놀이,눈동자,눈빛,눈물,눈썹,비행,비단,달리"),
    ({"rain": 0.0}, "after the rain,비 온 뒤,비가 갠,비 갠", ""),
    ({"embers": 0.0}, "불 켜진,불이 켜진,불을 켠,불 꺼진,불이 꺼진,fire escape", ""),
    (
        {"moon": 0.0, "sun": 1.0},
        "sun,sunset,sunrise,dawn,noon,daylight,morning",
        "태양,노을,석양,일출,일몰,해돋이,아침,새벽,한낮",
    ),
    (
        {"moon": 1.0},
        "moon,moonlight,moonlit,moonrise,night,midnight,starry,stars,milky way,fireworks",
        "달,달빛,보름달,밤,한밤,밤하늘,심야,별,별빛,은하수,불꽃놀이",
    ),
    ({"hole": 1.0}, "black hole,eclipse,singularity", "블랙홀,일식"),
    (
        {"snow": 1.0},
        "snow,snowy,snowfall,blizzard,christmas,snowstorm",
        "눈,첫눈,함박눈,눈보라,크리스마스,눈송이,설원,설경",
    ),
    ({"snow": 0.7}, "winter,frost", "겨울,설산,서리"),
    (
        {"rain": 1.0},
        "rain,rainy,drizzle,downpour,monsoon,thunderstorm,umbrella",
        "비,빗속,빗물,장마,소나기,폭우,폭풍우,우산",
    ),
    (
        {"rain": 0.8, "lightning": 0.6},
        "storm,tempest,hurricane,typhoon",
        "폭풍,태풍,비바람,허리케인,폭풍우",
    ),
    ({"lightning": 1.0}, "lightning,thunder,thunderstorm", "번개,천둥,벼락,뇌우"),
    ({"fog": 1.0}, "fog,foggy,mist,misty,haze,hazy,steam", "안개,물안개,박무,수증기"),
    (
        {"petals": 1.0},
        "petal,cherry blossom,sakura,falling leaves,leaves falling,autumn leaves,autumn,confetti",
        "꽃잎,벚꽃,흩날리,낙엽,단풍,가을",
    ),
    (
        {"embers": 1.0},
        "burning,fire,blaze,inferno,apocalypse,war,ember,spark,lava,magma,volcano,bonfire,campfire,flame",
        "불타,불,화염,타오르,화재,전쟁,불길,불씨,용암,마그마,화산,모닥불,불꽃",
    ),
    ({"fireflies": 1.0}, "firefly,fireflies,fairy,magic,enchanted,spirits", "반딧불,요정,마법,정령"),
    ({"birds": 1.0}, "bird,flock,seagull,gull,crow,swallow,geese", "새들,새떼,철새,갈매기,기러기,제비"),
    ({"fireworks": 1.0}, "firework,fireworks,celebration,new year", "불꽃놀이,폭죽,새해"),
)
