// All controls of the table, in groups: faders for numbers, buttons for switches. A new row appears by itself.

import { KOREAN } from "/panel/controls_ko.js";
import { Fader } from "/panel/fader.js";
import { inWords, spoken, word } from "/panel/words.js";

// The first part of a name → its group; any other name is in "g-show".
const GROUPS = {
  "g-painting": ["react", "strength", "noise", "style", "prompt"],
  "g-motion": ["motion", "speed"],
  "g-sound": ["audio"],
  "g-finish": ["post"],
  "g-shaders": ["transition", "source"],
  "g-tempo": ["tempo"],
  "g-show": [],
};
// What has a place of its own on the page.
const ELSEWHERE = new Set(["master", "blackout", "freeze", "tempo.lock", "tempo.nudge_ms", "tempo.tap", "tempo.resync",
  "tempo.release", "tempo.half", "tempo.double", "scene.next", "scene.previous", "scene.cancel", "scene.go", "scene.bars",
  "show.auto", "prompt", "prompt.negative", "snapshot.save", "snapshot.recall", "snapshot.undo", "snapshot.beats", "route", "route.save"]);

/** A row's name for people, in the page's language. */
export function named(row) {
  const own = row.name.replace(/^(motion|audio|post|tempo|transition|source)\./, "").replace(/[._]/g, " ");
  return spoken() === "ko" ? (KOREAN[row.name] ?? own) : own;
}

function groupOf(row) {
  const [first, , inShader] = row.name.split(".");
  // post.bloom is the finish's, post.mirror.axis a shader's.
  if (inShader && GROUPS["g-finish"].includes(first)) return "g-shaders";
  return Object.keys(GROUPS).find((group) => GROUPS[group].includes(first)) ?? "g-show";
}

export class Controls {
  constructor(connection, place) {
    this.connection = connection;
    this.place = place;
    this.rows = new Map();
    this.values = {};
    this.takers = new Map();
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

  fader(name, options) {
    const row = this.rows.get(name);
    const fader = new Fader(row, options?.label ?? (() => named(row)), (key, value) => this.connection.set(key, value), options);
    this.follow(name, (value) => fader.take(value));
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
    inWords(show);
  }

  /** The controls that a show has; true the first time. Groups whose rows a reload has changed are built anew. */
  build(rows) {
    const first = !this.rows.size;
    this.rows = new Map(rows.map((row) => [row.name, row]));
    for (const [group, stands] of this.groups) {
      const members = rows.filter((row) => groupOf(row) === group && !ELSEWHERE.has(row.name));
      const key = JSON.stringify(members);
      if (key === stands.key) continue;
      for (const name of stands.names) this.takers.delete(name);
      const element = members.length ? this.group(group, members) : document.createComment(group);
      stands.element.replaceWith(element);
      this.groups.set(group, { key, element, names: members.map((row) => row.name) });
    }
    return first;
  }

  group(key, rows) {
    const group = document.createElement("div");
    group.className = "group";
    const title = document.createElement("h2");
    inWords(() => {
      title.textContent = word(key);
    });
    const switches = document.createElement("div");
    switches.className = "switches";
    group.append(title, switches);
    for (const row of rows) {
      if (row.kind === "float" || row.kind === "int") group.append(this.fader(row.name));
      else if (row.kind === "bool" || row.kind === "trigger") switches.append(this.button(row));
    }
    if (!switches.children.length) switches.remove();
    return group;
  }

  button(row) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = row.help;
    button.dataset.name = row.name;
    inWords(() => {
      button.textContent = named(row);
    });
    if (row.kind === "bool") this.toggle(row.name, button);
    else button.addEventListener("click", () => this.connection.fire(row.name));
    return button;
  }
}
