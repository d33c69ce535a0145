// MIDI controllers: what is plugged in, what it plays, and learning: click a control, then move a knob.

import { MIDI_KOREAN } from "/panel/controls_ko.js";
import { locale, onLocaleChange, word } from "/panel/localization.js";

const at = (id) => document.getElementById(id);

/** A text about knobs and pads in the page's language. */
function localizedMidi(text) {
  if (locale() !== "ko") return text;
  return MIDI_KOREAN.reduce((before, [english, korean]) => before.replaceAll(english, korean), text);
}

/** What a click on an element would learn: a control by its name, with the value that its button sets. */
function meant(target) {
  const element = target.closest("[data-learn], [data-set], [data-name]");
  // BLACK is black whatever else goes on: it is taught by a button of its own.
  if (!element || element.id === "black" || element.closest("#midi")) return "";
  return element.dataset.learn ?? element.dataset.set ?? element.dataset.name;
}

export class Midi {
  constructor(connection) {
    this.connection = connection;
    this.learning = "";
    this.picking = ""; // "learn": the next knob that moves; "assign": the one that was moved
    at("midi-learn").addEventListener("click", () => this.pick(this.picking || this.learning ? "" : "learn"));
    at("midi-moved").addEventListener("click", () => this.pick("assign"));
    at("midi-black").addEventListener("click", () => this.choose("blackout"));
    connection.on("midi", (state) => this.show(state));
    // Before the page's own: while learning, a click on a control names it and does nothing else.
    for (const event of ["pointerdown", "click", "dblclick"]) {
      document.addEventListener(event, (happened) => this.clicked(happened), { capture: true });
    }
    document.addEventListener("keydown", (event) => this.key(event), { capture: true });
    onLocaleChange(() => this.show(this.state));
  }

  pick(how) {
    if (!this.state) return; // there is no MIDI here
    if (!how && this.learning) this.connection.fire("midi.learn", "");
    this.picking = how;
    document.body.classList.toggle("learning", Boolean(how));
    this.show(this.state);
  }

  clicked(event) {
    if (!this.picking || !event.isTrusted) return;
    const name = meant(event.target);
    if (!name) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === "click") this.choose(name);
    // A fader is let go of outside of itself, too: then there is no click.
    else if (event.type === "pointerdown" && event.target.closest("[role=slider]")) this.choose(name);
  }

  choose(name) {
    this.connection.fire(`midi.${this.picking}`, name);
    this.pick("");
  }

  key(event) {
    if (event.key === "Escape" && (this.picking || this.learning)) return this.pick("");
    if (!this.picking || (event.key !== "Enter" && event.key !== " ")) return;
    const name = meant(event.target);
    if (!name) return;
    event.preventDefault();
    event.stopPropagation();
    this.choose(name);
  }

  show(state) {
    this.state = state;
    at("midi").hidden = !state;
    if (!state) return;
    this.learning = state.learning;
    const { devices, moved, learned, assigned } = state;
    at("midi-devices").replaceChildren(...devices.map(([name, map, here]) => {
      const line = document.createElement("li");
      line.className = here ? "" : "away";
      line.textContent = `${name}: ${here ? map || word("midi-no-map") : word("midi-away")}`;
      return line;
    }));
    if (!devices.length) at("midi-devices").textContent = word("midi-none");
    at("midi-black").hidden = !this.picking;
    at("midi-moved").hidden = !moved || Boolean(this.picking);
    at("midi-moved").textContent = `${word("midi-moved")} ${localizedMidi(moved)}: ${word("midi-learn-it")}`;
    at("midi-learn").setAttribute("aria-pressed", String(Boolean(this.picking || this.learning)));
    at("midi-learn").textContent = word(this.picking || this.learning ? "midi-stop" : "midi-learn");
    at("midi-status").textContent = this.picking ? word("midi-pick") : this.learning ? `${this.learning}: ${word("midi-move")}` : learned && `${word("midi-learned")} ${localizedMidi(learned)}`;
    const key = JSON.stringify([assigned, locale()]);
    if (key === this.listed) return;
    this.listed = key;
    at("midi-count").textContent = assigned.length;
    at("midi-assigned").replaceChildren(...assigned.map((one) => this.line(one)));
  }

  line([device, source, target, kind]) {
    const line = document.createElement("li");
    const text = document.createElement("span");
    const from = document.createElement("small");
    from.textContent = localizedMidi(source);
    text.append(`${target} `, from);
    text.title = `${device}: ${kind}`;
    const forget = document.createElement("button");
    forget.type = "button";
    forget.className = "quiet";
    forget.textContent = "×";
    forget.setAttribute("aria-label", `${word("midi-forget")} ${target}`);
    forget.addEventListener("click", () => this.connection.fire("midi.forget", target));
    line.append(text, forget);
    return line;
  }
}
