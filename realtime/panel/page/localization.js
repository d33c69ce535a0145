// The page's own words in English and Korean. Names of controls stand in controls_ko.js.

import { KOREAN_WORDS } from "/panel/controls_ko.js";
import { KOREAN_NOTICES, KOREAN_RULES } from "/panel/notices_ko.js";

const WORDS = {
  en: {
    black: "BLACK", freeze: "FREEZE", master: "MASTER", hands: "Hands", picture: "Picture", next: "Next",
    previous: "Previous", go: "Next", cancel: "Cancel", auto: "Auto", quantise: "By hand, on a line of bars",
    "at-once": "now", tempo: "Tempo", tap: "TAP", one: "This is ONE", half: "½", double: "×2", lock: "Lock",
    ear: "Ear leads", words: "Words", prompt: "Paint this until the scene changes", paint: "Paint",
    negative: "Keep this out of the picture", "keep-out": "Keep out", "in-force": "In force now",
    clear: "Clear", health: "Health", scenes: "Scenes", controls: "Controls", news: "Messages",
    "is-black": "press to show the picture", "is-dark": "press for black", "is-frozen": "press to go on",
    "is-moving": "press to hold", connected: "connected", away: "No connection", refused: "This link is not valid any more",
    standing: "The show stands still", "veil-black": "BLACK: the audience sees nothing", "veil-frozen": "FROZEN",
    "veil-master": "MASTER at", waiting: "being judged …", painted: "is painted", "by-rule": "Refused by rule", snapshots: "Snapshots", save: "Save", morph: "over", undo: "Undo", "snap-empty": "empty", "not-sent": "There is no connection: not sent",
    "too-odd": "This text cannot be taken", "of-scene": "the scene's own", "as-scene": "as the scene says", "to-scene": "Back to the scene", nothing: "nothing",
    "on-cue": "on cue", drop: "at the drop", build: "at the build-up", quiet: "when quiet", "at-end": "the setlist ends here", bars: "bars", bar: "bar", beats: "beats", beat: "beat", seconds: "s", in: "in",
    sure: "sure", "led-by": "led by", "no-beat": "no beat", by_hand: "scenes only by hand", recording: "REC", locked: "tempo locked",
    shown: "Displayed", p99: "Slowest 1 %", painted_s: "Painted", lead: "Asked early", drawing: "Drawn in", sound: "Sound",
    silence: "silence", painter: "Painter", lost: "Lost so far", "per-s": "/s", "all-well": "Nothing is wrong.",
    midi: "MIDI", "midi-learn": "Learn", "midi-stop": "Stop learning", "midi-pick": "Click the control that a knob or pad shall play (Esc: none).",
    "midi-move": "now move the knob or press the pad", "midi-black": "BLACK (the red button stays black)", "midi-learned": "Learned:", "midi-moved": "Moved:", "midi-learn-it": "learn?",
    "midi-no-map": "no map yet", "midi-away": "unplugged", "midi-none": "No controller is plugged in.", "midi-assigned": "Assignments:", "midi-forget": "Forget",
    reset: "Double click: back to where it began. Shift: fine.",
    curves: "Curves of the scene: from sound to picture", curve: "Curve", point: "point", "at-rest": "at rest", "at-full": "at full level",
    attack: "attack, s", release: "release, s", "save-routes": "Save in the setlist", discard: "Back to the setlist",
    "g-painting": "Paint", "g-motion": "Camera", "g-sound": "Sound", "g-finish": "Finish", "g-shaders": "Shaders", "g-decks": "Decks", decks: "decks", "deck-cut": "cut", "deck-cross": "cross", "deck-previous": "B ◀", "deck-next": "B ▶", "deck-load": "tiles → B", "g-layers": "Layers", "g-tempo": "Tempo", "g-show": "Show",
    "guard-good": "All is well", "guard-black": "The picture is black", "guard-frozen": "The picture is held",
    "guard-dark": "The picture is dimmed", "guard-bad": "The picture stands still", "guard-away": "No connection to the show",
    "guard-link": "This link is not valid any more", "guard-ask": "Ask the operator for a new one.",
    "guard-silent": "It is quiet: the picture moves slowly.", "guard-faults": "Something needs the operator: see the log.",
    "guard-starting": "The painter is starting.", "guard-trying": "Trying again …", "guard-held": "Held by hand.",
    "guard-next": "Hold: next scene", "guard-restart": "Hold: restart the painter", "guard-to-black": "Hold: black",
    "guard-to-picture": "Hold: show the picture", "guard-how": "Hold a button for a second.", "guard-scene": "Now",
  },
  ko: {
    black: "암전", freeze: "정지", master: "마스터", hands: "주 조작", picture: "화면", next: "다음",
    previous: "이전", go: "다음", cancel: "취소", auto: "자동", quantise: "수동 전환을 맞출 마디",
    "at-once": "바로", tempo: "템포", tap: "탭", one: "지금이 첫 박", half: "½", double: "×2", lock: "고정",
    ear: "자동 인식", words: "문장", prompt: "장면이 바뀔 때까지 이것을 그리기", paint: "그리기",
    negative: "화면에서 뺄 것", "keep-out": "빼기", "in-force": "지금 적용",
    clear: "지우기", health: "상태", scenes: "장면", controls: "조절", news: "알림",
    "is-black": "누르면 화면이 나옵니다", "is-dark": "누르면 암전", "is-frozen": "누르면 다시 움직임",
    "is-moving": "누르면 멈춤", connected: "연결됨", away: "연결 끊김", refused: "이 링크는 더 이상 쓸 수 없습니다",
    standing: "쇼가 멈춰 있습니다", "veil-black": "암전: 관객에게 아무것도 보이지 않음", "veil-frozen": "정지 화면",
    "veil-master": "마스터", waiting: "확인 중 …", painted: "그리는 중", "by-rule": "다음 규칙에 따라 거절됨:", snapshots: "스냅숏", save: "저장", morph: "걸리는 시간", undo: "되돌리기", "snap-empty": "비어 있음", "not-sent": "연결이 없어 보내지 못했습니다",
    "too-odd": "받을 수 없는 문장입니다", "of-scene": "장면의 문장", "as-scene": "장면대로", "to-scene": "장면 값으로", nothing: "없음",
    "on-cue": "신호 대기", drop: "드롭에서", build: "빌드업에서", quiet: "조용해지면", "at-end": "마지막 장면", bars: "마디", bar: "마디", beats: "박", beat: "박", seconds: "초", in: "남은 시간",
    sure: "확신", "led-by": "외부 템포:", "no-beat": "박자 없음", by_hand: "수동 장면 전환", recording: "녹화 중", locked: "템포 고정",
    shown: "표시", p99: "느린 1 %", painted_s: "그림", lead: "미리 요청", drawing: "그리는 시간", sound: "소리",
    silence: "무음", painter: "페인터", lost: "손실", "per-s": "/초", "all-well": "이상 없음.",
    midi: "MIDI", "midi-learn": "학습", "midi-stop": "학습 끝내기", "midi-pick": "노브나 패드로 움직일 항목을 누르세요 (Esc: 취소).",
    "midi-move": "이제 노브를 돌리거나 패드를 누르세요", "midi-black": "암전 (빨간 버튼은 언제나 암전입니다)", "midi-learned": "학습됨:", "midi-moved": "움직임:", "midi-learn-it": "학습할까요?",
    "midi-no-map": "맵 없음", "midi-away": "연결 해제됨", "midi-none": "연결된 컨트롤러가 없습니다.", "midi-assigned": "연결된 항목:", "midi-forget": "지우기",
    reset: "두 번 누르면 처음 값으로. Shift: 미세 조절.",
    curves: "장면의 곡선: 소리에서 그림으로", curve: "곡선", point: "점", "at-rest": "조용할 때", "at-full": "가장 클 때",
    attack: "어택, 초", release: "릴리스, 초", "save-routes": "세트리스트에 저장", discard: "세트리스트대로",
    "g-painting": "그림", "g-motion": "카메라", "g-sound": "소리", "g-finish": "마무리", "g-shaders": "셰이더", "g-decks": "덱", decks: "덱", "deck-cut": "컷", "deck-cross": "크로스", "deck-previous": "B ◀", "deck-next": "B ▶", "deck-load": "타일 → B", "g-layers": "레이어", "g-tempo": "템포", "g-show": "쇼",
    "guard-good": "정상입니다", "guard-black": "화면이 꺼져 있습니다", "guard-frozen": "화면이 멈춰 있습니다",
    "guard-dark": "화면이 어둡습니다", "guard-bad": "화면이 움직이지 않습니다", "guard-away": "쇼에 연결되지 않습니다",
    "guard-link": "이 링크는 더 이상 쓸 수 없습니다", "guard-ask": "담당자에게 새 링크를 요청하세요.",
    "guard-silent": "조용합니다. 화면이 천천히 움직입니다.", "guard-faults": "담당자의 확인이 필요합니다.",
    "guard-starting": "페인터가 시작하는 중입니다.", "guard-trying": "다시 연결하는 중 …", "guard-held": "직원이 조작했습니다.",
    "guard-next": "길게 누르기: 다음 장면", "guard-restart": "길게 누르기: 페인터 다시 시작", "guard-to-black": "길게 누르기: 화면 끄기",
    "guard-to-picture": "길게 누르기: 화면 켜기", "guard-how": "버튼을 1초 동안 누르세요.", "guard-scene": "지금",
  },
};

