// A fader for one control: drag anywhere on it (it never jumps), shift is fine, double click resets, arrow keys move.

import { locale, onLocaleChange, term, word } from "/panel/localization.js";

const FINE = 0.1;
export const OF_SCENE = "scene"; // the value by which a control is given back to the scene
const OWN_MS = 300; // so long what comes back is older than what the hand does

export class Fader {
  /** row: of the table; label: gives its name; set: takes a new value; tall: stands upright; written: a value in words. */
  constructor(row, label, set, { tall = false, percent = false, written } = {}) {
    this.row = row;
    this.written = written;
    this.set = set;
    this.tall = tall;
    this.percent = percent;
    this.value = row.default;
    this.moved = -OWN_MS;
    const make = (tag, name, parent) => {
      const element = document.createElement(tag);
      element.className = name;
      parent?.append(element);
      return element;
    };
    this.element = make("div", tall ? "fader tall" : "fader");
    this.element.tabIndex = 0;
    this.element.setAttribute("role", "slider");
    this.element.setAttribute("aria-valuemin", row.low);
    this.element.setAttribute("aria-valuemax", row.high);
    if (tall) this.element.setAttribute("aria-orientation", "vertical");
    this.element.dataset.name = row.name;
    this.name = make("span", "name", this.element);
    this.shown = make("span", "value", this.element);
    this.track = make("div", "track", this.element);
    this.fill = make("div", "fill", this.track);
    this.mark = make("div", "rest", this.track);
    this.knob = make("div", "knob", this.track);
    onLocaleChange(() => {
      this.name.textContent = label();
      this.element.setAttribute("aria-label", label());
      this.element.title = `${row.name}: ${row.help}\n${word("reset")}`;
      this.draw();
    });
    this.listen();
  }

  get dragged() {
    return this.grip !== undefined;
  }

  /** What the show says; the hand that is on it has the last word. */
  take(value) {
    if (this.dragged || performance.now() - this.moved < OWN_MS) {
      this.late = value;
      clearTimeout(this.check);
      this.check = setTimeout(() => this.late !== undefined && this.take(this.late), OWN_MS);
      return;
    }
    this.late = undefined;
    this.value = value;
    this.draw();
  }

  listen() {
    const element = this.element;
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      const now = event.timeStamp;
      if (now - (this.pressed ?? -1e9) < 350 && !this.far) this.reset();
      this.pressed = now;
      this.far = false;
      this.grip = { at: this.place(event), value: this.value };
    });
    element.addEventListener("pointermove", (event) => {
      if (!this.dragged) return;
      const at = this.place(event);
      const share = (at - this.grip.at) * (event.shiftKey ? FINE : 1);
      if (Math.abs(at - this.grip.at) > 0.004) this.far = true;
      this.grip.at = at;
      this.grip.value = this.fitted(this.grip.value + share * (this.row.high - this.row.low), false);
      this.change(this.grip.value);
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      element.addEventListener(end, () => {
        this.grip = undefined;
      });
    }
    element.addEventListener("keydown", (event) => this.key(event));
  }

  /** Where the pointer is along the track, in lengths of it. */
  place(event) {
    const box = this.track.getBoundingClientRect();
    const upright = this.tall && box.height > box.width;
    return upright ? -event.clientY / Math.max(box.height, 1) : event.clientX / Math.max(box.width, 1);
  }

  key(event) {
    const span = this.row.high - this.row.low;
    const step = this.row.kind === "int" ? 1 : span * 0.01 * (event.shiftKey ? FINE : 1);
    const steps = { ArrowRight: step, ArrowUp: step, ArrowLeft: -step, ArrowDown: -step, PageUp: span / 10, PageDown: -span / 10 };
    const places = { Home: this.row.low, End: this.row.high };
    if (event.key in steps) this.change(this.value + steps[event.key]);
    else if (event.key in places) this.change(places[event.key]);
    else if (event.key === "Delete" || event.key === "Backspace") this.reset();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  fitted(value, whole = true) {
    const within = Math.min(Math.max(value, this.row.low), this.row.high);
    return whole && this.row.kind === "int" ? Math.round(within) : within;
  }

  change(value, sent) {
    this.value = this.fitted(value);
    this.moved = performance.now();
    this.set(this.row.name, sent ?? this.value);
    this.draw();
  }

  /** To where it began; a control of the scene's own values gives them back. */
  reset() {
    this.change(this.row.default, this.row.of_scene ? OF_SCENE : undefined);
  }

  /** Whether a hand holds it in place of what the scene says. */
  hold(held) {
    if (held === this.held) return;
    this.held = held;
    this.draw();
  }

  draw() {
    const { low, high } = this.row;
    const share = (value) => (100 * (value - low)) / (high - low);
    const from = this.tall ? 0 : share(this.row.default);
    const to = share(this.value);
    const upright = this.tall && !matchMedia("(max-width: 900px)").matches;
    const [begin, length, knob] = upright ? ["bottom", "height", "bottom"] : ["left", "width", "left"];
    for (const part of [this.fill, this.knob]) part.removeAttribute("style");
    this.fill.style[begin] = `${Math.min(from, to)}%`;
    this.fill.style[length] = `${Math.abs(to - from)}%`;
    if (!upright && this.tall) Object.assign(this.fill.style, { top: 0, bottom: 0, right: "auto" });
    if (upright || !this.tall) this.knob.style[knob] = `${to}%`;
    else this.knob.style.display = "none";
    this.mark.style.left = `${share(this.row.default)}%`;
    this.shown.textContent = this.valueText();
    this.element.classList.toggle("moved", this.held ?? this.value !== this.row.default);
    this.element.setAttribute("aria-valuenow", this.value);
    this.element.setAttribute("aria-valuetext", this.shown.textContent);
  }

  valueText() {
    if (this.written) return this.written(this.value);
    if (this.row.kind === "int" && this.row.words?.[this.value]) return term(this.row.words[this.value]);
    if (this.percent) return `${Math.round(100 * this.value)} %`;
    const { unit } = this.row;
    return unit ? `${this.number()} ${term(unit)}` : this.number();
  }

  number() {
    if (this.row.kind === "int") return String(this.value);
    const span = this.row.high - this.row.low;
    return this.value.toLocaleString(locale(), { minimumFractionDigits: span > 20 ? 0 : 2, maximumFractionDigits: span > 20 ? 1 : 2, useGrouping: false });
  }
}
