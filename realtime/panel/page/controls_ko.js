// Names of the controls in Korean; one that is not here keeps its own.

export const KOREAN = {
  "master": "마스터", "blackout": "암전", "freeze": "정지", "hud": "화면 표시(HUD)", "react.gain": "반응 세기",
  "strength.gain": "강도 배율", "strength.offset": "강도 더하기", "noise.gain": "노이즈 배율", "motion.gain": "움직임 배율",
  "motion.zoom": "줌", "motion.rotation": "회전", "motion.pan_x": "좌우 이동", "motion.pan_y": "상하 이동",
  "motion.yaw": "좌우 기울기", "motion.tilt": "상하 기울기", "speed": "속도", "style.mix": "화풍 섞기", "prompt.mix": "문장 섞기",
  "prompt.1": "문장 1 비중", "prompt.2": "문장 2 비중", "prompt.3": "문장 3 비중", "prompt.4": "문장 4 비중",
  "guide": "형태 따르기", "image.prompt": "그림 따르기", "painter.engine": "그리기 엔진", "lora.1": "LoRA 1 비중", "lora.2": "LoRA 2 비중", "lora.3": "LoRA 3 비중", "lora.4": "LoRA 4 비중",
  "audio.gain": "전체 감도", "audio.bass": "저음 감도", "audio.low_mid": "중저음 감도", "audio.high_mid": "중고음 감도", "audio.treble": "고음 감도",
  "post.bloom": "빛 번짐", "post.wave": "물결", "post.sparkle": "반짝임", "post.chroma": "색 번짐", "post.grain": "필름 입자",
  "post.vignette": "가장자리 어둡게", "post.flash": "섬광", "post.shadows": "어두운 곳 밝기", "post.contrast": "대비", "post.saturation": "채도",
  "tempo.lock": "템포 고정", "tempo.nudge_ms": "박자 밀기", "tempo.range": "다음 템포 범위", "tempo.low": "가장 느린 템포", "tempo.high": "가장 빠른 템포",
  "route": "곡선", "route.save": "곡선 저장", "scene.bars": "전환 마디", "scene.reload": "세트리스트 다시 읽기", "show.auto": "자동 장면 전환", "transition.beats": "전환 길이",
  "still": "정지 화면 저장",
  "painter.restart": "페인터 다시 시작", "reset": "모두 처음 값으로",
  "deck.fade": "크로스페이더", "deck.mix": "덱 혼합", "deck.beats": "크로스 길이", "deck.auto": "덱 B 자동", "deck.cut": "덱 바꾸기", "deck.cross": "덱 넘어가기",
  "deck.next": "덱 B 다음 장면", "deck.previous": "덱 B 이전 장면",
  "solo": "솔로", "test_card": "테스트 카드",
  "layer.1.on": "레이어 1 켜기", "layer.1.opacity": "레이어 1 불투명도", "layer.1.size": "레이어 1 크기", "layer.1.x": "레이어 1 좌우", "layer.1.y": "레이어 1 상하", "layer.1.blend": "레이어 1 혼합",
  "layer.2.on": "레이어 2 켜기", "layer.2.opacity": "레이어 2 불투명도", "layer.2.size": "레이어 2 크기", "layer.2.x": "레이어 2 좌우", "layer.2.y": "레이어 2 상하", "layer.2.blend": "레이어 2 혼합",
  "layer.3.on": "레이어 3 켜기", "layer.3.opacity": "레이어 3 불투명도", "layer.3.size": "레이어 3 크기", "layer.3.x": "레이어 3 좌우", "layer.3.y": "레이어 3 상하", "layer.3.blend": "레이어 3 혼합",
};

// What the show says of knobs and pads.
export const MIDI_KOREAN = [
  [", channel ", ", 채널 "], ["note ", "노트 "], ["pitch bend", "피치 벤드"], ["program change", "프로그램 체인지"], [" plays ", " → "], [" of ", " · "],
];

// Units, values with names, options of curves and the levels of the sound; what is not here is written as it is.
export const KOREAN_WORDS = {
  "half-heights/s": "반높이/초", "½ heights": "반높이", "beats": "박", "bars": "마디", "1/s": "1/초", "°/s": "°/초",
  "off": "끔", "as the setlist says": "세트리스트대로", "as the scene says": "장면대로", "normal": "보통", "add": "더하기", "screen": "스크린",
  "multiply": "곱하기", "difference": "차이", "lighten": "밝게", "darken": "어둡게", "overlay": "오버레이",
  "exponent": "지수", "rate": "빠르기", "bend": "굽힘", "knee": "꺾이는 곳", "softness": "부드러움", "steepness": "가파름", "middle": "가운데",
  "bass": "저음", "low-mid": "중저음", "high-mid": "중고음", "treble": "고음", "noise": "잡음",
};
