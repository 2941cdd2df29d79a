// Comfort only: every page works without this file.
"use strict";

// A draft outlives a lost connection. It is forgotten once the words have arrived, when the reader
// says so, and after a day: others may use the same machine.
const KEEP_MS = 24 * 60 * 60 * 1000;
const keyOf = (name) => "minben:draft:" + name;

function stored(act) {
  try {
    return act(localStorage);
  } catch {
    // Storage may be full or forbidden; then there is simply no draft.
    return null;
  }
}

function restore(area, told) {
  const kept = stored((storage) => JSON.parse(storage.getItem(keyOf(area.dataset.draft))));
  if (!kept || Date.now() - kept.at > KEEP_MS || area.value) return;
  area.value = kept.text;
  if (told) told.hidden = false;
}

function keepDraft(area) {
  const key = keyOf(area.dataset.draft);
  const told = document.getElementById(area.dataset.draft + "-restored");
  restore(area, told);
  area.addEventListener("input", () => {
    stored((storage) => storage.setItem(key, JSON.stringify({ text: area.value, at: Date.now() })));
  });
  told?.querySelector("button")?.addEventListener("click", () => {
    stored((storage) => storage.removeItem(key));
    area.value = "";
    told.hidden = true;
    area.focus();
  });
}

for (const mark of document.querySelectorAll("[data-draft-arrived]")) {
  stored((storage) => storage.removeItem(keyOf(mark.dataset.draftArrived)));
}
document.querySelectorAll("textarea[data-draft]").forEach(keepDraft);

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

document.querySelector("[data-error-summary]")?.focus();
