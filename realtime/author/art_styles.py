"""The art styles that `new` offers: what they add to a prompt, and how the embedded painter paints them."""

# ruff: noqa: E501 - a table reads best with a row a line
from __future__ import annotations

from dataclasses import dataclass

from realtime.command_name import typed
from realtime.did_you_mean import nearest, unknown
from realtime.errors import UserError


@dataclass(frozen=True, slots=True)
class ArtStyle:
    """One style. en, ko: its name; fragment: what a prompt gains by it; styles: of the embedded painter, with
    weights; palette: that suits it where the idea asks for none; source: that shows it best on a sheet."""

    key: str
    group: str
    en: str
    ko: str
    fragment: str
    styles: tuple[tuple[str, float], tuple[str, float]]
    palette: str
    source: str


GROUPS = {
    "painting": ("Painting", "회화"),
    "modern": ("Modern art", "현대 미술"),
    "print": ("Print and poster", "판화와 포스터"),
    "drawing": ("Drawing and ink", "드로잉과 먹"),
    "asia": ("Asia", "아시아"),
    "light": ("Light and city", "빛과 도시"),
    "material": ("Glass, metal, stone", "유리, 금속, 돌"),
    "dream": ("Dream and nature", "꿈과 자연"),
}

# key, name, Korean name, fragment, first style, its weight, second style, palette, source
# fmt: off
_ROWS: dict[str, tuple[tuple[str, str, str, str, str, float, str, str, str], ...]] = {
    "painting": (
        ("impressionist", "Impressionist", "인상파", "impressionist oil painting, broken brush strokes, shimmering colour", "impressionist", 0.65, "expressionist", "dusk", "horizon"),
        ("starry", "Starry swirls", "별이 빛나는 소용돌이", "swirling brush strokes, thick oil paint, in the manner of Van Gogh", "starry_swirl", 0.65, "cobalt_night", "night", "horizon"),
        ("expressionist", "Expressionist", "표현주의", "expressionist painting, strong colour, raw emotion", "expressionist", 0.65, "starry_swirl", "dusk", "horizon"),
        ("watercolour", "Watercolour", "수채화", "delicate watercolour, wet on wet, soft edges", "twilight_wash", 0.65, "ice_watercolour", "sakura", "horizon"),
        ("winter_watercolour", "Winter watercolour", "겨울 수채화", "pale watercolour, thin cold washes of blue", "ice_watercolour", 0.65, "twilight_wash", "ice", "horizon"),
        ("impasto", "Impasto", "임파스토", "thick impasto, palette knife, heavy texture", "impasto", 0.6, "expressionist", "gold", "rose"),
        ("romantic", "Romantic sea piece", "낭만주의 바다", "romantic oil painting, dramatic light, sublime", "great_wave", 0.5, "impressionist", "lagoon", "horizon"),
        ("fauve", "Fauvist", "야수파", "fauvist painting, wild pure colour", "fauve", 0.6, "starry_swirl", "acid", "forest"),
        ("gold_leaf", "Gold leaf", "금박 회화", "gilded ornament, jugendstil, flat pattern", "copper_rust", 0.5, "stained_glass", "gold", "mandala"),
        ("baroque", "Baroque light", "바로크의 빛", "baroque chiaroscuro, one warm light in the dark", "copper_rust", 0.45, "expressionist", "ember", "clouds"),
        ("pointillist", "Pointillist", "점묘화", "pointillist painting, countless points of pure colour", "pebbles", 0.45, "impressionist", "candy", "forest"),
    ),
    "modern": (
        ("cubist", "Cubist", "입체파", "cubist painting, facets, many views at once", "cubist", 0.6, "starry_swirl", "rose", "city"),
        ("pop_art", "Pop art", "팝 아트", "pop art, flat colour, bold outlines", "pop_cutout", 0.65, "cobalt_night", "candy", "rose"),
        ("cut_outs", "Paper cut-outs", "색종이 오리기", "paper cut-outs, joyful flat shapes", "pop_cutout", 0.55, "fauve", "acid", "forest"),
        ("constructivist", "Constructivist", "구성주의", "constructivist shapes, diagonals, primary colours", "primary_shards", 0.45, "pop_cutout", "neon", "city"),
        ("abstract", "Abstract expressionist", "추상 표현주의", "abstract expressionist, gesture and drip, large canvas", "cubist", 0.5, "impasto", "ultra", "ink"),
        ("surreal", "Surreal", "초현실주의", "surrealist painting, melting forms, impossible light", "indigo_microbes", 0.4, "cobalt_night", "ultra", "clouds"),
        ("futurist", "Futurist", "미래주의", "futurist painting, slanting lines of light", "primary_shards", 0.4, "starry_swirl", "ember", "tunnel"),
        ("art_deco", "Art deco", "아르데코", "art deco, gold lines on black, sunbursts", "cubist", 0.5, "stained_glass", "gold", "mandala"),
        ("psychedelic", "Psychedelic poster", "사이키델릭 포스터", "psychedelic sixties poster, liquid colour", "starry_swirl", 0.5, "pop_cutout", "acid", "ink"),
        ("op_art", "Op art", "옵아트", "op art, vibrating pattern, optical illusion", "cmyk_pen", 0.5, "pop_cutout", "neon", "mandala"),
    ),
    "print": (
        ("woodcut", "Woodcut", "목판화", "woodcut print, bold carved lines", "woodcut", 0.65, "charcoal_cream", "paper", "forest"),
        ("great_wave", "Great wave woodblock", "큰 파도 목판화", "woodblock print in indigo and cream, in the manner of ukiyo-e", "great_wave", 0.65, "twilight_wash", "lagoon", "horizon"),
        ("poster", "Screen-printed poster", "실크스크린 포스터", "screen-printed poster, two inks, hard edges", "crimson_poster", 0.6, "expressionist", "blood", "city"),
        ("comic", "Comic", "만화", "comic book art, ink outlines, halftone", "yellow_comic", 0.6, "pop_cutout", "candy", "city"),
        ("risograph", "Risograph", "리소그래프", "risograph print, grain, misregistered inks", "cmyk_pen", 0.55, "pop_cutout", "rose", "rose"),
        ("linocut", "Linocut", "리놀륨 판화", "linocut in one dark ink, white lines", "woodcut", 0.55, "lava", "blood", "forest"),
        ("etching", "Etching", "동판화", "fine etching, cross-hatching, sepia", "sand_etching", 0.6, "copper_rust", "paper", "city"),
        ("gig_poster", "Gig poster", "공연 포스터", "vintage gig poster, worn ink, orange and teal", "crimson_poster", 0.5, "great_wave", "ember", "mandala"),
    ),
    "drawing": (
        ("charcoal", "Charcoal", "목탄화", "charcoal drawing on cream paper, smudged shadows", "charcoal_cream", 0.65, "woodcut", "paper", "clouds"),
        ("crayon", "Wax crayon", "크레용", "wax crayon drawing, childlike and bright", "amber_crayon", 0.6, "expressionist", "candy", "horizon"),
        ("coloured_pencil", "Coloured pencil", "색연필", "coloured pencil illustration, storybook", "cobalt_pencil", 0.6, "twilight_wash", "jade", "forest"),
        ("ballpoint", "Ballpoint pen", "볼펜화", "ballpoint pen drawing, dense hatching", "cmyk_pen", 0.6, "cobalt_pencil", "ice", "city"),
        ("pastel", "Pastel chalk", "파스텔", "soft pastel chalk, velvet colour on dark paper", "amber_crayon", 0.5, "impressionist", "rose", "clouds"),
        ("blueprint", "Blueprint", "청사진", "blueprint drawing, white lines on blue", "cobalt_pencil", 0.6, "cobalt_night", "ice", "mandala"),
        ("storybook", "Storybook", "그림책", "storybook illustration, gouache, gentle", "amber_crayon", 0.45, "twilight_wash", "sakura", "forest"),
    ),
    "asia": (
        ("ink_wash", "Ink wash (sumuk)", "수묵화", "Korean ink wash painting, much empty paper, few strokes", "charcoal_cream", 0.6, "twilight_wash", "paper", "ink"),
        ("minhwa", "Korean folk painting (minhwa)", "민화", "Korean minhwa folk painting, five bold colours, flat and decorative", "woodcut", 0.4, "fauve", "jade", "rose"),
        ("dancheong", "Temple colours (dancheong)", "단청", "dancheong painting, green and red ornament", "stained_glass", 0.55, "fauve", "jade", "mandala"),
        ("celadon", "Celadon", "고려청자", "celadon glaze, fine inlay, jade green", "ice_watercolour", 0.5, "cobalt_pencil", "jade", "clouds"),
        ("hanji", "Hanji paper light", "한지 등불", "warm light through hanji, soft and quiet", "sand_etching", 0.5, "amber_crayon", "gold", "rose"),
        ("ukiyoe", "Ukiyo-e", "우키요에", "ukiyo-e woodblock print, flat colour, fine lines", "great_wave", 0.6, "woodcut", "sakura", "horizon"),
        ("webtoon", "Webtoon", "웹툰", "webtoon panel, clean lines, glowing colour", "yellow_comic", 0.45, "cobalt_pencil", "rose", "city"),
        ("mineral_scroll", "Blue-green landscape", "청록산수", "blue-green landscape painting, mineral pigments, golden", "great_wave", 0.5, "impressionist", "aurora", "horizon"),
    ),
    "light": (
        ("neon", "Neon night", "네온의 밤", "neon colours, saturated glow on deep black", "cobalt_night", 0.6, "primary_shards", "neon", "city"),
        ("vaporwave", "Vaporwave", "베이퍼웨이브", "vaporwave, pink and turquoise, retro gradients", "pop_cutout", 0.5, "twilight_wash", "candy", "horizon"),
        ("laser", "Laser and smoke", "레이저와 연기", "thin beams of coloured light on black", "cobalt_night", 0.6, "starry_swirl", "ultra", "tunnel"),
        ("black_light", "Black light", "자외선", "ultraviolet black-light paint, fluorescent on black", "cubist", 0.5, "starry_swirl", "ultra", "ink"),
        ("synthwave", "Synthwave drive", "신스웨이브", "synthwave, chrome and magenta, glowing edges", "cobalt_night", 0.55, "expressionist", "neon", "tunnel"),
        ("film_noir", "Film noir", "필름 누아르", "noir, hard shadows, black and white", "charcoal_cream", 0.6, "cobalt_night", "paper", "city"),
        ("pixel", "Circuit and pixel", "회로와 픽셀", "eight-bit look, glowing lines, hard edges", "brick_circuit", 0.35, "cobalt_night", "acid", "mandala"),
        ("disco", "Disco", "디스코", "seventies colour, glitter, warm glow", "pop_cutout", 0.5, "stained_glass", "rose", "mandala"),
    ),
    "material": (
        ("stained_glass", "Stained glass", "스테인드글라스", "stained glass, leaded outlines, glowing colour", "stained_glass", 0.65, "cobalt_night", "gold", "mandala"),
        ("mosaic", "Mosaic", "모자이크", "byzantine mosaic, small tiles, golden", "pebbles", 0.45, "stained_glass", "gold", "mandala"),
        ("lava", "Lava", "용암", "molten colour, glowing red and black", "lava", 0.6, "starry_swirl", "ember", "tunnel"),
        ("ice", "Ice", "얼음", "frozen look, pale blue, clear facets", "ice_watercolour", 0.6, "cobalt_pencil", "ice", "mandala"),
        ("copper", "Rusting copper", "녹슨 구리", "oxidised copper, rust and verdigris", "copper_rust", 0.6, "sand_etching", "gold", "ink"),
        ("sand", "Sand drawing", "모래 그림", "carved relief, sandy grain, raking light", "sand_etching", 0.6, "copper_rust", "gold", "horizon"),
        ("marble", "Marbled paper", "마블링 종이", "marbled endpaper, fine veins of colour", "starry_swirl", 0.45, "ice_watercolour", "rose", "ink"),
        ("velvet", "Velvet night", "벨벳의 밤", "velvet darkness, yellow and cobalt light", "cobalt_night", 0.65, "starry_swirl", "night", "tunnel"),
    ),
    "dream": (
        ("aurora", "Northern lights", "오로라", "silky veils of green and purple light", "twilight_wash", 0.5, "starry_swirl", "aurora", "ink"),
        ("blossom", "Blossom wind", "벚꽃 바람", "pastel pinks, airy and tender", "impressionist", 0.5, "twilight_wash", "sakura", "rose"),
        ("deep_sea", "Deep sea", "깊은 바다", "bioluminescent glow, deep blue", "indigo_microbes", 0.35, "great_wave", "lagoon", "ink"),
        ("cosmos", "Cosmos", "우주", "cosmic colours, glowing dust", "starry_swirl", 0.6, "cobalt_night", "ultra", "tunnel"),
        ("enchanted_forest", "Enchanted forest", "마법의 숲", "otherworldly light, deep greens", "impressionist", 0.5, "fauve", "jade", "forest"),
        ("microcosm", "Microcosm", "현미경 속 세계", "soft translucent forms, micrograph colours", "indigo_microbes", 0.4, "twilight_wash", "aurora", "ink"),
        ("desert", "Desert mirage", "사막의 신기루", "trembling heat, ochre and rust", "sand_etching", 0.45, "expressionist", "ember", "horizon"),
        ("storm", "Storm", "폭풍", "stormy contrast, heavy greys, one ray of light", "great_wave", 0.5, "impasto", "ice", "clouds"),
    ),
}
# fmt: on

ART_STYLES: dict[str, ArtStyle] = {
    key: ArtStyle(
        key, group, en, ko, fragment, ((one, weight), (other, round(1.0 - weight, 2))), palette, source
    )
    for group, rows in _ROWS.items()
    for key, en, ko, fragment, one, weight, other, palette, source in rows
}


def find_art_style(name: str) -> ArtStyle:
    """The style of that key, or of that name in either language. Raises UserError with the nearest one."""
    wanted = name.strip().casefold()
    for style in ART_STYLES.values():
        if wanted in (style.key, style.en.casefold(), style.ko.casefold()):
            return style
    matching = [key for key, style in ART_STYLES.items() if wanted and wanted in style.fragment]
    keys = matching or [*ART_STYLES, *(style.ko for style in ART_STYLES.values())]
    if matching or nearest(wanted, keys):
        raise UserError(f"{unknown('art style', name, keys)} (`{typed('styles')}` lists all)")
    raise UserError(f'unknown art style "{name}"; `{typed("styles")}` lists all {len(ART_STYLES)} of them')
