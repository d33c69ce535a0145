// The routes of the scene and their curves: the sound runs along each; what is changed is heard at once, and saved on demand.

import { Fader } from "/panel/fader.js";
import { onLocaleChange, term, word } from "/panel/localization.js";

const WIDE = 300;
const HIGH = 190;
const EDGE = 10;
const OWN_MS = 400; // so long what comes back is older than what the hand does
const WIDEST = 20; // an option that spans more of its own low is dragged by its logarithm
const SVG = "http://www.w3.org/2000/svg";

const x = (share) => EDGE + share * (WIDE - 2 * EDGE);
const y = (share) => HIGH - EDGE - share * (HIGH - 2 * EDGE);
const STEP = 0.02; // of an arrow key
const clamp = (share) => Math.min(Math.max(share, 0), 1);
const fine = (value) => Number(value.toPrecision(4));

function make(tag, name, parent, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  parent?.append(element);
  return element;
}

function draw(tag, attributes, parent) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

export class Curves {
  constructor(connection, place) {
    this.connection = connection;
    this.place = place;
    this.routes = [];
    this.levels = [];
    this.chosen = 0;
    this.changed = -OWN_MS;
    this.list = make("div", "routes", place);
    this.list.setAttribute("role", "listbox");
    this.editor = make("div", "curve", place);
    this.build();
    connection.on("hello", ({ curves }) => {
      this.families = new Map(curves.map((family) => [family.name, family]));
      this.kind.replaceChildren(...curves.map((family) => new Option(family.name, family.name)));
    });
    connection.on("routes", (routes) => this.take(routes));
    onLocaleChange(() => this.localize());
  }

  build() {
    const svg = draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img" }, this.editor);
    this.svg = svg;
    draw("rect", { x: EDGE, y: EDGE, width: WIDE - 2 * EDGE, height: HIGH - 2 * EDGE, class: "frame" }, svg);
    this.line = draw("path", { class: "line" }, svg);
    this.foot = draw("path", { class: "foot" }, svg);
    this.handles = draw("g", {}, svg);
    this.dot = draw("circle", { r: 6, class: "dot" }, svg);
    // In the two corners that a rising curve leaves free.
    this.full = draw("text", { x: EDGE + 4, y: EDGE + 14 }, svg);
    this.rest = draw("text", { x: WIDE - EDGE - 4, y: HIGH - EDGE - 6, "text-anchor": "end" }, svg);
    svg.addEventListener("dblclick", (event) => this.turnPoint(event));

    const keys = make("div", "keys", this.editor);
    const kind = make("label", "", keys);
    this.kindName = make("span", "", kind);
    this.kind = make("select", "", kind);
    this.kind.addEventListener("change", () => this.change({ curve: this.kind.value }));
    this.range = [0, 1].map((end) => this.number(keys, (value) => {
      const range = [...this.route.range];
      range[end] = value;
      this.change({ range: range.map(fine).join(",") });
    }));
    this.envelope = ["attack", "release"].map((key) => this.number(keys, (value) => this.change({ [key]: value }), 0, 60));
    this.options = make("div", "options", this.editor);
    const ends = make("div", "ends", this.editor);
    this.save = make("button", "", ends);
    this.discard = make("button", "", ends);
    for (const [button, name] of [[this.save, "route.save"], [this.discard, "scene.reload"]]) {
      button.type = "button";
      button.addEventListener("click", () => this.connection.fire(name));
    }
  }

  number(place, set, min, max) {
    const label = make("label", "", place);
    const name = make("span", "", label);
    const field = make("input", "", label);
    Object.assign(field, { type: "number", step: "any" });
    if (min !== undefined) Object.assign(field, { min, max });
    field.addEventListener("change", () => field.value !== "" && Number.isFinite(field.valueAsNumber) && set(field.valueAsNumber));
    return { name, field };
  }

  localize() {
    this.kindName.textContent = word("curve");
    this.range[0].name.textContent = word("at-rest");
    this.range[1].name.textContent = word("at-full");
    this.envelope[0].name.textContent = word("attack");
    this.envelope[1].name.textContent = word("release");
    this.save.textContent = word("save-routes");
    this.discard.textContent = word("discard");
    this.list.setAttribute("aria-label", word("curves"));
    this.svg.setAttribute("aria-label", word("curve"));
  }

