// What the show says, in Korean: by the English form that it sends, with its fields in braces.

export const KOREAN_NOTICES = {
  // Commands
  "Nothing is saved as snapshot {number}.": "{number}번 스냅숏은 비어 있습니다.",
  "No snapshot was recalled that could be undone.": "되돌릴 스냅숏이 없습니다.",
  "There is no deck B: begin the show with --decks.": "덱 B가 없습니다. --decks를 붙여 쇼를 시작하세요.",
  "There is no such scene for deck B.": "덱 B에 그런 장면이 없습니다.",
  "There is no MIDI here: plug a controller in and start the show again.": "MIDI가 없습니다. 컨트롤러를 꽂고 쇼를 다시 시작하세요.",
  "There is no scene {number}; the setlist has {count}.": "{number}번 장면이 없습니다. 세트리스트에는 {count}개가 있습니다.",
  "There is no scene of that name{near}": "그런 이름의 장면이 없습니다{near}",
  "; did you mean {names}?": ". 혹시 {names}?",
  "Tempos from {low} to {high} bpm are looked for.": "{low}–{high} bpm 사이의 템포를 찾습니다.",
  "The setlist was not read again; the old one goes on.": "세트리스트를 다시 읽지 못했습니다. 지금 것이 계속됩니다.",
  "The setlist was not read again: {why}. The old one goes on.": "세트리스트를 다시 읽지 못했습니다: {why}. 지금 것이 계속됩니다.",
  "The setlist was read again.": "세트리스트를 다시 읽었습니다.",
  "A change of a route was refused; the log says why.": "곡선을 바꾸지 못했습니다. 이유는 로그에 있습니다.",
  "No route was changed, so there is nothing to save.": "바뀐 곡선이 없어 저장할 것이 없습니다.",
  "The routes were not saved; the log says why.": "곡선을 저장하지 못했습니다. 이유는 로그에 있습니다.",
  "The routes are saved in {file}.": "곡선을 {file}에 저장했습니다.",
  "{what} hold for this show only: {file} cannot be written.": "{what}: 이번 쇼에만 남습니다. {file}에 쓸 수 없습니다.",
  "Snapshots": "스냅숏", "The show's values": "쇼의 값",

  // Texts
  'A prompt was refused by rule "{rule}". The scene goes on.': "문장이 규칙 ‘{rule}’에 따라 거절되었습니다. 장면은 계속됩니다.",
  "A prompt could not be judged ({why}). The scene goes on.": "문장을 확인하지 못했습니다({why}). 장면은 계속됩니다.",
  "held: a picture looks unfit; {status}": "멈춤: 부적절해 보이는 그림; {status}",

  // What was refused
  "refused so far: {count}; the last: {last}": "지금까지 거절 {count}건. 마지막: {last}",
  "There is no such control{near}": "그런 항목이 없습니다{near}",
  "Control {name} wants a number.": "항목 {name}에는 숫자가 필요합니다.",
  "Control {name} wants a number from {low} to {high}.": "항목 {name}에는 {low}에서 {high}까지의 숫자가 필요합니다.",
  "Control {name} wants a number from {low} to {high} or a name.": "항목 {name}에는 {low}에서 {high}까지의 숫자나 이름이 필요합니다.",
  "Control {name} wants one line of text of at most {most} characters.": "항목 {name}에는 {most}자 이하의 한 줄 문장이 필요합니다.",
  "Control {name} takes no value or a number.": "항목 {name}은(는) 값 없이, 또는 숫자로만 쓸 수 있습니다.",
  "Control {name} cannot be moved by that.": "항목 {name}은(는) 그 값으로 움직일 수 없습니다.",
  "Control {name} cannot be turned over by that.": "항목 {name}은(는) 그 값으로 켜고 끌 수 없습니다.",
  "Control {name} has no button of that number.": "항목 {name}에는 그 번호의 버튼이 없습니다.",
  "A button of {name} takes no value or a number.": "{name}의 버튼은 값 없이, 또는 숫자로만 쓸 수 있습니다.",
  "Too many commands wait to be carried out; {name} was dropped.": "기다리는 명령이 너무 많아 {name}을(를) 버렸습니다.",
  "OSC: the network refused a packet: {why}.": "OSC: 네트워크가 패킷을 거절했습니다: {why}.",
  "OSC: a sender is not among those of --osc-allow.": "OSC: --osc-allow에 없는 곳에서 보냈습니다.",
  "OSC: a message ({size} bytes) cannot be read.": "OSC: 메시지({size}바이트)를 읽을 수 없습니다.",
  "OSC: a message over TCP cannot be read.": "OSC: TCP로 온 메시지를 읽을 수 없습니다.",
  "OSC: a connection over TCP is no OSC and was closed.": "OSC: OSC가 아닌 TCP 연결을 닫았습니다.",
  "OSC: too many timed messages wait; one was dropped.": "OSC: 시각이 정해진 메시지가 너무 많아 하나를 버렸습니다.",
  "OSC: there is no control at such an address.": "OSC: 그런 주소의 항목이 없습니다.",
  "OSC: control {name} takes {count} values at most.": "OSC: 항목 {name}에는 값이 {count}개까지입니다.",
  "OSC: a button of {name} takes one value.": "OSC: {name}의 버튼에는 값이 하나입니다.",
  "OSC: more is asked than can be answered.": "OSC: 물음이 너무 많아 다 답할 수 없습니다.",
  "OSCQuery: a message is no command.": "OSCQuery: 명령이 아닌 메시지입니다.",
  "OSCQuery: a packet cannot be read.": "OSCQuery: 패킷을 읽을 수 없습니다.",
  "The panel got a request that is no HTTP.": "패널에 HTTP가 아닌 요청이 왔습니다.",
  "The panel got bytes.": "패널에 바이트가 왔습니다.",
  "The panel got a message that is no JSON.": "패널에 JSON이 아닌 메시지가 왔습니다.",
  "The panel got a message that is no object.": "패널에 객체가 아닌 메시지가 왔습니다.",
  "The panel's {role} may not use that control.": "패널의 {role}은(는) 그 항목을 쓸 수 없습니다.",
  "The panel was asked for by somebody without its link.": "링크 없이 패널에 들어오려는 사람이 있었습니다.",

  // MIDI
  "MIDI {name} is unplugged": "MIDI {name}: 연결 해제됨",
  "MIDI clock of {name} is stopped: press play over there": "{name}의 MIDI 클록이 멈춰 있습니다. 그쪽에서 재생을 누르세요",
  "MIDI: there is nothing to learn for {text}.": "MIDI: {text}에는 학습할 것이 없습니다.",
  "MIDI: move a knob first, then assign it.": "MIDI: 먼저 노브를 돌린 뒤에 연결하세요.",
  "MIDI assignments hold for this show only: {file} cannot be written ({why}).": "MIDI 연결은 이번 쇼에만 남습니다. {file}에 쓸 수 없습니다({why}).",

  // Sound and files
  "{name}: {what} (since {time})": "{name}: {what} ({time}부터)",
  "the sound card has gone": "사운드 카드가 없어졌습니다",
  "gives no sound": "소리가 오지 않습니다",
  "has stopped": "멈췄습니다",
  "{file} cannot be read on: {why}": "{file}을(를) 더 읽을 수 없습니다: {why}",
  "Recording to {file} ended after {count} frames: {why}.": "{file} 녹화가 {count}프레임 뒤에 끝났습니다: {why}.",
  "The trace {file} ended early: {why}.": "추적 파일 {file}이(가) 일찍 끝났습니다: {why}.",
  "stills: {folder} takes no picture: {why}": "정지 화면: {folder}에 저장할 수 없습니다: {why}",
  "{name}: {what}": "{name}: {what}",
  "its process has ended ({why}), and is started again": "프로세스가 끝나({why}) 다시 시작합니다",

  // The painter
  "painter starting": "페인터 시작 중",
  "latency {ms} ms": "지연 {ms} ms",
  "restarts {count}": "다시 시작 {count}번",
  "bad frames {count}": "잘못된 그림 {count}장",
  "stale frames {count}": "늦은 그림 {count}장",
  "skipped {count}": "건너뜀 {count}",
  "{what} ({time})": "{what} ({time})",
  "painter replaced by hand": "손으로 다시 시작함",
  "{name} cannot paint: {why}": "{name}: 그릴 수 없습니다: {why}",
  "{name} {what}, restart {count}": "{name}: {what}, 다시 시작 {count}번째",
  "{name} gives no sign of life; another one is started": "{name}: 응답 없음. 다른 페인터를 시작합니다",
  "{name} gives no sign of life; {other} stands in": "{name}: 응답 없음. {other}이(가) 대신합니다",
  "hung for {seconds} s on one frame": "그림 하나에 {seconds}초 멈춤",
  "no sign of life for {seconds} s": "{seconds}초 동안 응답 없음",
  "killed by {signal}": "{signal}로 끝남",
  "ended with code {code}": "코드 {code}로 끝남",

  // What was lost
  "dropouts of the sound card": "사운드 카드 끊김",
  "samples heard too late": "늦게 들은 샘플",
  "outages of the sound card": "사운드 카드 중단",
  "parts of the file that cannot be decoded": "읽을 수 없는 파일 부분",
  "frames or blocks left out of the recording": "녹화에서 빠진 프레임",
  "rows left out of the trace": "추적 파일에서 빠진 줄",
  "OSC packets not sent": "보내지 못한 OSC 패킷",
  "pictures not sent by {name}": "{name}이(가) 보내지 못한 그림",

  // When scenes change
  "{count} bar": "{count}마디", "{count} bars": "{count}마디", "{count} s": "{count}초", "song {time}": "곡 {time}", "clock {time}": "시각 {time}",
  "{what} after {count} bars": "{count}마디 뒤 {what}",
  "drop": "드롭", "build": "빌드업", "quiet": "조용할 때", "cue": "신호 대기",
};

// Rules that refuse a text.
export const KOREAN_RULES = {
  "sexual": "성적인 내용", "violence": "폭력", "gore": "잔혹한 장면", "self_harm": "자해", "hate": "혐오", "drugs": "약물", "extremism": "극단주의",
  "real_people": "실존 인물", "children": "아동 보호", "child_safety": "아동 보호", "child_in_doubt": "아동 보호", "people_hurt": "다치는 사람", "disgust": "혐오감",
  "museum": "박물관", "all_ages": "모든 연령", "club": "클럽", "too long": "너무 긴 문장", "unreadable": "읽을 수 없는 글자", "script": "목록이 모르는 문자",
};
