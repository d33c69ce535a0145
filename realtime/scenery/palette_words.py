"""What words look like: English and Korean words for palettes and styles."""

from __future__ import annotations

from realtime.scenery.word_index import Row

PALETTE_ROWS: tuple[Row, ...] = (
    (
        {"neon": 1.0, "ultra": 0.3},
        "neon,cyberpunk,electric,pink,magenta,club,rave,laser,hologram",
        "네온,사이버펑크,전기,핑크,분홍빛,마젠타,클럽,레이저,홀로그램,야경",
    ),
    (
        {"candy": 1.0},
        "candy,sweet,pop,bubblegum,toy,rainbow,colourful,colorful,party,summer,happy,joy,bauhaus,confetti",
        "사탕,달콤,무지개,알록달록,파티,축제,여름,행복,기쁨,신나,솜사탕",
    ),
    (
        {"dusk": 1.0},
        "dusk,sunset,twilight,violet,purple,peach,nostalgia,romantic,lilac,lavender",
        "노을,석양,황혼,해질녘,보라,보랏빛,복숭아,그리움,라벤더,일몰",
    ),
    (
        {"ember": 1.0, "blood": 0.2},
        "ember,fire,lava,flame,burning,orange,volcano,hot,rage,inferno,copper,rust,mars,tiger,fox,explosion,supernova",
        "불,불꽃,용암,화염,주황,화산,뜨거,분노,타오르,단풍,구리,불타,화성,호랑이,여우,폭발",
    ),
    (
        {"gold": 1.0},
        "gold,golden,amber,royal,luxury,honey,brass,treasure,whisky,baroque,brown,coffee,sunflower,lion",
        "금,황금,금빛,호박빛,왕,꿀,보물,갈색,커피,화려,해바라기,사자",
    ),
    (
        {"aurora": 1.0, "jade": 0.2},
        "aurora,northern lights,green,emerald,mint,teal,alien,firefly,fireflies",
        "오로라,초록,녹색,에메랄드,민트,외계,반딧불,청록빛",
    ),
    (
        {"ice": 1.0, "night": 0.1},
        "ice,icy,cold,winter,snow,snowy,snowfall,blizzard,frost,glacier,blue,arctic,sad,lonely,quiet,calm,silver,pale,melancholy,"
        "crystal",
        "얼음,차가,추운,겨울,눈,첫눈,함박눈,눈보라,설경,서리,빙하,파란,푸른,파랑,슬픈,슬픔,외로,고요,잔잔,은빛,설산,차분",
    ),
    (
        {"paper": 1.0},
        "paper,sepia,beige,monochrome,black and white,vintage,charcoal,sketch,old,antique,etching,"
        "drawing,grey,gray,ink painting",
        "종이,한지,세피아,흑백,빈티지,목탄,스케치,오래된,옛,회색,수묵,먹,먹물,수묵화,소묘",
    ),
    (
        {"ultra": 1.0},
        "ultraviolet,ultramarine,violet light,psychedelic,acid trip,indigo,electric violet",
        "자외선,사이키델릭,남보라,신비",
    ),
    (
        {"sakura": 1.0, "rose": 0.2},
        "sakura,cherry blossom,blossom,pastel,spring,tender,soft,gentle,pink petals,peony",
        "벚꽃,꽃잎,파스텔,봄,봄날,부드러운,부드럽,여린,분홍,연분홍,모란",
    ),
    (
        {"lagoon": 1.0},
        "lagoon,coral,tropical,reef,turquoise,turquoise sea,holiday",
        "산호,열대,산호초,휴가,제주,청록",
    ),
    (
        {"acid": 1.0},
        "acid,lime,toxic,poison,jungle,radioactive,techno,hard,yellow green",
        "산성,라임,독,정글,밀림,방사능,테크노,형광,연두",
    ),
    (
        {"jade": 1.0},
        "jade,bamboo,celadon,tea,korean,palace",
        "옥,비취,이끼,소나무,대나무,청자,차,한국,단청,궁궐",
    ),
    (
        {"blood": 1.0},
        "blood,red,crimson,scarlet,danger,anger,war,vampire,devil,passion,metal,hell,wine",
        "피,빨간,붉은,진홍,위험,분노,전쟁,악마,열정,정열,메탈,지옥,와인,핏빛",
    ),
    (
        {"night": 1.0},
        "night,midnight,starry,moon,moonlight,cobalt,dark",
        "밤,한밤,밤하늘,별빛,달,달빛,코발트,어두운,어둠,깊은,심야",
    ),
    (
        {"rose": 1.0},
        "rose,love,heart,kiss,romance,lips,valentine,magenta rose",
        "장미,사랑,심장,입맞춤,로맨스,연인,설렘",
    ),
    (
        {"abyss": 1.0},
        "underwater,deep sea,jellyfish,whale,submarine,abyss,mermaid,plankton,깊은 바다",
        "물속,심해,바닷속,해파리,고래,인어,심연",
    ),
    (
        {"day": 1.0},
        "day,noon,daylight,blue sky,midday,yellow,sunny,bright,egypt,desert noon",
        "한낮,대낮,맑은,노란,노랑,햇살,화창",
    ),
    (
        {"meadow": 1.0},
        "meadow,field,grass,prairie,countryside,farm,hill",
        "초원,들판,풀밭,언덕,시골",
    ),
    (
        {"ice": 0.6, "paper": 0.5},
        "white,bright white,marble,chrome",
        "하얀,흰,백색,순백,대리석",
    ),
    (
        {"paper": 0.8, "night": 0.3},
        "black,black ink,op art,milk",
        "검은,검정,흑색",
    ),
    (
        {"night": 0.6, "gold": 0.3},
        "lighthouse,fireworks,candle,astronaut,불 켜진,불이 켜진,불을 켠",
        "등대,불빛,불꽃놀이,촛불,눈빛,눈동자",
    ),
    # Not 눈, snow.
    ({}, "", "눈물"),
    (
        {"night": 0.4},
        "star,city,rain,lamp,lantern,deep,river,street",
        "별,도시,비,등불,거리,서울,강",
    ),
    (
        {"lagoon": 0.5},
        "sea,ocean,beach,island,coast,lake,summer,shore,wave",
        "바다,해변,섬,호수,여름,바닷가,파도",
    ),
    (
        {"ultra": 0.6},
        "galaxy,cosmos,nebula,space,universe",
        "은하,우주,성운,은하수",
    ),
    (
        {"jade": 0.5},
        "moss,pine,temple,woods,tree,forest",
        "숲,나무,사원,절",
    ),
    (
        {"rose": 0.4},
        "flower,bloom,petal",
        "꽃,꽃잎",
    ),
    (
        {"dusk": 0.5},
        "evening,sun,cloud,horizon,dream",
        "저녁,태양,구름,지평선,꿈",
    ),
    (
        {"sakura": 0.5},
        "dawn,daybreak,sunrise",
        "새벽,여명,일출,해돋이",
    ),
    (
        {"ice": 0.4},
        "fog,foggy,mist,misty,haze",
        "안개,물안개",
    ),
    (
        {"ember": 0.5},
        "autumn,desert",
        "가을,사막",
    ),
)

