// Deck B beside deck A: what is on each, the crossfader, and tiles that go to B while the button is down.

import { onLocaleChange, word } from "/panel/localization.js";

const at = (id) => document.getElementById(id);

export class Decks {
  constructor(scenes) {
    this.scenes = scenes;
    this.place = at("decks");
    scenes.sends = () => (this.toSecond ? "deck.scene" : "scene.go");
    const button = at("deck-load");
    button.addEventListener("click", () => {
      this.toSecond = !this.toSecond;
      button.setAttribute("aria-pressed", String(this.toSecond));
    });
    this.toSecond = false;
    onLocaleChange(() => {
      button.textContent = word("deck-load");
    });
  }

  /** After the controls are there. */
  build(controls) {
    this.controls = controls;
    at("deck-fade").append(controls.fader("deck.fade", { label: () => "A – B" }));
  }

  /** state: newest of the show. */
  show(state) {
    const has = state.second !== null && state.second !== undefined;
    this.place.hidden = !has;
    this.controls?.display("g-decks", has);
    if (!has) return;
    at("deck-a").textContent = `A  ${this.scenes.scenes[state.scene]?.name ?? ""}`;
    at("deck-b").textContent = `B  ${this.scenes.scenes[state.second]?.name ?? ""}`;
    for (const [index, tile] of this.scenes.tiles.entries()) tile.classList.toggle("second", index === state.second);
  }
}