  get route() {
    return this.routes[this.chosen];
  }

  take(routes) {
    const title = (route) => `${route.from} → ${route.to}`;
    const before = this.route && title(this.route);
    const same = routes.length === this.routes.length && routes.every((route, index) => title(route) === title(this.routes[index]));
    this.routes = routes;
    if (!same) {
      const found = routes.findIndex((route) => title(route) === before);
      this.chosen = Math.max(found, 0);
      this.meters = routes.map((route, index) => {
        const button = make("button", "route", undefined);
        button.type = "button";
        button.setAttribute("role", "option");
        make("span", "", button, title(route));
        button.addEventListener("click", () => {
          this.chosen = index;
          this.show(true);
        });
        return { button, bar: make("b", "", make("i", "", button)) };
      });
      this.list.replaceChildren(...this.meters.map(({ button }) => button));
    }
    this.place.hidden = !routes.length;
    if (routes.length) this.show(!same);
  }

  /** What the show says of its routes now. */
  follow({ route_levels: levels, routes_changed: changed }) {
    this.levels = levels;
    this.meters?.forEach(({ bar }, index) => {
      bar.style.transform = `scaleX(${levels[index] ?? 0})`;
    });
    this.save.disabled = this.discard.disabled = !changed;
    this.save.classList.toggle("due", Boolean(changed));
    this.point();
  }

  point() {
    const level = this.levels[this.chosen];
    if (!this.route || level === undefined) return;
    const { drawn } = this.route;
    const at = Math.min(Math.max(level, 0), 1) * (drawn.length - 1);
    const left = Math.min(Math.floor(at), drawn.length - 2);
    const height = drawn[left] + (drawn[left + 1] - drawn[left]) * (at - left);
    this.dot.setAttribute("cx", x(level));
    this.dot.setAttribute("cy", y(height));
    this.foot.setAttribute("d", `M${x(level)} ${HIGH - EDGE}V${y(height)}H${EDGE}`);
  }

  show(another) {
    const route = this.route;
    this.meters.forEach(({ button }, index) => button.setAttribute("aria-selected", String(index === this.chosen)));
    this.line.setAttribute("d", `M${route.drawn.map((height, index) => `${x(index / (route.drawn.length - 1)).toFixed(1)} ${y(height).toFixed(1)}`).join("L")}`);
    this.rest.textContent = fine(route.range[0]);
    this.full.textContent = fine(route.range[1]);
    this.point();
    if (this.grip) return;
    if (!another && performance.now() - this.changed < OWN_MS) {
      clearTimeout(this.later);
      this.later = setTimeout(() => this.route && this.show(false), OWN_MS);
      return;
    }
    this.kind.value = route.curve;
    this.range.forEach(({ field }, end) => (field.value = fine(route.range[end])));
    this.envelope.forEach(({ field }, index) => (field.value = fine(index ? route.release : route.attack)));
    this.showOptions(another || this.shownCurve !== route.curve);
    this.showHandles();
  }

  showOptions(anew) {
    const { curve, options } = this.route;
    const rows = this.families?.get(curve)?.options.filter(({ limits }) => limits) ?? [];
    if (anew) {
      this.shownCurve = curve;
      this.takers = rows.map((row) => this.option(row));
      this.options.replaceChildren(...this.takers.map(({ element }) => element));
    }
    rows.forEach((row, index) => this.takers[index].take(options[row.name]));
  }

  option({ name, help, default: usual, limits: [low, high] }) {
    const wide = low > 0 && high / low > WIDEST;
    const [into, out] = wide ? [Math.log, Math.exp] : [(value) => value, (value) => value];
    const row = { name, help, default: into(usual), low: into(low), high: into(high), kind: "float", unit: "" };
    const set = (_, value) => this.change({ [name]: fine(out(value)) });
    const fader = new Fader(row, () => term(name), set, { written: (value) => String(fine(out(value))) });
    return { element: fader.element, take: (value) => fader.take(into(value)) };
  }

