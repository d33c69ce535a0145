// The operator's page.

import { Connection } from "/panel/connection.js";
import { Controls } from "/panel/controls.js";
import { Curves } from "/panel/curves.js";
import { Decks } from "/panel/decks.js";
import { Health } from "/panel/health.js";
import { listenToKeys } from "/panel/keys.js";
import { Midi } from "/panel/midi.js";
import { showPreview } from "/panel/pictures.js";
import { Prompt } from "/panel/prompt.js";
import { Scenes, waitInWords } from "/panel/scenes.js";
import { Snapshots } from "/panel/snapshots.js";
import { Tempo } from "/panel/tempo.js";
import { localizePage, onLocaleChange, word } from "/panel/localization.js";

const BARS = [0, 1, 2, 4, 8, 16];
const PICTURES_PER_S = 12;
const STANDS_MS = 3000;

const at = (id) => document.getElementById(id);
const connection = new Connection("operator");
const controls = new Controls(connection, at("controls"));
const scenes = new Scenes(connection, at("tiles"));
const snapshots = new Snapshots(connection, at("slots"), at("save"), at("undo"));
const midi = new Midi(connection);
const tempo = new Tempo(connection);
const prompt = new Prompt(connection);
const health = new Health(connection);
const curves = new Curves(connection, at("curves"));
const decks = new Decks(scenes);
let state;
let advanced = performance.now();

localizePage(at("language"));
showPreview(connection, at("preview"), PICTURES_PER_S);
for (const button of document.querySelectorAll("[data-set]")) button.addEventListener("click", () => connection.fire(button.dataset.set));

connection.on("hello", ({ role, rows, keys }) => {
  if (role !== "operator") return location.replace(`/guard#${connection.token}`);
  if (!controls.build(rows)) return;
  at("master").append(controls.fader("master", { tall: true, percent: true, label: () => word("master") }));
  at("nudge").append(controls.fader("tempo.nudge_ms"));
  decks.build(controls);
  at("morph").append(controls.fader("snapshot.beats", { label: () => word("morph") }));
  controls.toggle("blackout", at("black"), (on) => {
    at("black-hint").textContent = word(on ? "is-black" : "is-dark");
    veil();
  });
  controls.toggle("freeze", at("freeze"), (on) => {
    at("freeze-hint").textContent = word(on ? "is-frozen" : "is-moving");
    veil();
  });
  controls.follow("master", veil);
  controls.toggle("tempo.lock", at("lock"), marks);
  controls.toggle("show.auto", at("auto"), marks);
  quantise();
  listenToKeys(connection, keys, () => midi.pick(midi.picking || midi.learning ? "" : "learn"));
});

connection.on("state", (newest) => {
  if (!state || newest.now > state.now || newest.now < state.now - 1) advanced = performance.now();
  state = newest;
  tempo.show(state);
  prompt.show(state);
  health.show(state);
  curves.follow(state);
  snapshots.show(state.snapshots);
  controls.hold(state.held);
  decks.show(state);
  at("now-number").textContent = String(state.scene + 1);
  at("now-name").textContent = scenes.scenes[state.scene]?.name ?? "";
  marks();
  link();
});
connection.on("open", link);
connection.on("close", link);
connection.on("refused", () => link("refused"));
setInterval(link, 1000);
setInterval(count, 100);

function count() {
  const now = connection.now();
  if (!state || now === undefined) return;
  const wait = waitInWords(state, now);
  const following = state.next === null ? undefined : scenes.scenes[state.next];
  at("next-name").textContent = following?.name ?? word("at-end");
  at("countdown").textContent = wait && state.change !== null ? `${word("in")} ${wait}` : wait;
  scenes.show(state, wait);
  const picture = state.next === null ? undefined : scenes.tiles[state.next]?.querySelector("canvas");
  const place = at("next-picture").getContext("2d");
  place.clearRect(0, 0, 192, 108);
  if (picture) place.drawImage(picture, 0, 0);
}

function link(kind) {
  const element = at("link");
  const stands = connection.open && state && performance.now() - advanced > STANDS_MS;
  const key = kind === "refused" ? "refused" : !connection.open ? (element.dataset.key === "refused" ? "refused" : "away") : stands ? "standing" : "connected";
  element.dataset.key = key;
  element.classList.toggle("away", key !== "connected");
  if (element.textContent !== word(key)) element.textContent = word(key);
}

function marks() {
  const { values } = controls;
  const shown = [
    state?.recording && `● ${word("recording")}`,
    values["tempo.lock"] && word("locked"),
    values["show.auto"] === false && word("by_hand"),
  ];
  at("marks").textContent = shown.filter(Boolean).join(" · ");
}

function veil() {
  const { blackout, freeze, master } = controls.values;
  const text = blackout ? word("veil-black") : master < 1 ? `${word("veil-master")} ${Math.round(100 * master)} %` : freeze ? word("veil-frozen") : "";
  at("veil").hidden = !text;
  at("veil").textContent = text;
}

function quantise() {
  const title = document.createElement("span");
  title.className = "title";
  const buttons = BARS.map((bars) => {
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("click", () => connection.fire("scene.bars", bars));
    onLocaleChange(() => {
      title.textContent = word("quantise");
      button.textContent = bars ? String(bars) : word("at-once");
      button.setAttribute("aria-label", bars ? `${bars} ${word(bars === 1 ? "bar" : "bars")}` : word("at-once"));
    });
    return button;
  });
  at("quantise").append(title, ...buttons);
  controls.follow("scene.bars", (value) => buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(BARS[index] === value))));
}

onLocaleChange(() => {
  link();
  marks();
  veil();
});
