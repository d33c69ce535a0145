// All controls of the table, in groups: faders for numbers, buttons for switches. A new row appears by itself.

import { KOREAN } from "/panel/controls_ko.js";
import { Fader, OF_SCENE } from "/panel/fader.js";
import { locale, onLocaleChange, term, word } from "/panel/localization.js";

// The first part of a name → its group; any other name is in "g-show".
const GROUPS = {
  "g-painting": ["react", "strength", "noise", "style", "prompt", "lora", "guide", "image"],
  "g-motion": ["motion", "speed"],
  "g-sound": ["audio"],
  "g-finish": ["post"],
  "g-shaders": [],
  "g-decks": ["deck"],
  "g-layers": ["layer", "solo", "test_card"],
  "g-tempo": ["tempo"],
  "g-show": [],
};
// What has a place of its own on the page.
const ELSEWHERE = new Set(["master", "blackout", "freeze", "tempo.lock", "tempo.nudge_ms", "tempo.tap", "tempo.resync",
  "tempo.release", "tempo.half", "tempo.double", "scene.next", "scene.previous", "scene.cancel", "scene.go", "scene.bars",
  "show.auto", "prompt", "prompt.negative", "snapshot.save", "snapshot.recall", "snapshot.undo", "snapshot.beats", "route", "route.save", "deck.fade", "deck.cut", "deck.cross",
  "deck.next", "deck.previous", "deck.scene"]);

/** A row's name for people, in the page's language. */
export function named(row) {
  const own = shaderOf(row) ? inShader(row) : row.name.replace(/^(motion|audio|post|tempo|layer|deck)\./, "").replace(/_ms$/, "");
  return locale() === "ko" ? (KOREAN[row.name] ?? spaced(own)) : spaced(own);
}

const fine = (value) => String(Number(value.toPrecision(3)));
const spaced = (text) => text.replace(/[._]/g, " ");

/** Of a shader's input the shader's name, else "": post.bloom is the finish's, post.mirror.axis a shader's. */
function shaderOf({ name }) {
  const [first, shader, input] = name.split(".");
  return input && ["post", "transition", "source"].includes(first) ? shader : "";
}

/** The input without its shader's name, which stands above it: mirror_axis of mirror is its axis. */
function inShader({ name }) {
  const [, shader, ...input] = name.split(".");
  const own = input.join(".");
  return own.startsWith(`${shader}_`) ? own.slice(shader.length + 1) : own;
}

function groupOf(row) {
  const [first] = row.name.split(".");
  if (shaderOf(row)) return "g-shaders";
  return Object.keys(GROUPS).find((group) => GROUPS[group].includes(first)) ?? "g-show";
}

export class Controls {
  constructor(connection, place) {
    this.connection = connection;
    this.place = place;
    this.rows = new Map();
    this.values = {};
    this.takers = new Map();
    this.held = new Set();
    this.holders = new Map();
    this.unfolded = new Set();
    // Where each group stands, and what it was made of.
    this.groups = new Map(Object.keys(GROUPS).map((group) => [group, { key: "[]", element: document.createComment(group), names: [] }]));
    for (const { element } of this.groups.values()) place.append(element);
    connection.on("values", (values) => {
      Object.assign(this.values, values);
      for (const [name, value] of Object.entries(values)) for (const take of this.takers.get(name) ?? []) take(value);
    });
  }

  /** Calls `take` with each new value of a control. */
  follow(name, take) {
    this.takers.set(name, [...(this.takers.get(name) ?? []), take]);
    if (name in this.values) take(this.values[name]);
  }

  /** Calls `take` with whether a hand holds a control in place of what the scene says. */
  followHold(name, take) {
    this.holders.set(name, [...(this.holders.get(name) ?? []), take]);
    take(this.held.has(name));
  }

  /** The controls that are held now. */
  hold(names) {
    this.held = new Set(names);
    for (const [name, holders] of this.holders) for (const take of holders) take(this.held.has(name));
  }