STYLE_ROWS: tuple[Row, ...] = (
    # Not 눈, snow.
    ({}, "", "눈물"),
    (
        {"amber_crayon": 1.0},
        "crayon,child,childlike,wax,pastel chalk,naive,chalk",
        "크레용,크레파스,아이,어린이,동심,분필",
    ),
    (
        {"yellow_comic": 1.0, "pop_cutout": 0.4},
        "comic,cartoon,manga,anime,halftone,superhero,graphic novel",
        "만화,애니메이션,애니,웹툰,카툰",
    ),
    (
        {"charcoal_cream": 1.0, "woodcut": 0.4},
        "charcoal,sketch,pencil drawing,black and white,monochrome,noir,ink painting",
        "목탄,스케치,소묘,흑백,수묵,수묵화,먹,먹물",
    ),
    (
        {"primary_shards": 1.0},
        "shard,shards,broken,glitch,shattered,futurism,constructivism,bauhaus,suprematism,abstract",
        "파편,깨진,글리치,부서진,미래주의,구성주의,바우하우스,추상",
    ),
    (
        {"crimson_poster": 1.0},
        "poster,propaganda,screen print,graffiti,street art,stencil,revolution",
        "포스터,그래피티,선전,벽화,실크스크린,혁명",
    ),
    (
        {"expressionist": 1.0},
        "expressionist,expressionism,munch,scream,emotional,raw,angst,die brücke",
        "표현주의,뭉크,절규,감정,불안,격정",
    ),
    (
        {"indigo_microbes": 0.8},
        "microbe,cell,organic,biology,bacteria,virus,plankton,surreal,surrealism",
        "미생물,세포,유기체,바이러스,플랑크톤,초현실",
    ),
    (
        {"cobalt_night": 1.0},
        "velvet,night,midnight,cobalt,neon,cyberpunk,nocturne,dark,불 켜진,불이 켜진,불을 켠",
        "벨벳,밤,한밤,심야,네온,사이버펑크,야상곡,야경,어둠,불빛,불꽃놀이,눈동자,눈빛",
    ),
    (
        {"cmyk_pen": 1.0},
        "pen,ballpoint,hatching,print,risograph,newspaper,doodle,zine",
        "펜,볼펜,인쇄,신문,낙서,리소그래프",
    ),
    (
        {"pebbles": 0.8},
        "pebble,pebbles,stone,stones,mosaic,pointillism,pointillist,dots,beads",
        "자갈,조약돌,돌,모자이크,점묘,점묘화,구슬",
    ),
    (
        {"copper_rust": 1.0},
        "rust,copper,metal,industrial,steampunk,iron,bronze,decay,machine",
        "녹슨,구리,금속,산업,스팀펑크,철,청동,기계",
    ),
    (
        {"sand_etching": 1.0},
        "sand,etching,engraving,cave painting,relief,desert,ancient,fossil,egyptian",
        "모래,동판화,에칭,암각화,부조,사막,고대,화석",
    ),
    (
        {"impressionist": 1.0},
        "impressionist,impressionism,monet,renoir,plein air,water lilies,dreamy,romantic,garden",
        "인상파,인상주의,모네,르누아르,수련,몽환,로맨틱,정원",
    ),
    (
        {"fauve": 1.0},
        "fauve,fauvism,matisse,wild,jungle,tropical,gauguin,lime",
        "야수파,마티스,야생,열대,정글,고갱,라임",
    ),
    (
        {"ice_watercolour": 1.0, "twilight_wash": 0.3},
        "ice,frost,snow,winter,cold,glacier,crystal,transparent",
        "얼음,서리,눈,겨울,차가,빙하,수정,투명",
    ),
    (
        {"stained_glass": 1.0},
        "stained glass,glass,window,cathedral,tiffany,church,art nouveau,mucha",
        "스테인드글라스,유리,성당,교회,아르누보,색유리",
    ),
    (
        {"cobalt_pencil": 1.0},
        "pencil,coloured pencil,colored pencil,blueprint,illustration,storybook,drawing",
        "연필,색연필,청사진,삽화,동화,드로잉",
    ),
    (
        {"brick_circuit": 0.8},
        "brick,circuit,pixel,computer,chip,eight bit,code,matrix,robot",
        "벽돌,회로,픽셀,컴퓨터,코드,로봇",
    ),
    (
        {"woodcut": 1.0},
        "woodcut,woodblock,linocut,block print,medieval,engraved,folk,minhwa,folk painting",
        "목판화,목판,판화,중세,민화,전통",
    ),
    (
        {"starry_swirl": 1.0},
        "starry,starry night,van gogh,swirl,swirling,post impressionist,brush,oil,oil painting,painting,"
        "spiral,galaxy",
        "고흐,반고흐,별이,소용돌이,유화,붓,붓질,회오리,은하,별빛,별",
    ),
    (
        {"lava": 1.0},
        "lava,fire,flame,burning,volcano,inferno,hell,ember,magma,blood",
        "용암,불,불꽃,화염,화산,지옥,불타,타오르,마그마,피",
    ),
    (
        {"pop_cutout": 1.0},
        "pop,pop art,cutout,cut outs,collage,warhol,lichtenstein,disco,party,retro,funk",
        "팝아트,팝,콜라주,워홀,디스코,파티,복고,레트로,펑크,케이팝",
    ),
    (
        {"cubist": 1.0},
        "cubist,cubism,picasso,braque,angular,facet,geometric,geometry,art deco",
        "입체파,큐비즘,피카소,각진,기하,아르데코",
    ),
    (
        {"twilight_wash": 1.0},
        "watercolour,watercolor,wash,twilight,dusk,mist,soft,quiet,calm,ambient,delicate,turner,haze,fog",
        "수채화,수채,황혼,안개,부드러운,부드럽,고요,잔잔,조용,차분,은은,여명",
    ),
    (
        {"great_wave": 1.0},
        "hokusai,ukiyo e,ukiyoe,great wave,japanese,wave,waves,sea,ocean,tide",
        "우키요에,호쿠사이,파도,물결,바다,일본",
    ),
    (
        {"impasto": 1.0},
        "impasto,palette knife,thick paint,rough,texture,oil paint,heavy,storm,rock",
        "임파스토,나이프,두꺼운,거친,질감,폭풍,무거운,바위",
    ),
)

# Pairs that stay clean together; what completes a prompt that names only one style.
PARTNERS = {
    "amber_crayon": "expressionist",
    "yellow_comic": "pop_cutout",
    "charcoal_cream": "woodcut",
    "primary_shards": "pop_cutout",
    "crimson_poster": "expressionist",
    "expressionist": "impressionist",
    "indigo_microbes": "cobalt_night",
    "cobalt_night": "starry_swirl",
    "cmyk_pen": "pop_cutout",
    "pebbles": "impressionist",
    "copper_rust": "sand_etching",
    "sand_etching": "copper_rust",
    "impressionist": "expressionist",
    "fauve": "starry_swirl",
    "ice_watercolour": "twilight_wash",
    "stained_glass": "cobalt_night",
    "cobalt_pencil": "twilight_wash",
    "brick_circuit": "cobalt_night",
    "woodcut": "charcoal_cream",
    "starry_swirl": "cobalt_night",
    "lava": "great_wave",
    "pop_cutout": "cobalt_night",
    "cubist": "starry_swirl",
    "twilight_wash": "ice_watercolour",
    "great_wave": "twilight_wash",
    "impasto": "expressionist",
}
