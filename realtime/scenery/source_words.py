"""What words show: English and Korean words for sources, and for what is to be seen in them.

Each row: names with their weights, English words, Korean stems. A word with a space is a phrase (Korean
phrases stand among the English ones). A Korean stem of one syllable counts only as a whole word (with
or without a particle), a longer one also inside a compound. A row without names keeps its words from
being taken for the shorter ones within them.
"""

from __future__ import annotations

Row = tuple[dict[str, float], str, str]

SOURCE_ROWS: tuple[Row, ...] = (
    (
        {"horizon": 1.0},
        "sea,ocean,water,beach,coast,shore,bay,island,lake,river,sun,sunset,sunrise,dawn,dusk,horizon,"
        "mountain,hill,valley,desert,dune,field,meadow,landscape,boat,ship,sail,harbour,harbor,"
        "lighthouse,beacon,wave,tide,tsunami,moon,moonlight,moonrise,village,hanok,steppe,savanna,prairie,"
        "glacier,iceberg,evening,morning,lagoon,rainbow,cliff,alps,canyon,pyramid,palm,farm,countryside,"
        "noon,fjord,sky lantern",
        "바다,해변,해안,바닷가,섬,호수,강,해,태양,노을,석양,일몰,일출,해돋이,새벽,지평선,수평선,산,언덕,"
        "사막,모래,들판,초원,풍경,배,항구,등대,파도,물결,해일,달,달빛,보름달,저녁,아침,한강,제주,갯벌,빙하,"
        "설산,마을,한옥,시골,무지개,절벽,협곡,계곡,밀밭,논밭,야자수",
    ),
    # What stands in a landscape is seen whatever the weather.
    ({"horizon": 0.9}, "lighthouse,beacon,rainbow", "등대,무지개"),
    ({"horizon": 1.2}, "house,houses,cottage,windmill", ""),
    ({"horizon": 1.05}, "", "집,초가,오두막,풍차"),
    # The music, not the building.
    ({"horizon": -0.7, "shapes": 0.3}, "house music,deep house,tech house,acid house,progressive house", ""),
    ({"horizon": 0.4}, "storm at sea,stormy sea,rough sea", "거친 바다,바다의 폭풍,폭풍우 치는 바다"),
    (
        {"horizon": 1.3},
        "night sky,starry sky,starry night,sky full of stars",
        "밤하늘,별하늘",
    ),
    (
        {"horizon": 0.7},
        "firework,fireworks,waterfall,stream,lightning over",
        "불꽃놀이,폭죽,폭포,개울",
    ),
    (
        {"tunnel": 1.0},
        "tunnel,space,star,stars,galaxy,cosmos,universe,vortex,wormhole,black hole,spiral,portal,speed,"
        "flight,flying,warp,hyperspace,nebula,comet,highway,corridor,whirlpool,infinity,cave,"
        "endless,racing,void,abyss,supernova,spaceship,drop,train",
        "터널,우주,별,별빛,은하,성운,소용돌이,블랙홀,나선,비행,질주,속도,혜성,심연,무한,끝없,"
        "통로,회오리,웜홀,우주선,동굴,기차,열차",
    ),
    ({"tunnel": 0.6}, "milky way", "은하수"),
    (
        {"planet": 1.3},
        "planet,saturn,jupiter,asteroid,astronaut,cosmonaut,satellite,space station,solar system,eclipse,"
        "orbit,earth,globe,alien world,meteor,ufo",
        "행성,지구,토성,목성,우주인,우주비행사,인공위성,일식,월식,궤도,유성,외계",
    ),
    (
        {"mandala": 1.0},
        "temple,mandala,kaleidoscope,cathedral,church,rose window,window,snowflake,sacred geometry,"
        "symmetry,pattern,mosaic,lotus,shrine,altar,machine,clockwork,gear,diamond,jewel,clock,compass,"
        "ornament,carpet,lantern,prayer,ritual,sacred,fractal,wheel,crown,monastery,palace,stained glass",
        "사원,만다라,만화경,성당,교회,창문,눈꽃,눈송이,대칭,무늬,문양,모자이크,연꽃,제단,기계,시계,"
        "톱니,보석,다이아몬드,등불,연등,기도,의식,프랙탈,왕관,궁,궁전,절,단청,장식,스테인드글라스",
    ),
    (
        {"shapes": 1.0},
        "geometric,geometry,abstract,bauhaus,shape,cube,grid,triangle,circle,concentric,square,minimal,"
        "minimalist,op art,suprematism,constructivism,polygon,shard,broken glass,prism,glitch,origami,"
        "crystal,wireframe,pixel,stripe,sphere,mondrian,kandinsky,malevich,low poly,vector,tetris,"
        "checkerboard,labyrinth,maze,techno",
        "기하,도형,삼각형,사각형,큐브,격자,추상,동그라미,동심원,원,파편,미니멀,수정,글리치,종이접기,픽셀,"
        "줄무늬,다각형,프리즘,칸딘스키,몬드리안,미로,테크노",
    ),
    (
        {"ink": 1.0},
        "smoke,ink,fog,silk,velvet,satin,fabric,veil,plume,fluid,liquid,oil,hair,steam,incense,molten,"
        "marble,aurora,northern lights,milk,paint,calligraphy,breath,ghost,spirit,dragon,metal,mercury,"
        "river of light,poison,blood,wine,honey,coffee,perfume,soul,whisper,chocolate,slime",
        "연기,먹,먹물,잉크,안개,비단,천,벨벳,베일,액체,기름,머리카락,수증기,향,대리석,오로라,금속,"
        "우유,물감,붓글씨,서예,숨,숨결,유령,영혼,용,독,피,와인,꿀,향수,속삭임,수묵,수은,초콜릿",
    ),
    (
        {"fire": 0.85},
        "fire,flame,blaze,bonfire,campfire,inferno,torch,hell,hellfire,candle,candlelight,phoenix fire",
        "불,불꽃,화염,모닥불,횃불,지옥,촛불,양초,불길",
    ),
    (
        {"fire": 1.3},
        "volcano,eruption,erupting,lava,magma",
        "화산,용암,마그마,분화",
    ),
    # What burns is something else.
    ({"fire": 0.5}, "burning,burn,blazing,fiery,explosion,exploding", "불타,타오르,폭발"),
    (
        {"clouds": 1.0},
        "cloud,clouds,storm,dream,sky,heaven,weather,wind,thunder,thunderstorm,lightning,mist,haze,memory,"
        "sleep,lullaby,nostalgia,thought,mind,summer,hurricane,tornado,float,drifting,reverie,"
        "cotton,balloon,kite,airplane",
        "구름,폭풍,폭풍우,꿈,하늘,천국,날씨,바람,천둥,번개,박무,기억,추억,잠,자장가,그리움,생각,마음,"
        "여름,태풍,몽상,솜사탕,풍선,비행기",
    ),
    (
        {"city": 1.2},
        "city,cities,street,skyline,skyscraper,tower,building,downtown,traffic,car,neon sign,alley,"
        "bridge,metropolis,urban,tokyo,seoul,new york,hong kong,london,paris,night drive,cyberpunk,"
        "window light,apartment,rooftop,subway,taxi,nightlife,club,future,market,town",
        "도시,거리,빌딩,고층,탑,시내,자동차,골목,다리,네온사인,서울,강남,홍대,을지로,부산,도쿄,야경,"
        "사이버펑크,아파트,옥상,지하철,택시,클럽,미래,시장",
    ),
    ({"city": 0.4}, "lights,lamp", "불빛,가로등"),
    ({"city": 0.8}, "rain,rainy,umbrella,robot", "비,빗속,빗물,우산,로봇"),
    (
        {"forest": 1.0},
        "forest,wood,woods,tree,trees,jungle,grove,leaf,leaves,pine,bamboo,birch,moss,path,trail,"
        "fairy,fireflies,firefly,autumn,swamp,wilderness,sunbeam,shaft,root,camp,mushroom",
        "숲,숲속,나무,밀림,정글,나뭇잎,잎,소나무,대나무,자작나무,이끼,오솔길,산길,요정,"
        "반딧불,가을,단풍,늪,버섯,낙엽",
    ),
    (
        {"forest": 0.55},
        "snow,snowy,winter,blizzard,christmas",
        "눈,첫눈,함박눈,눈보라,겨울,크리스마스",
    ),
    (
        {"rose": 1.0},
        "flower,flowers,rose,bloom,blossom,petal,garden,tulip,peony,lily,orchid,spring,love,heart,kiss,"
        "romance,wedding,bouquet,cherry,magnolia,poppy,dahlia,sunflower,daisy,tender,wine rose",
        "꽃,꽃잎,장미,개화,정원,튤립,모란,백합,난초,봄,봄날,사랑,심장,입맞춤,키스,로맨스,꽃다발,벚꽃,"
        "목련,양귀비,해바라기,무궁화,동백,진달래,연인,설렘,국화",
    ),
    (
        {"deep": 1.3},
        "underwater,deep sea,deep ocean,under the sea,jellyfish,coral,reef,fish,goldfish,koi,whale,dolphin,"
        "shark,octopus,squid,mermaid,submarine,aquarium,diver,seaweed,kelp,sea turtle,plankton,atlantis,"
        "깊은 바다,깊은 바닷속,바다 속",
        "물속,심해,바닷속,해저,해파리,산호,물고기,금붕어,잉어,고래,돌고래,상어,문어,오징어,인어,잠수,해초,"
        "바다거북,수족관",
    ),
    (
        {"face": 1.15},
        "portrait,face,woman,man,girl,boy,eye,eyes,smile,lips,mask,queen,king,goddess,god,human,head,"
        "tear,crying,mother,lady,skull,robot portrait,mona lisa,geisha,clown,witch,samurai,monk,buddha,"
        "tiger,lion,cat,kitten,wolf,fox,dog,puppy,leopard,panther,jaguar,bear,panda,deer,rabbit,monkey,"
        "animal,beast,lynx",
        "얼굴,초상,초상화,여인,여자,남자,소녀,소년,눈동자,눈빛,눈물,미소,입술,가면,탈,여왕,왕비,어머니,"
        "엄마,인물,부처,호랑이,사자,고양이,늑대,여우,강아지,개,표범,곰,판다,사슴,토끼,원숭이,동물,맹수",
    ),
    (
        {"figures": 1.15},
        "dancer,dance,dancing,crowd,people,audience,concert,ballet,ballerina,silhouette,figure,body,party,"
        "festival,hands,raised hands,rave,disco,couple,warrior,runner,shaman,parade",
        "춤,춤추,무용,무용수,발레,발레리나,사람들,군중,관객,콘서트,축제,실루엣,공연,무대,파티,탈춤,전사",
    ),
    (
        {"wings": 1.15},
        "butterfly,moth,wing,wings,angel,eagle,phoenix,swan,feather,dragonfly,raven,peacock,hummingbird,"
        "owl,crow,crane,parrot,hawk,dove,bat,pegasus,bee",
        "나비,나방,날개,천사,독수리,봉황,불사조,백조,깃털,까마귀,두루미,공작새,잠자리,부엉이,비둘기,앵무새,박쥐",
    ),
    ({"wings": 0.7, "clouds": 0.3}, "bird,birds,seagull,gull", "새들,새떼,철새,갈매기"),
)

