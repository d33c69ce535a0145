// Tiles of all scenes: the one that plays, the one that comes and when.

import { draw } from "/panel/pictures.js";
import { localized, onLocaleChange, word } from "/panel/localization.js";

export class Scenes {
  constructor(connection, place) {
    this.connection = connection;
    this.place = place;
    this.tiles = [];
    this.scenes = [];
    this.sends = () => "scene.go";
    connection.on("scenes", (scenes) => this.build(scenes));
    onLocaleChange(() => this.title());
    connection.on("thumb", ({ scene, file }) => this.picture(scene, file));
  }

  build(scenes) {
    this.scenes = scenes;
    this.tiles = scenes.map((scene, index) => {
      const tile = document.createElement("button");
      tile.type = "button";
      tile.className = "tile";
      tile.dataset.learn = `scene.go ${index + 1}`;
      tile.innerHTML = '<canvas width="192" height="108" aria-hidden="true"></canvas><b class="number"></b><b class="wait" hidden></b><p class="text"><span></span></p>';
      tile.querySelector(".number").textContent = String(index + 1);
      tile.querySelector(".text span").textContent = scene.name;
      tile.addEventListener("click", () => this.connection.fire(this.sends(), index + 1));
      return tile;
    });
    this.place.replaceChildren(...this.tiles);
    this.shown = undefined;
    this.title();
  }

  title() {
    this.scenes.forEach(({ prompt, after }, index) => {
      this.tiles[index].title = `${prompt} (${after.map(localized).join(", ")})`;
    });
  }

  picture(index, file) {
    if (this.tiles[index]) draw(this.tiles[index].querySelector("canvas"), file);
  }

  /** state: newest of the show; wait: how long until the next one, in words. */
  show(state, wait) {
    const key = `${state.scene} ${state.next} ${state.cued} ${wait}`;
    if (key === this.shown) return;
    this.shown = key;
    for (const [index, tile] of this.tiles.entries()) {
      const next = index === state.next;
      tile.classList.toggle("next", next);
      tile.classList.toggle("cued", next && state.cued);
      if (index === state.scene) tile.setAttribute("aria-current", "true");
      else tile.removeAttribute("aria-current");
      const label = tile.querySelector(".wait");
      label.hidden = !next || !wait;
      label.textContent = wait;
    }
  }
}

/** How long until `state.change`, in bars, then beats; in seconds where no beat is heard. */
export function waitInWords(state, now) {
  if (state.next === null) return "";
  if (state.change === null) return state.waits ? state.waits.split(" or ").map(word).join(", ") : word("on-cue");
  const left = Math.max(state.change - now, 0);
  const { claimed, period, per_bar: perBar } = state.beat;
  if (!claimed) return `${Math.ceil(left)} ${word("seconds")}`;
  const beats = Math.ceil(left / period - 0.05);
  const bars = Math.ceil(beats / perBar);
  if (beats > perBar) return `${bars} ${word(bars === 1 ? "bar" : "bars")}`;
  return `${beats} ${word(beats === 1 ? "beat" : "beats")}`;
}