  fader(name, options) {
    const row = this.rows.get(name);
    // Below 0 beats each scene's own hold.
    const written = name === "transition.beats" ? (value) => (value < 0 ? word("as-scene") : `${fine(value)} ${term(row.unit)}`) : undefined;
    const fader = new Fader(row, options?.label ?? (() => named(row)), (key, value) => this.connection.set(key, value), { written, ...options });
    this.follow(name, (value) => fader.take(value));
    if (row.of_scene) this.followHold(name, (held) => fader.hold(held));
    return fader.element;
  }

  /** Makes a button turn a switch over; it shows what the show says. */
  toggle(name, button, shown = () => {}) {
    button.dataset.learn = name;
    button.addEventListener("click", () => this.connection.fire(name, button.getAttribute("aria-pressed") !== "true"));
    const show = () => shown(Boolean(this.values[name]));
    this.follow(name, (on) => {
      button.setAttribute("aria-pressed", String(Boolean(on)));
      show();
    });
    onLocaleChange(show);
  }

  /** The controls that a show has; true the first time. Groups whose rows a reload has changed are built anew. */
  build(rows) {
    const first = !this.rows.size;
    this.rows = new Map(rows.map((row) => [row.name, row]));
    for (const [group, stands] of this.groups) {
      const members = rows.filter((row) => groupOf(row) === group && !ELSEWHERE.has(row.name));
      const key = JSON.stringify(members);
      if (key === stands.key) continue;
      for (const name of stands.names) {
        this.takers.delete(name);
        this.holders.delete(name);
      }
      const element = members.length ? this.group(group, members) : document.createComment(group);
      stands.element.replaceWith(element);
      this.groups.set(group, { key, element, names: members.map((row) => row.name) });
    }
    return first;
  }

  /** Whether a group is on the page at all. */
  display(group, shown) {
    this.groups.get(group).element.hidden = !shown;
  }

  group(key, rows) {
    const group = document.createElement("div");
    group.className = "group";
    const title = document.createElement("h2");
    onLocaleChange(() => {
      title.textContent = word(key);
    });
    group.append(title);
    this.fill(group, rows.filter((row) => !shaderOf(row)));
    for (const shader of new Set(rows.map(shaderOf).filter(Boolean))) group.append(this.shader(shader, rows.filter((row) => shaderOf(row) === shader)));
    return group;
  }

  /** A shader's controls fold away; it is lit while one of them is moved, and gives all back to the scene. */
  shader(name, rows) {
    const folded = document.createElement("details");
    folded.className = "shader";
    folded.open = this.unfolded.has(name);
    folded.addEventListener("toggle", () => this.unfolded[folded.open ? "add" : "delete"](name));
    const title = document.createElement("summary");
    title.textContent = spaced(name);
    const release = document.createElement("button");
    release.type = "button";
    release.className = "release";
    onLocaleChange(() => {
      release.textContent = word("to-scene");
    });
    release.addEventListener("click", () => rows.filter((row) => row.of_scene).forEach((row) => this.connection.set(row.name, OF_SCENE)));
    folded.append(title, release);
    this.fill(folded, rows);
    const moved = (row) => (row.of_scene ? this.held.has(row.name) : (this.values[row.name] ?? row.default) !== row.default);
    const lit = () => {
      folded.classList.toggle("moved", rows.some(moved));
      release.hidden = !rows.some((row) => this.held.has(row.name));
    };
    for (const row of rows) {
      this.follow(row.name, lit);
      if (row.of_scene) this.followHold(row.name, lit);
    }
    return folded;
  }

  fill(place, rows) {
    const switches = document.createElement("div");
    switches.className = "switches";
    place.append(switches);
    for (const row of rows) {
      if (row.kind === "float" || row.kind === "int") place.append(this.fader(row.name));
      else if (row.kind === "bool" || row.kind === "trigger") switches.append(this.button(row));
    }
    if (!switches.children.length) switches.remove();
  }

  button(row) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = row.help;
    button.dataset.name = row.name;
    onLocaleChange(() => {
      button.textContent = named(row);
    });
    if (row.kind === "bool") this.toggle(row.name, button);
    else button.addEventListener("click", () => this.connection.fire(row.name));
    return button;
  }
}
