// Values saved under numbers: a press goes to them; "save" and then a number, or shift and a number, keeps those of now.

import { onLocaleChange, word } from "/panel/localization.js";

const SLOTS = 8;

export class Snapshots {
  constructor(connection, place, save, undo) {
    this.connection = connection;
    this.save = save;
    this.slots = Array.from({ length: SLOTS }, (_, index) => {
      const slot = document.createElement("button");
      slot.type = "button";
      slot.textContent = String(index + 1);
      slot.dataset.learn = `snapshot.recall ${index + 1}`;
      slot.addEventListener("click", (event) => this.press(index + 1, event.shiftKey));
      return slot;
    });
    place.append(...this.slots);
    save.addEventListener("click", () => this.arm(save.getAttribute("aria-pressed") !== "true"));
    undo.dataset.learn = "snapshot.undo";
    undo.addEventListener("click", () => connection.fire("snapshot.undo"));
    onLocaleChange(() => this.show(this.saved ?? []));
  }

  arm(on) {
    this.save.setAttribute("aria-pressed", String(on));
  }

  press(number, shift) {
    const saving = shift || this.save.getAttribute("aria-pressed") === "true";
    this.connection.fire(saving ? "snapshot.save" : "snapshot.recall", number);
    this.arm(false);
  }

  show(saved) {
    this.saved = saved;
    for (const [index, slot] of this.slots.entries()) {
      const full = saved.includes(index + 1);
      slot.classList.toggle("full", full);
      slot.setAttribute("aria-label", `${word("snapshots")} ${index + 1}${full ? "" : `, ${word("snap-empty")}`}`);
    }
  }
}
