// Shows the fields that the chosen kind of opportunity has, and marks those that it requires.
// Nothing is disabled or emptied: what was typed for one kind is there again when it comes back.
(() => {
  const MARK = "w-required-mark";

  const label = (panel) =>
    panel.querySelector(":scope > .w-panel__header label, :scope > label, label.w-field__label, h2");

  const mark = (panel, isRequired) => {
    const heading = label(panel);
    if (!heading) return;
    const own = heading.querySelector("[data-opportunity-mark]");
    if (!isRequired && own) own.remove();
    if (!isRequired || heading.querySelector(`.${MARK}`)) return;
    const star = document.createElement("span");
    star.className = MARK;
    star.dataset.opportunityMark = "";
    star.textContent = "*";
    heading.append(star);
  };

  const show = (select) => {
    const kind = JSON.parse(select.dataset.opportunityKinds)[select.value];
    const form = select.closest("form");
    for (const panel of form.querySelectorAll("[data-opportunity-field]")) {
      const keys = panel.dataset.opportunityField.split(" ");
      panel.hidden = Boolean(kind) && !keys.some((key) => kind.fields.includes(key));
      if (!panel.querySelector("[data-opportunity-field]")) {
        mark(panel, Boolean(kind) && keys.some((key) => kind.required.includes(key)));
      }
    }
    for (const tab of form.querySelectorAll("[role=tab]")) {
      const panels = [...(form.querySelector(tab.hash)?.querySelectorAll(".w-panel") ?? [])];
      // The tab panels themselves are hidden, too, all but the one that is open.
      const isOfOthers = (panel) => panel.closest("[data-opportunity-field][hidden]");
      tab.hidden = panels.length > 0 && panels.every(isOfOthers);
    }
  };

  const start = () => {
    const select = document.querySelector("[data-opportunity-kinds]");
    if (!select || !select.closest("form")) return;
    show(select);
    select.addEventListener("change", () => show(select));
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
