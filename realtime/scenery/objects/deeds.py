"""What somebody in a text does: English and Korean verbs with their endings, and whose verb each is."""

# ruff: noqa: E501 - a table reads best with a row a line
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from realtime.scenery.objects.animals import ANIMALS
from realtime.scenery.objects.nouns import Named, Noun
from realtime.scenery.word_index import is_korean, without_particle

# Deed → English verbs, "=" before words that are taken as they are; the first deed that is said of somebody wins.
_ENGLISH = {
    "sleep": "sleep,doze,nap,slumber,snooze,=slept,=asleep,=dozed",
    "swim": "swim,dive,=swam,=swum,=dove",
    "fall": "fall,tumble,plummet,=fell,=fallen",
    "hug": "hug,embrace,cuddle,cradle,=hold,=holds,=holding,=held,=carry,=carries,=carrying,=carried",
    "fight": "fight,box,wrestle,duel,brawl,=fought",
    "knit": "knit,crochet,sew,=sewn",
    "read": "read", "write": "write,=wrote,=written", "eat": "eat,dine,=ate,=eaten", "drink": "drink,sip,=drank",
    "weep": "weep,cry,sob,mourn,grieve,=wept,=cries,=cried",
    "sweep": "sweep,=swept",
    "dance": "dance,waltz,twirl",
    "jump": "jump,leap,hop,=leapt",
    "climb": "climb", "run": "run,rush,flee,chase,sprint,race,gallop,=ran,=fled",
    "sing": "sing,=sang,=sung",
    "kneel": "kneel,pray,crouch,=knelt",
    "lie": "=lie,=lies,=lying,=lay,=lain,recline",
    "sit": "sit,squat,=sat,=seated",
    "cheer": "cheer,celebrate,shout,laugh", "wave": "wave,greet",
    "reach": "reach,catch,touch,point,=caught",
    "walk": "walk,wander,stroll,march,hike,stagger",
}  # fmt: skip
# Deed → how Korean verbs begin; "=" before whole words, a space between two of them.
_KOREAN = {
    "sleep": "잠든,잠들,잠자,잠에,잠을,졸고,졸며,졸던,졸았,존다,졸음,조는,주무,곯아떨,낮잠,늦잠,=자는,=자고,=자며,=잔다,=잤다,=자던,=자네,=자요,=잡니다,=자면서,=재우는",
    "swim": "헤엄,수영,잠수,물장구",
    "fall": "떨어지,떨어진,떨어졌,떨어져,추락,굴러떨",
    "hug": "껴안,끌어안,얼싸안,부둥,포옹,안아,안긴,안았,=안고,=안은,=안는,=안는다,품에 ,업고,=업은,들고,=든",
    "fight": "싸우,싸운,싸웠,싸워,겨루,겨룬,결투,주먹다,씨름하",
    "knit": "뜨개,뜨개질,바느질,수를 놓",
    "read": "읽,독서", "write": "편지를 쓰,편지를 쓴,편지를 썼,일기를 쓰,일기를 쓴,글을 쓰,글을 쓴,시를 쓰,시를 쓴,적는,적고,적어",
    "eat": "먹고,먹는,먹은,먹었,먹어,먹으,먹던,먹네,먹습,먹인", "drink": "마시,마신,마셨,마셔",
    "weep": "흐느,눈물,울며,울던,울었,울부,=울고,=우는,=운다,=울어,=웁니다,통곡",
    "sweep": "쓸고,쓸던,쓸었,비질,빗자루질,마당을 쓰",
    "dance": "춤추,춤춘,춤춰,춤췄,춤을",
    "jump": "뛰어오,뛰어올,뛰어넘,점프,폴짝,깡충,껑충,뛰어내",
    "climb": "기어오,기어올,오르는,오르고,오른다,오르던,올라가,올라간,올랐,등반",
    "run": "달리,달려,달린,달렸,뛰는,뛰어,뛴,뛰고,뛰었,뛰던,뛰놀,뛰노,도망,쫓,질주,내달",
    "sing": "노래하,노래한,노래를,노래해,부르는,부르고,부른다,열창",
    "kneel": "무릎,기도하,기도한,기도를,웅크",
    "lie": "눕,누운,누워,누웠,드러누,엎드,이불을 덮,담요를 덮,=덮고,=덮은",
    "sit": "앉,쪼그,걸터",
    "cheer": "환호,소리치,웃,외치,외친,만세", "wave": "손짓,=손을,인사하,인사를,손을 흔",
    "reach": "뻗,=잡는,=잡은,가리키",
    "walk": "걷,걸어,걸었,걷던,산책,거닐,거니,거닌",
}  # fmt: skip
DEEDS = tuple(_ENGLISH)
"""All deeds, the first that is said of somebody before the others."""
_RANK = {deed: number for number, deed in enumerate(DEEDS)}
_VOWELS = "aeiou"
_ANIMAL_SIGNS = frozenset(map(chr, (*range(0x1F400, 0x1F43E), *range(0x1F980, 0x1F9AF))))
_SUBJECT = re.compile("(?:들)?(?:이|가|은|는|도|께서)$")
_AND = re.compile("(?:와|과|랑|하고)$")
_BEING = ("있는", "있던", "있을", "채")
_ARTICLES = frozenset(
    ["a", "an", "the", "my", "his", "her", "their", "our", "your", "its", "this", "that", "one"]
)
_APART = 3  # words between two who do the same together, "a man and his old dog"
_FINAL_N, _FINALS, _FIRST_SYLLABLE = 4, 28, 0xAC00