# Inputs of the sources, and the weather (sources.WEATHER); 0 is "not at all".
TRAIT_ROWS: tuple[Row, ...] = (
    ({}, "firework", "불빛,불꽃놀이,눈동자,눈빛,눈물,눈썹,비행,비단,달리"),
    ({"rain": 0.0}, "after the rain,비 온 뒤,비가 갠,비 갠", ""),
    ({"fire": 0.0, "embers": 0.0}, "불 켜진,불이 켜진,불을 켠,불 꺼진,불이 꺼진,fire escape", ""),
    ({"houses": 0.0}, "house music,deep house,tech house,acid house,progressive house", ""),
    ({"crowd": 0.0}, "dancer,dance,dancing,ballet,ballerina", "춤,춤추,무용,발레"),
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
    (
        {"peaks": 1.0},
        "mountain,mountains,alps,cliff,glacier,iceberg,canyon,fjord",
        "산,설산,절벽,빙하,협곡,산맥",
    ),
    (
        {"peaks": 0.02},
        "sea,ocean,beach,lagoon,horizon,wave,tsunami,island,lighthouse",
        "바다,해변,수평선,파도,해일,바닷가,등대",
    ),
    ({"peaks": 0.35}, "lake,river,village,hill,field,meadow,steppe", "호수,강,마을,언덕,들판,초원,한강"),
    (
        {"dry": 1.0, "peaks": 0.3},
        "desert,dune,sahara,mars,field,meadow,steppe,savanna,prairie,wheat,farm,pyramid",
        "사막,모래,들판,초원,화성,밀밭,논밭,벌판",
    ),
    (
        {"waves": 1.0},
        "wave,waves,huge waves,tsunami,surf,storm at sea,stormy sea,rough sea,hokusai",
        "파도,해일,풍랑,거친 바다",
    ),
    ({"tower": 1.0}, "lighthouse,beacon", "등대"),
    (
        {"houses": 1.0},
        "village,hanok,house,houses,cottage,windmill,harbour,harbor,farm",
        "마을,한옥,시골,초가,오두막,풍차,항구,집",
    ),
    ({"bow": 1.0}, "rainbow", "무지개"),
    (
        {"snow": 1.0, "snow_ground": 1.0},
        "snow,snowy,snowfall,blizzard,christmas,snowstorm",
        "눈,첫눈,함박눈,눈보라,크리스마스,눈송이,설원,설경",
    ),
    ({"snow": 0.7, "snow_ground": 1.0}, "winter,frost", "겨울,설산,서리"),
    (
        {"rain": 1.0},
        "rain,rainy,drizzle,downpour,monsoon,thunderstorm,umbrella",
        "비,빗속,빗물,장마,소나기,폭우,폭풍우,우산",
    ),
    ({"lightning": 1.0}, "lightning,thunder,thunderstorm", "번개,천둥,벼락,뇌우"),
    ({"fog": 1.0}, "fog,foggy,mist,misty,haze,hazy,steam", "안개,물안개,박무,수증기"),
    (
        {"petals": 1.0},
        "petal,cherry blossom,sakura,falling leaves,leaves falling,autumn leaves,autumn,confetti",
        "꽃잎,벚꽃,흩날리,낙엽,단풍,가을",
    ),
    (
        {"fire": 1.0, "embers": 1.0},
        "burning,fire,blaze,inferno,apocalypse,war",
        "불타,불,화염,타오르,화재,전쟁,불길",
    ),
    (
        {"embers": 1.0},
        "ember,spark,lava,magma,volcano,bonfire,campfire,flame",
        "불씨,용암,마그마,화산,모닥불,불꽃",
    ),
    ({"fireflies": 1.0}, "firefly,fireflies,fairy,magic,enchanted,spirits", "반딧불,요정,마법,정령"),
    ({"birds": 1.0}, "bird,flock,seagull,gull,crow,swallow,geese", "새들,새떼,철새,갈매기,기러기,제비"),
    ({"fireworks": 1.0}, "firework,fireworks,celebration,new year", "불꽃놀이,폭죽,새해"),
    ({"pale": 1.0, "slim": 1.0}, "birch,aspen", "자작나무"),
    ({"pale": 0.6, "slim": 1.0}, "bamboo", "대나무,대숲"),
    ({"disc": 1.0}, "sunflower,daisy", "해바라기,데이지,국화"),
    ({"hole": 1.0}, "black hole,eclipse,singularity", "블랙홀,일식"),
    ({"ring": 1.0}, "ring,rings,ringed,saturn", "고리,토성"),
    ({"whale": 1.0}, "whale,dolphin,shark,submarine", "고래,돌고래,상어"),
    ({"jelly": 1.0}, "jellyfish,octopus,squid,medusa", "해파리,문어,오징어"),
    ({"shoal": 1.0}, "fish,school of fish,goldfish,koi,aquarium", "물고기,금붕어,잉어,수족관"),
    ({"reef": 1.0}, "coral,reef,seaweed,kelp,anemone", "산호,산호초,해초,말미잘"),
    ({"round": 1.0}, "circle,concentric,dot,sphere,bubble,kandinsky", "동그라미,동심원,원,구슬,칸딘스키"),
    (
        {"boxes": 1.0},
        "cube,square,grid,block,pixel,mondrian,tetris,checkerboard,wireframe",
        "큐브,사각형,격자,픽셀,몬드리안,블록",
    ),
    (
        {"edges": 1.0},
        "triangle,shard,broken glass,polygon,origami,crystal,prism,pyramid,low poly,shattered",
        "삼각형,파편,다각형,종이접기,수정,프리즘,깨진",
    ),
    ({"candles": 1.0}, "candle,candlelight,torch", "촛불,양초,횃불"),
    ({"volcano": 1.0}, "volcano,eruption,erupting", "화산,분화"),
    ({"beast": 1.0, "stripes": 1.0}, "tiger,lynx", "호랑이,맹수"),
    (
        {"beast": 1.0},
        "cat,kitten,wolf,fox,dog,puppy,leopard,panther,jaguar,bear,panda,deer,rabbit,monkey,animal,beast",
        "고양이,늑대,여우,강아지,개,표범,곰,판다,사슴,토끼,원숭이,동물",
    ),
    ({"beast": 1.0, "mane": 1.0}, "lion", "사자"),
    ({"tears": 1.0}, "tear,tears,crying,weeping", "눈물,우는,울고"),
    (
        {"crowd": 1.0},
        "crowd,people,audience,concert,festival,hands,rave,parade,party",
        "군중,사람들,관객,콘서트,축제,공연,파티",
    ),
    (
        {"feathers": 1.0},
        "angel,bird,eagle,phoenix,swan,feather,raven,owl,crow,crane,hawk,dove,peacock,parrot,wing,wings",
        "천사,독수리,봉황,불사조,백조,깃털,까마귀,두루미,공작새,부엉이,비둘기,날개,앵무새,새들",
    ),
)