const KEPT = "anacrusis.language";
let language = localStorage.getItem(KEPT) || (navigator.language.startsWith("ko") ? "ko" : "en");
const listeners = new Set();

export const locale = () => language;
export const word = (key) => WORDS[language][key] ?? WORDS.en[key] ?? key;

/** A unit or a level of the sound in the page's language. */
export const term = (text) => (language === "ko" ? (KOREAN_WORDS[text] ?? text) : text);

/** What the show says, in the page's language: a text, or a form whose fields stand in braces. */
export function localized(notice) {
  if (typeof notice === "string") return (language === "ko" && KOREAN_NOTICES[notice]) || notice;
  const form = (language === "ko" && KOREAN_NOTICES[notice.form]) || notice.form;
  return form.replace(/\{(\w+)\}/g, (braced, name) => (name in notice.fields ? (name === "rule" ? rule : localized)(notice.fields[name]) : braced));
}

/** The name of a rule that refuses texts. */
export const rule = (name) => (language === "ko" && KOREAN_RULES[name]) || name;

/** Calls `write` now and whenever the language changes. */
export function onLocaleChange(write) {
  listeners.add(write);
  write();
}

/** Fills all elements that name a word, and makes the button that changes the language. */
export function localizePage(button) {
  const write = () => {
    document.documentElement.lang = language;
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", word(element.dataset.label));
    button.textContent = language === "ko" ? "English" : "한국어";
    button.lang = language === "ko" ? "en" : "ko";
  };
  button.addEventListener("click", () => {
    language = language === "ko" ? "en" : "ko";
    localStorage.setItem(KEPT, language);
    for (const write of listeners) write();
  });
  onLocaleChange(write);
}
