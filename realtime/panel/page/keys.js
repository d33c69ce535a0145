// The keys of the show's window work on the page too, whatever the keyboard's language.

const NAMED = { " ": "space", ArrowRight: "right", ArrowLeft: "left" };
// The browser's own, or a hindrance on a page.
const NOT_HERE = new Set(["f5"]);

const LEARN = "m";

/** keys: [key, control, value] as the show has them; learn: begins to learn a MIDI control, or ends it. */
export function listenToKeys(connection, keys, learn) {
  const bindings = new Map(keys.filter(([key]) => !NOT_HERE.has(key)).map(([key, name, value]) => [key, { name, value }]));
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    // A field or a list takes every key, a button those that press it.
    if (event.target.closest?.("input, textarea, select")) return;
    const pressed = event.target.closest?.("button, summary, .handle, [role=slider]");
    const written = event.key.length === 1 ? event.key.toLowerCase() : "";
    // In Hangul the letter is another one, but the key is the same.
    const letter = /^[a-z0-9]$/.test(written) ? written : /^Key[A-Z]$/.test(event.code) && !/^[\x20-\x7e]$/.test(written) ? event.code.slice(3).toLowerCase() : "";
    const key = letter || NAMED[event.key] || "";
    if (pressed && !letter) return;
    if (key === LEARN) return learn();
    const binding = bindings.get(key);
    if (!binding) return;
    event.preventDefault();
    connection.fire(binding.name, binding.value);
  });
}
