// The beat as the show foresees it: dots that light up on it, drawn with each picture of the screen.

import { word } from "/panel/localization.js";

export class Tempo {
  constructor(connection) {
    this.connection = connection;
    this.dots = document.getElementById("dots");
    this.bpm = document.getElementById("bpm");
    this.trust = document.getElementById("trust");
    this.bar = document.getElementById("trust-bar");
    const frame = () => {
      this.flash();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  show(state) {
    this.state = state;
    const { beat, leader } = state;
    const known = beat.claimed || leader;
    this.bpm.textContent = known ? (60 / beat.period).toFixed(1) : "–";
    this.trust.textContent = leader ? `${word("led-by")} ${leader}` : known ? `${word("sure")} ${Math.round(100 * beat.confidence)} %` : word("no-beat");
    this.bar.style.width = `${100 * beat.confidence}%`;
    if (this.dots.children.length !== beat.per_bar) {
      this.dots.replaceChildren(...Array.from({ length: beat.per_bar }, () => document.createElement("span")));
    }
  }

  flash() {
    const now = this.connection.now();
    if (!this.state || now === undefined) return;
    const { beat, leader } = this.state;
    const known = beat.claimed || leader;
    const since = (now - beat.anchor) / beat.period;
    const place = (((since + beat.in_bar - 1) % beat.per_bar) + beat.per_bar) % beat.per_bar;
    const fade = Math.max(1 - (place % 1) * 1.6, 0);
    for (const [index, dot] of [...this.dots.children].entries()) {
      const on = known && Math.floor(place) === index;
      dot.style.background = on ? `color-mix(in srgb, ${index ? "#ffb32c" : "#ffffff"} ${Math.round(100 * fade)}%, #2b2b31)` : "";
    }
  }
}
