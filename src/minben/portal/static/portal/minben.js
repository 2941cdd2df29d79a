// Comfort only: every page works without this file.
"use strict";

// A draft outlives a lost connection, and is forgotten once the words have arrived.
const KEEP_MS = 7 * 24 * 60 * 60 * 1000;

function keepDraft(area) {
  const key = "minben:draft:" + area.dataset.draft;
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "null");
    if (kept && Date.now() - kept.at < KEEP_MS && !area.value) {
      area.value = kept.text;
      const told = document.getElementById(area.dataset.draft + "-restored");
      if (told) told.hidden = false;
    }
    area.addEventListener("input", () => {
      localStorage.setItem(key, JSON.stringify({ text: area.value, at: Date.now() }));
    });
  } catch {
    // Storage may be full or forbidden; then there is simply no draft.
  }
}

function forgetDrafts() {
  for (const mark of document.querySelectorAll("[data-draft-arrived]")) {
    try {
      localStorage.removeItem("minben:draft:" + mark.dataset.draftArrived);
    } catch {
      return;
    }
  }
}

document.querySelectorAll("textarea[data-draft]").forEach(keepDraft);
forgetDrafts();

for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();
