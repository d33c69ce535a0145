"""From what was heard to a mood and an art style, where the musician names none; and why, in words."""

# ruff: noqa: E501 - a table reads best with a row a line
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from realtime.author.art_styles import ART_STYLES, ArtStyle
from realtime.author.brief import MOODS, Choice
from realtime.author.song_character import Character
from realtime.scenery.word_index import Row, WordIndex, words_of

# What music of each mood is like: energy, light (major), grit, bass, swing. The nearest is suggested.
_LIKE = {
    "calm": (0.15, 0.65, 0.10, 0.30, 0.50),
    "dreamy": (0.33, 0.50, 0.35, 0.35, 0.40),
    "melancholy": (0.20, 0.15, 0.10, 0.30, 0.50),
    "romantic": (0.40, 0.80, 0.15, 0.25, 0.60),
    "joyful": (0.55, 0.90, 0.40, 0.40, 0.35),
    "energetic": (0.80, 0.60, 0.65, 0.60, 0.20),
    "dark": (0.50, 0.15, 0.50, 0.75, 0.40),
    "epic": (0.50, 0.35, 0.30, 0.60, 0.70),
    "angry": (0.80, 0.25, 0.95, 0.40, 0.20),
}
_WEIGHTS = (2.0, 0.8, 1.0, 0.6, 0.25)
# Styles of each mood for pure, for mixed and for rough sounds.
_STYLES = {
    "calm": ("watercolour", "mineral_scroll", "aurora"),
    "dreamy": ("blossom", "starry", "cosmos"),
    "melancholy": ("winter_watercolour", "celadon", "film_noir"),
    "romantic": ("impressionist", "pastel", "synthwave"),
    "joyful": ("storybook", "fauve", "disco"),
    "energetic": ("futurist", "pop_art", "neon"),
    "dark": ("baroque", "velvet", "laser"),
    "epic": ("romantic", "storm", "art_deco"),
    "angry": ("expressionist", "lava", "poster"),
}
# What words of a story speak of which mood, and how far a word outweighs the music.
_SPEAKS_OF: tuple[Row, ...] = (
    ({"calm": 1.0}, "calm,quiet,still,silence,lake,meditation,snow,morning,library", "고요,조용,잔잔,호수,명상,눈,아침,평화"),
    ({"dreamy": 1.0}, "dream,cloud,fairy,moon,floating,balloon,mermaid,unicorn,whale", "꿈,구름,요정,달빛,떠다니,인어,고래,별"),
    (
        {"melancholy": 1.0},
        "farewell,goodbye,alone,lonely,tears,sad,grave,autumn,rain,empty,grandmother,memory,lost",
        "이별,작별,혼자,외로,눈물,슬픔,슬픈,무덤,가을,비,빈,할머니,추억,그리움,기다리,떠나",
    ),
    ({"romantic": 1.0}, "love,lovers,couple,kiss,wedding,bride,rose,heart,bouquet", "사랑,연인,입맞춤,키스,결혼,신부,장미,심장,꽃다발,설렘"),
    ({"joyful": 1.0}, "party,children,birthday,carnival,summer,picnic,puppy,candy,circus", "파티,아이들,생일,축제,여름,소풍,강아지,사탕,신나"),
    ({"energetic": 1.0}, "run,race,dance,neon,motorcycle,rocket,club,skateboard", "달리,질주,춤,네온,오토바이,로켓,클럽"),
    ({"dark": 1.0}, "ghost,death,skull,vampire,nightmare,witch,shadow,cave,wolf", "유령,귀신,죽음,해골,악몽,마녀,어둠,동굴,늑대"),
    ({"epic": 1.0}, "castle,dragon,knight,samurai,king,mountain,army,warrior,temple", "성,용,기사,사무라이,왕,산,군대,전사,사원"),
    ({"angry": 1.0}, "war,burning,fire,rage,battle,storm,revenge,explosion", "전쟁,불타,불,분노,전투,폭풍,복수,폭발"),
)  # fmt: skip
_WORDS = WordIndex(_SPEAKS_OF)
_WORD_PULL, _MOST_PULL = 0.3, 2.0
_PURE, _ROUGH = 0.28, 0.60
# Below each limit its words, in English and Korean.
_FULLNESS = (
    (0.25, "quiet and spare", "고요하고 성긴 소리"),
    (0.45, "gentle", "잔잔한 소리"),
    (0.65, "lively", "활기찬 소리"),
    (1.01, "dense and driving", "촘촘하고 몰아치는 소리"),
)
_TONE = (
    (0.35, "dark in tone", "어두운 음색"),
    (0.62, "warm in tone", "따뜻한 음색"),
    (1.01, "bright in tone", "밝은 음색"),
)
_RICH = (
    ("grit", 0.70, "rough", "거친 질감"),
    ("bass", 0.65, "deep bass", "깊은 베이스"),
    ("swing", 0.75, "from soft to loud", "큰 셈여림"),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """mood, style: keys of MOODS and ART_STYLES; heard: what they follow from, in both languages."""

    mood: str
    style: str
    heard: tuple[str, str]

    def words(self, korean: bool, taken: Collection[str] = ("mood", "style")) -> str:
        """`75 bpm, D major, quiet and spare → calm, Watercolour`; taken: which of the two follow from it."""
        named: dict[str, Choice | ArtStyle] = {
            "mood": MOODS[self.mood],
            "style": ART_STYLES[self.style],
        }
        called = [one.ko if korean else one.en for key, one in named.items() if key in taken]
        return f"{self.heard[korean]} → {', '.join(called)}"


def suggest(character: Character, mood: str | None = None, story: str = "") -> Suggestion:
    """What suits the music and the words of `story`; mood: the musician's own, for which only a style is
    wanted."""
    heard = (character.energy, character.light, character.grit, character.bass, character.swing)
    word_scores = _WORDS.scores(words_of(story), _WORDS.stems)

    def far(name: str) -> float:
        return _distance(heard, _LIKE[name]) - _WORD_PULL * min(word_scores.get(name, 0.0), _MOST_PULL)

    by_words = mood is None and any(word_scores.values())
    mood = mood or min(_LIKE, key=far)
    roughness = 0 if character.grit < _PURE else 1 if character.grit < _ROUGH else 2
    story_words = (["the story's words"], ["이야기의 말"]) if by_words and word_scores.get(mood) else ([], [])
    words = tuple(", ".join([*story_words[ko], *_words(character, bool(ko))]) for ko in (0, 1))
    return Suggestion(mood, _STYLES[mood][roughness], (words[0], words[1]))


def _distance(heard: tuple[float, ...], like: tuple[float, ...]) -> float:
    return sum(weight * (a - b) ** 2 for weight, a, b in zip(_WEIGHTS, heard, like, strict=True))


def _words(character: Character, korean: bool) -> list[str]:
    """What was heard, the plainest first."""
    if character.tempo:
        words = [f"{character.tempo:.0f} bpm"]
    else:
        words = ["박자 없음" if korean else "no steady beat"]
    if character.key:
        mode = ("장조", "단조") if korean else (" major", " minor")
        words.append(character.key + mode[character.minor])
    for table, value in ((_FULLNESS, character.energy), (_TONE, character.brightness)):
        words.append(next((ko if korean else en) for below, en, ko in table if value < below))
    words += [(ko if korean else en) for name, least, en, ko in _RICH if getattr(character, name) > least]
    return words