def _forms(verb: str) -> Iterable[str]:
    """walk, walks, walking, walked; with the last letter doubled or dropped where it may be."""
    stem = verb.removesuffix("e")
    double = stem + stem[-1] if stem == verb and verb[-1] not in _VOWELS + "wxy" else stem
    yield from (verb, verb + "s", verb + "es")
    for base in (verb if stem == verb else stem, double):
        yield from (base + "ing", base + "ed")


_DEED_OF = {
    form: deed
    for deed, verbs in _ENGLISH.items()
    for verb in verbs.split(",")
    for form in ((verb[1:],) if verb.startswith("=") else _forms(verb))
}
_STARTS = sorted(
    ((start, deed) for deed, starts in _KOREAN.items() for start in starts.split(",")),
    key=lambda row: -len(row[0].removeprefix("=")),
)


def lives(noun: Noun) -> bool:
    """Whether it is somebody, or an animal."""
    return noun.person or noun.drawing in ANIMALS or noun.drawing in _ANIMAL_SIGNS


def deed_at(words: Sequence[str], place: int) -> str:
    """The deed that the word at `place` says, with the one before it; "" for none."""
    word = words[place]
    if not is_korean(word):
        return _DEED_OF.get(word, "")
    both = f"{words[place - 1]} {word}" if place else word
    for start, deed in _STARTS:
        whole = start.removeprefix("=")
        if whole != start:
            if word == whole:
                return deed
        elif (both if " " in start else word).startswith(start):
            return deed
    return ""


def deeds(named: Sequence[Named], words: Sequence[str]) -> list[str]:
    """For each of `named` what it is said to do, of DEEDS; "" for nothing."""
    done = [""] * len(named)
    actors = [number for number, one in enumerate(named) if lives(one.noun)]
    own = {place for number in actors for place in range(named[number].first, named[number].end)}
    for place in range(len(words)):
        deed = deed_at(words, place) if place not in own else ""
        if not deed or not actors:
            continue
        for number in _doers(named, actors, words, place):
            if not done[number] or _RANK[deed] < _RANK[done[number]]:
                done[number] = deed
    return done


def _doers(named: Sequence[Named], actors: Sequence[int], words: Sequence[str], place: int) -> list[int]:
    """Who does what the word at `place` says, with those who do it together with them."""
    before = [number for number in actors if named[number].end <= place]
    after = [number for number in actors if named[number].first > place]
    if is_korean(words[place]):
        if after and (not before or _says_of_next(words, place)):
            return _together(named, actors, words, after[0])
        subjects = [number for number in before if _is_subject(words[named[number].end - 1])]
        return _together(named, actors, words, (subjects or before)[-1])
    if after and (not before or _is_participle(named, before, after, words, place)):
        return [after[0]]
    return _together(named, actors, words, before[-1])


def _says_of_next(words: Sequence[str], place: int) -> bool:
    """Whether a Korean verb stands before whom it is said of: 자는, 졸고 있는, 누운."""
    word, following = words[place], words[place + 1 : place + 2]
    # 춤을 추는: the verb is the next word.
    if word.endswith(("을", "를")) and following:
        word = following[0]
    code = ord(word[-1]) - _FIRST_SYLLABLE
    return word.endswith("던") or code % _FINALS == _FINAL_N or any(one in _BEING for one in following)


def _is_subject(word: str) -> bool:
    return is_korean(word) and _SUBJECT.search(word) is not None


def _is_participle(
    named: Sequence[Named], before: Sequence[int], after: Sequence[int], words: Sequence[str], place: int
) -> bool:
    """Whether an English word in -ing stands before whom it is said of: a sleeping cat."""
    gap = words[place + 1 : named[after[0]].first]
    follows = bool(before) and named[before[-1]].end == place
    return words[place].endswith("ing") and not follows and len(gap) < 2 and not _ARTICLES & set(gap)


def _together(named: Sequence[Named], actors: Sequence[int], words: Sequence[str], last: int) -> list[int]:
    """`last` and who is named with it: a man and his dog, 남자와 개."""
    found = [last]
    for number in reversed([one for one in actors if one < last]):
        gap, own = words[named[number].end : named[found[-1]].first], words[named[number].end - 1]
        korean = is_korean(own) and _AND.search(own) is not None
        if not (korean and len(gap) < _APART) and not ("and" in gap and len(gap) <= _APART):
            break
        found.append(number)
    return found


def does(word: str) -> bool:
    """Whether a word by itself says what somebody does."""
    return bool(deed_at((word,), 0) or (is_korean(word) and deed_at((without_particle(word),), 0)))
