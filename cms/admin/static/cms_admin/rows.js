/* Long lists of rows in a form start folded, each row saying what it holds.
 *
 * Wagtail names rows “Partner 1”, “Partner 2” and opens all of them, so that a conference with
 * eleven partners is seven screens long. Wagtail's own script folds panels of class “collapsed”
 * when the document is ready, and leaves open those with an error. Listening at the window, this
 * one hears of it first.
 */
(function () {
  "use strict";

  const FOLD_FROM = 3; // rows
  const SHOWN = 2; // values in a heading
  const VALUES = "[data-chooser-title], select, input[type=text], input[type=url], input[type=date]";

  function textOf(element) {
    if (element.matches("select")) {
      const option = element.selectedOptions[0];
      return element.value && option ? option.text.trim() : "";
    }
    if (element.matches("input")) {
      return element.value.trim();
    }
    return element.closest(".blank") ? "" : element.textContent.trim();
  }

  function summaryOf(row) {
    return [...row.querySelectorAll(VALUES)].map(textOf).filter(Boolean).slice(0, SHOWN).join(" · ");
  }

  function show(row) {
    const heading = row.querySelector("[data-panel-heading-text]");
    let shown = heading.querySelector("[data-row-summary]");
    if (!shown) {
      shown = document.createElement("span");
      shown.dataset.rowSummary = "";
      heading.append(shown);
    }
    const summary = summaryOf(row);
    shown.textContent = summary && ` – ${summary}`;
  }

  function isSaved(row) {
    return Boolean(row.querySelector(":scope input[type=hidden][name$='-id']")?.value);
  }

  function fold(list) {
    const rows = [...list.querySelectorAll(":scope > [data-inline-panel-child]")];
    if (rows.length >= FOLD_FROM) {
      rows.filter(isSaved).forEach((row) => {
        row.querySelector("[data-panel]").classList.add("collapsed");
      });
    }
  }

  window.addEventListener(
    "DOMContentLoaded",
    () => document.querySelectorAll("[id$='-FORMS']").forEach(fold),
    { capture: true, once: true },
  );

  // Other scripts have named the options of their selects by now.
  window.addEventListener("load", () => {
    document.querySelectorAll("[data-inline-panel-child]").forEach(show);
  });

  document.addEventListener("change", (event) => {
    const row = event.target.closest?.("[data-inline-panel-child]");
    if (row) {
      show(row);
    }
  });
})();
