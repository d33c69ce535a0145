// The guard's page: is all well, and three buttons.

import { Connection } from "/panel/connection.js";
import { showPreview } from "/panel/pictures.js";
import { localizePage, onLocaleChange, word } from "/panel/localization.js";

const HOLD_MS = 800;
const STANDS_MS = 5000;

const at = (id) => document.getElementById(id);
const connection = new Connection("guard");
let state;
let black = false;
let invalid = false;
let advanced = performance.now();

localizePage(at("language"));
showPreview(connection, at("preview"), 1);
hold(at("black"), () => connection.fire("blackout", !black));
hold(at("next"), () => connection.fire("scene.next"));
hold(at("restart"), () => connection.fire("painter.restart"));

connection.on("values", (values) => {
  if ("blackout" in values) black = values.blackout;
  show();
});
connection.on("state", (newest) => {
  if (!state || newest.now !== state.now) advanced = performance.now();
  state = newest;
  show();
});
connection.on("open", () => {
  invalid = false;
  show();
});
connection.on("close", show);
connection.on("refused", () => {
  invalid = true;
  show();
});
setInterval(show, 1000);
onLocaleChange(show);

/** [colour, what is so, why] */
function judged() {
  if (invalid) return ["bad", "guard-link", "guard-ask"];
  if (!connection.open) return ["bad", "guard-away", "guard-trying"];
  if (!state) return ["", "guard-trying", ""];
  if (performance.now() - advanced > STANDS_MS) return ["bad", "guard-bad", "guard-faults"];
  if (black) return ["held", "guard-black", "guard-held"];
  if (state.freeze) return ["held", "guard-frozen", "guard-held"];
  if (state.master < 0.3) return ["held", "guard-dark", "guard-held"];
  const why = state.painted === 0 ? "guard-starting" : state.faults ? "guard-faults" : state.silent ? "guard-silent" : "";
  return ["good", "guard-good", why];
}

function show() {
  const [colour, what, why] = judged();
  const lamp = at("lamp");
  if (lamp.className !== `lamp ${colour}`) lamp.className = `lamp ${colour}`;
  for (const [id, text] of [["state", word(what)], ["why", why ? word(why) : ""]]) if (at(id).textContent !== text) at(id).textContent = text;
  at("scene").textContent = state ? `${word("guard-scene")}: ${state.scene}` : "";
  at("black").setAttribute("aria-pressed", String(black));
  at("black").querySelector(".word").textContent = word(black ? "guard-to-picture" : "guard-to-black");
}

/** Calls `done` when a button has been held long enough, by finger, mouse or key: no pocket and no child does that by chance. */
function hold(button, done) {
  let timer;
  const begin = () => {
    if (timer !== undefined) return;
    button.classList.add("holding");
    timer = setTimeout(() => {
      end();
      navigator.vibrate?.(60);
      done();
    }, HOLD_MS);
  };
  const end = () => {
    clearTimeout(timer);
    timer = undefined;
    button.classList.remove("holding");
  };
  button.addEventListener("pointerdown", (event) => event.button === 0 && begin());
  for (const stop of ["pointerup", "pointerleave", "pointercancel", "blur"]) button.addEventListener(stop, end);
  button.addEventListener("keydown", (event) => (event.key === "Enter" || event.key === " ") && !event.repeat && begin());
  button.addEventListener("keyup", end);
  button.addEventListener("contextmenu", (event) => event.preventDefault());
}
