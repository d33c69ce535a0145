// How the show does: figures, levels and what went wrong, each message with the time at which it was first seen.

import { locale, localized, onLocaleChange, term, word } from "/panel/localization.js";

const KEPT = 8;

/** Some frames take more than twice and a half as long as the others. */
const slow = (state) => state.p99_ms > 2500 / Math.max(state.shown, 1);

export class Health {
  constructor(connection) {
    this.figures = document.getElementById("figures");
    this.place = document.getElementById("levels");
    this.list = document.getElementById("news");
    this.short = document.getElementById("pulse");
    this.news = [];
    this.cells = new Map();
    connection.on("hello", ({ levels }) => {
      this.place.replaceChildren(...levels.map(({ label }) => {
        const cell = document.createElement("div");
        cell.innerHTML = "<i><b></b></i>";
        const name = document.createElement("span");
        cell.append(name);
        onLocaleChange(() => {
          name.textContent = term(label);
        });
        return cell;
      }));
    });
    onLocaleChange(() => {
      this.figures.replaceChildren();
      this.cells.clear();
      if (this.state) this.show(this.state);
    });
  }

  show(state) {
    this.state = state;
    const perS = word("per-s");
    this.figure("shown", `${state.shown.toFixed(0)} ${perS}`);
    this.figure("p99", `${state.p99_ms.toFixed(0)} ms`, slow(state));
    this.figure("painted_s", `${state.painted.toFixed(1)} ${perS}`, state.painted === 0);
    this.figure("lead", `${state.lead_ms} ms`);
    this.figure("drawing", `${state.drawing_ms.toFixed(1)} ms`);
    this.figure("sound", state.silent ? word("silence") : `${(20 * Math.log10(Math.max(state.raw, 1e-4))).toFixed(0)} dB`, state.silent);
    this.figure("painter", localized(state.painter), false, true);
    const lost = state.losses.map(([count, what]) => `${localized(what)}: ${count}`).join(", ");
    if (lost || this.cells.has("lost")) this.figure("lost", lost || "0", Boolean(lost), true);
    for (const [index, level] of state.levels.entries()) {
      const bar = this.place.children[index]?.querySelector("b");
      if (bar) bar.style.transform = `scaleX(${Math.min(level, 1)})`;
    }
    this.pulse(state);
    this.showNotices(state.notices);
  }

  /** What must be seen at a glance, at the top. */
  pulse(state) {
    const perS = word("per-s");
    const parts = [
      [`${word("shown")} ${state.shown.toFixed(0)}${perS}`, false],
      [`p99 ${state.p99_ms.toFixed(0)} ms`, slow(state)],
      [`${word("painted_s")} ${state.painted.toFixed(1)}${perS}`, state.painted === 0],
      [state.silent ? word("silence") : "", true],
    ];
    this.short.replaceChildren(...parts.filter(([text]) => text).flatMap(([text, bad], index) => {
      const part = document.createElement("span");
      part.textContent = text;
      part.className = bad ? "bad" : "";
      return index ? [" · ", part] : [part];
    }));
  }

  figure(key, text, bad = false, wide = false) {
    let cell = this.cells.get(key);
    if (!cell) {
      const box = document.createElement("div");
      if (wide) box.className = "wide";
      const title = document.createElement("dt");
      title.textContent = word(key);
      cell = document.createElement("dd");
      box.append(title, cell);
      this.figures.append(box);
      this.cells.set(key, cell);
    }
    if (cell.textContent !== text) cell.textContent = text;
    cell.classList.toggle("bad", bad);
  }

  showNotices(notices) {
    const now = new Set(notices.map((notice) => JSON.stringify(notice)));
    const known = new Set(this.news.map(({ key }) => key));
    const fresh = [...now].filter((key) => !known.has(key)).map((key) => ({ key, at: new Date() }));
    this.news = [...fresh, ...this.news].slice(0, KEPT);
    const shown = JSON.stringify([notices, this.news, locale()]);
    if (shown === this.shownNotices) return;
    this.shownNotices = shown;
    const lines = this.news.map(({ key, at }) => {
      const line = document.createElement("li");
      line.className = now.has(key) ? "" : "past";
      const time = document.createElement("time");
      time.textContent = at.toLocaleTimeString("en-GB");
      line.append(time, localized(JSON.parse(key)));
      return line;
    });
    if (!lines.length) {
      const well = document.createElement("li");
      well.className = "past";
      well.textContent = word("all-well");
      lines.push(well);
    }
    this.list.replaceChildren(...lines);
  }
}
