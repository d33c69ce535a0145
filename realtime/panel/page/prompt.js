// What is typed for the painter, and what became of it.

import { localized, onLocaleChange, rule, word } from "/panel/localization.js";

export class Prompt {
  constructor(connection) {
    this.connection = connection;
    this.verdict = document.getElementById("verdict");
    this.force = document.getElementById("in-force");
    this.clear = document.getElementById("clear");
    this.fields = { prompt: document.getElementById("prompt"), "prompt.negative": document.getElementById("negative") };
    document.getElementById("prompt-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const negative = event.submitter?.dataset.word === "keep-out" || document.activeElement === this.fields["prompt.negative"];
      this.type(negative ? "prompt.negative" : "prompt");
    });
    for (const field of Object.values(this.fields)) {
      // Enter ends a Hangul syllable before it sends anything.
      field.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && event.isComposing) event.preventDefault();
      });
    }
    this.clear.addEventListener("click", () => {
      connection.fire("prompt", "");
      connection.fire("prompt.negative", "");
      this.showVerdict("");
    });
    connection.on("ruling", (ruling) => {
      this.showVerdict(ruling.refusal ? "refused" : "fit", () => {
        if (!ruling.refusal) return `“${ruling.text}” ${word("painted")}`;
        return ruling.rule ? `${word("by-rule")} "${rule(ruling.rule)}": ${ruling.found}` : localized(ruling.refusal);
      });
      if (!ruling.refusal && this.fields[ruling.name].value.trim() === ruling.text) this.fields[ruling.name].value = "";
    });
    connection.on("refused", (name) => {
      if (name in this.fields) this.showVerdict("refused", () => word("too-odd"));
    });
    onLocaleChange(() => {
      this.verdict.textContent = this.text?.() ?? "";
      if (this.state) this.show(this.state);
    });
  }

  type(name) {
    const text = this.fields[name].value.trim();
    if (!this.connection.fire(name, text)) this.showVerdict("refused", () => word("not-sent"));
    else this.showVerdict(text ? "waiting" : "", () => (text ? word("waiting") : ""));
  }

  showVerdict(kind, text = () => "") {
    this.text = text;
    this.verdict.className = `verdict ${kind}`;
    this.verdict.textContent = text();
  }

  show(state) {
    this.state = state;
    const typed = Boolean(state.prompt || state.negative);
    const out = state.negative ? ` − ${state.negative}` : "";
    const text = state.prompt || `${state.of_scene.prompt || word("nothing")} (${word("of-scene")})`;
    this.force.textContent = text + out;
    this.force.title = this.force.textContent;
    this.force.classList.toggle("typed", typed);
    this.clear.hidden = !typed;
  }
}