  /** Points and the two ends of a Bézier curve are dragged. */
  showHandles() {
    const { curve, options } = this.route;
    const spots = curve === "points" ? options.points : curve === "bezier" ? [[options.x1, options.y1], [options.x2, options.y2]] : [];
    const held = [...this.handles.children].indexOf(document.activeElement);
    this.handles.replaceChildren();
    const pushed = spots.map((spot) => [...spot]);
    spots.forEach((spot, index) => {
      const label = `${word("point")} ${index + 1}: ${spot.join(", ")}`;
      const handle = draw("circle", { cx: x(spot[0]), cy: y(spot[1]), r: 9, class: "handle", tabindex: 0, role: "button", "aria-label": label }, this.handles);
      if (index === held) handle.focus();
      handle.addEventListener("keydown", (event) => this.push(event, pushed, index, handle));
      handle.addEventListener("pointerdown", (event) => {
        handle.setPointerCapture(event.pointerId);
        this.grip = { index, spots: spots.map((one) => [...one]) };
      });
      handle.addEventListener("pointermove", (event) => this.grip?.index === index && this.drag(event, handle));
      for (const end of ["pointerup", "pointercancel"]) {
        handle.addEventListener(end, () => {
          this.grip = undefined;
          setTimeout(() => this.route && this.show(false), OWN_MS);
        });
      }
    });
  }

  drag(event, handle) {
    this.moveTo(this.at(event), this.grip.spots, this.grip.index, handle);
  }

  /** Arrows move a handle, Delete takes a point away. */
  push(event, spots, index, handle) {
    const steps = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (steps) {
      const step = event.shiftKey ? STEP / 10 : STEP;
      const [left, up] = steps;
      this.moveTo([clamp(spots[index][0] + left * step), clamp(spots[index][1] + up * step)], spots, index, handle);
    } else if ((event.key === "Delete" || event.key === "Backspace") && this.route.curve === "points" && spots.length > 1) {
      this.changeSpots(spots.filter((_, other) => other !== index));
      this.changed = -OWN_MS;
    } else return;
    event.preventDefault();
  }

  moveTo(at, spots, index, handle) {
    if (this.route.curve === "points") {
      const [left, right] = [spots[index - 1] ?? [0, 0], spots[index + 1] ?? [1, 1]];
      at[0] = Math.min(Math.max(at[0], left[0] + 0.005), right[0] - 0.005);
      at[1] = Math.min(Math.max(at[1], left[1]), right[1]);
    }
    spots[index] = at.map(fine);
    handle.setAttribute("cx", x(at[0]));
    handle.setAttribute("cy", y(at[1]));
    this.changeSpots(spots);
  }

  changeSpots(spots) {
    if (this.route.curve === "points") this.change({ points: spots.map((spot) => spot.join(":")).join(",") });
    else this.change({ x1: spots[0][0], y1: spots[0][1], x2: spots[1][0], y2: spots[1][1] });
  }

  /** A double click makes a point where there is none, and takes one away. */
  turnPoint(event) {
    if (this.route?.curve !== "points") return;
    const at = this.at(event).map(fine);
    const spots = this.route.options.points;
    const near = spots.filter(([left, top]) => Math.hypot(left - at[0], top - at[1]) > 0.06);
    const with_it = near.length < spots.length ? near : [...spots, at].sort((one, other) => one[0] - other[0]);
    for (let index = 1; index < with_it.length; index++) with_it[index][1] = Math.max(with_it[index][1], with_it[index - 1][1]);
    this.changeSpots(with_it);
    this.changed = -OWN_MS;
  }

  at(event) {
    const box = this.svg.getBoundingClientRect();
    const share = (from, length, edge, whole) => (((event[from] - length[0]) / length[1]) * whole - edge) / (whole - 2 * edge);
    return [clamp(share("clientX", [box.left, box.width], EDGE, WIDE)), clamp(1 - share("clientY", [box.top, box.height], EDGE, HIGH))];
  }

  change(keys) {
    this.changed = performance.now();
    const words = Object.entries(keys).map(([key, value]) => `${key}=${value}`);
    this.connection.set("route", `${this.chosen + 1} ${words.join(" ")}`);
  }
}
