"""The blocklist that ships: what it must refuse however it is written, and what it must let pass."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.errors import UserError
from realtime.setlist.blocklist import Blocklist

SHIPPED = Path(__file__).resolve().parents[2] / "setlists" / "blocklist.toml"
BLOCKLIST = Blocklist.load(SHIPPED)

UNFIT = [
    ("nude woman on a beach", "sexual"),
    ("누드 그림", "sexual"),
    ("야한 옷을 입은 사람", "sexual"),
    ("soldiers murdered in the street", "violence"),
    ("칼로 찌르는 남자", "violence"),
    ("총을 든 남자", "violence"),
    ("severed heads on a table", "gore"),
    ("피투성이가 된 얼굴", "gore"),
    ("시체들이 쌓인 방", "gore"),
    ("a man hanging himself", "self_harm"),
    ("자살하는 사람", "self_harm"),
    ("nazi parade with swastikas", "hate"),
    ("씨발놈아", "hate"),
    ("lines of cocaine", "drugs"),
    ("마약을 하는 사람들", "drugs"),
    ("terrorists with flags", "extremism"),
    ("테러리스트가 나오는 장면", "extremism"),
    ("deepfake of a singer", "real_people"),
    ("딥페이크 영상", "real_people"),
    ("lolicon drawing", "children"),
    ("아동 포르노", "sexual"),
    ("a child with a knife", "child_in_doubt"),
    ("비키니를 입은 소녀", "child_safety"),
    ("a man chained to a wall", "people_hurt"),
    ("a pile of vomit", "disgust"),
]

DISGUISED = [
    "NUDE",
    "ｎｕｄｅ",
    "𝓷𝓾𝓭𝓮",
    "ⓝⓤⓓⓔ",
    "🅽🆄🅳🅴",
    "nüdé",
    "n̶u̶d̶e̶",
    "nu\u200bde",
    "nu\u00adde",
    "n\u2060u\u2060d\u2060e",
    "nudе",  # Cyrillic е
    "ѕех",  # all Cyrillic
    "pοrn",  # Greek ο
    "n u d e",
    "n.u.d.e",
    "n-u-d-e",
    "nu-de",
    "n_u_d_e",
    "n  u  d  e  woman",
    "p orn",
    "word--nude--word",
    "(nude:1.3)",
    "((nude))",
    "[nude:0.5]",
    "(nu:1.2)(de:1.2)",
    "<lora:nude:1>",
    "p0rn",
    "s3x",
    "$ex",
    "k1ll",
    "k!ll them",
    "nuuuude",
    "seeeexy",
    "fuuuck",
    "NudeWoman",
    "sexyGirl",
    "nude123",
    "5ex",
    "4nal",
    "p0rn69",
    "[nu:de:0.5]",
    "nudes",
    "kills",
    "killing",
    "stabbed",
    "raping",
    "suicidal",
    "the killer's knife",
    "섹 스",
    "섹.스",
    "섹1스",
    "섹x스",
    "ㅅㅔㄱㅅㅡ",
    "세ㄱ스",
    "ᄉ" + "ᅦ" + "ᆨ" + "스",
    "누 드",
    "누드화를",
    "나체의 여인이",
    "시 발",
    "ㅅㅂ",
    "자 살 하는",
    "섹스sex",
    "그림섹스그림 19금",
    "fuck섹",
]

FIT = [
    "",
    "Essex in the morning",
    "Middlesex and Sussex, watercolour",
    "a cocktail on a table at sunset",
    "shooting stars over a lake",
    "light shooting through clouds",
    "killer whale under the ice",
    "a blood orange cut in half",
    "blood moon over the desert",
    "ink bleeding into wet paper",
    "peacock feathers, cockatoo, weathercock",
    "Dickens novel cover, Moby Dick and the sea",
    "great tit on a branch, robin with a red breast",
    "pussy willow in spring rain",
    "butter on toast, spices in a market",
    "Scunthorpe, Penistone and the Titanic",
    "analog film grain, grape leaves, drapes and skyscrapers",
    "rose window, stained glass, light rays",
    "racing through a tunnel of lava and embers",
    "class assessment of a bass guitar",
    "brutalist cathedral in fog",
    "dead leaves on the path of a person",
    "happy children flying kites",
    "a boy and a girl under a meteor shower",
    "see through the window into the garden",
    "crowd dancing under a sky on fire",
    "baby turtles crossing the beach",
    "starry night, swirling brush strokes, (neon:1.2), [rain], 8k, ultra-detailed",
    "T H E   E N D",
    "x y z axis, a b c",
    "café crème, naïve art, Ærø, Müller, jalapeño",
    "Isis, goddess of the Nile",
    "35mm, f1.4, 1950s, 4k, 3d, mp3, 90s, 1girl with 2 cats, r2d2, 7up, h2o",
    "a smoking volcano, crack in the ice",
    "rock 'n' roll, it's a dog's life",
    "⭐ 🌊 ❤️ 👨‍👩‍👧 stars and waves → 50 % blue",
    "기차의 시발점",
    "뒤를 보지 않는 나무",
    "자지 않는 도시의 불빛",
    "먹으로 그린 산과 달",
    "바다 위로 떠오르는 해",
    "벚꽃이 흩날리는 봄밤",
    "가슴 벅찬 새벽 하늘",
    "총천연색 만화경",
    "아이들이 연을 날리는 들판",
    "종이배를 띄우는 아이",
    "고문서 속의 지도",
    "죽이 담긴 그릇",
    "할 수 있는 시간",
    "밤 하늘 위 은하수",
    "나비의 변태 과정",
    "폭풍이 닥쳐오는 바다, 불이 꺼져 가는 등대",
    "대마도 앞바다",
    "달에서 떡치는 토끼",
    "나침반과 별자리",
    "새끼 고양이와 아기 사슴",
    "전라의 들판과 지리산",
    "불타는 노을을 보는 사람들",
    "용이 승천하는 구름, 호랑이와 까치 민화",
    "딸기와 칼국수, 아이스크림",
    "훌륭한 건축물로 훌쩍 떠난 여행",
    "피리 부는 사나이와 사나운 파도",
    "싸이키델릭 조명, 싸이클 경주",
    "뷔페에 차린 음식 앞의 시바견",
    "제니퍼라는 고래, 페도라를 쓴 신사",
    "the psychotherapist's couch, Ashkenazi song",
]


@pytest.mark.parametrize(("text", "rule"), UNFIT)
def test_unfit_texts_are_refused_with_their_rule(text, rule):
    verdict = BLOCKLIST.check(text)
    assert not verdict.fit
    assert verdict.rule == rule
    assert rule in verdict.reason


@pytest.mark.parametrize("text", DISGUISED)
def test_hiding_a_word_does_not_help(text):
    assert not BLOCKLIST.check(text).fit


@pytest.mark.parametrize("text", FIT)
def test_innocent_texts_pass(text):
    verdict = BLOCKLIST.check(text)
    assert verdict.fit, verdict.reason


def test_a_mark_at_the_end_of_a_word_is_no_code():
    assert BLOCKLIST.check("what a night! " * 70).fit
    assert BLOCKLIST.check("wh4t " * 70).rule == "too long"


def test_an_allowed_phrase_does_not_open_the_door_for_the_rest():
    assert BLOCKLIST.check("killer whale").fit
    assert not BLOCKLIST.check("killer whale and a killer").fit
    assert not BLOCKLIST.check("시발점 시발").fit


@given(
    st.sampled_from(["nude", "murder", "corpse", "섹스", "자살", "참수"]),
    st.text(max_size=40),
    st.text(max_size=40),
)
def test_a_blocked_word_is_found_in_any_surroundings(word, before, after):
    assert not BLOCKLIST.check(f"{before} , {word} , {after}").fit


@given(st.text(max_size=300))
def test_any_text_gets_a_verdict(text):
    verdict = BLOCKLIST.check(text)
    assert verdict.fit or (verdict.rule and verdict.found)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a cat\x00", "unreadable"),
        ("a \x1b[31mcat", "unreadable"),
        ("a cat \ue000", "unreadable"),
        ("a cat \ud800", "unreadable"),
        ("cat " * 300, "too long"),
        ("㎯" * 300, "too long"),  # each is read as rad/s2
        ("1 " * 450, "too long"),
        ("a-b-1-" * 160, "too long"),
        ("c4t " * 100, "too long"),
        ("고양이" * 100, "too long"),
        ("裸の女", "script"),
        ("порнография", "script"),
        ("عارية", "script"),
    ],
)
def test_what_cannot_be_judged_is_refused(text, rule):
    verdict = BLOCKLIST.check(text)
    assert not verdict.fit
    assert verdict.rule == rule


def test_lines_and_tabs_are_ordinary_space():
    assert BLOCKLIST.check("a cat\n\ton a roof\r\n").fit


def test_the_verdict_quotes_what_it_found():
    assert BLOCKLIST.check("two NAKED statues").reason == 'refused by rule "sexual": "naked" (naked*)'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "there is no such file"),
        ("", "it names no words"),
        ("[sexual]\nenglish = []\n", "it names no words"),
        ("[sexual\n", "line 1"),
        ('[sexual]\nenglish = "nude"\n', "must be a list of words"),
        ("[sexual]\nenglish = [3]\n", "must be a list of words"),
        ('[sexual]\nenglisch = ["nude"]\n', "may have no keys but"),
        ('sexual = ["nude"]\n', "must be a table"),
        ('longest = -1\n[a]\nenglish = ["nude"]\n', "longest"),
        ('allow = ["x"]\n[a]\nenglish = ["nude"]\n', '"allow" must be a table'),
        ('[together.a]\none = "x"\n[a]\nenglish = ["nude"]\n', "must be a list of words"),
        ('together = 3\n[a]\nenglish = ["nude"]\n', "together"),
        ('[together.a]\none = ["x"]\nothr = ["y"]\n[a]\nenglish = ["nude"]\n', 'not "othr"'),
        ('[together.a]\none = ["x"]\n[a]\nenglish = ["nude"]\n', "is empty"),
        ("[a]\nenglish = ['*']\n", "must be a list of words"),
    ],
)
def test_without_a_sound_list_nothing_starts(tmp_path, content, why):
    path = tmp_path / "blocklist.toml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=why) as refused:
        Blocklist.load(path)
    assert str(path) in str(refused.value)
    assert "no prompt is painted" in str(refused.value)


def test_a_list_that_is_not_utf_8_stops_the_start(tmp_path):
    path = tmp_path / "blocklist.toml"
    path.write_bytes(b"[a]\nenglish = ['\xff\xfe']\n")
    with pytest.raises(UserError, match="cannot use the blocklist"):
        Blocklist.load(path)


def test_every_allowed_phrase_passes_by_itself():
    import tomllib

    allow = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["allow"]
    refused = [
        entry
        for entries in allow.values()
        for entry in entries
        if not BLOCKLIST.check(entry.replace("*", "")).fit
    ]
    assert refused == []


@pytest.mark.parametrize("allowed", ["coal tit", "colours that bleed", "나비의 변태"])
@pytest.mark.parametrize("text", ["{}, a garden", "a garden ({}), 1", "1, 2, {}; 3"])
def test_punctuation_and_numbers_beside_an_allowed_phrase_change_nothing(allowed, text):
    assert BLOCKLIST.check(text.format(allowed)).fit


def test_a_word_is_found_wherever_a_long_text_hides_it():
    apart = " ".join(["n", "u", "d", "e"])
    for text in ("a-b-1-" * 66, "1 " * 390, "p o r " * 66, "바 다 " * 195):
        assert BLOCKLIST.check(text).fit
        assert BLOCKLIST.check(text + ", " + apart).rule == "sexual"
        assert BLOCKLIST.check("nu-de " + text).rule == "sexual"


def test_the_operator_can_add_words_and_scripts(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('scripts = ["latin", "cyrillic"]\n[house]\nenglish = ["clown"]\n', encoding="utf-8")
    own = Blocklist.load(path)
    assert own.check("two clowns").rule == "house"
    assert own.check("любовь и звёзды").fit
    assert own.check("한글").rule == "script"
