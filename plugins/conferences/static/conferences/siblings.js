// Fills selects marked data-siblings="tiers" with the rows of the inline list "tiers" of the form.
(() => {
  const field = (relation, index, name) =>
    document.querySelector(`[name="${relation}-${index}-${name}"]`);

  const rows = (relation, key, label) => {
    const total = document.querySelector(`[name="${relation}-TOTAL_FORMS"]`);
    const found = [];
    for (let index = 0; index < Number(total?.value ?? 0); index += 1) {
      const code = field(relation, index, key)?.value.trim();
      if (code && field(relation, index, "DELETE")?.value !== "1") {
        found.push([code, field(relation, index, label)?.value.trim() || code]);
      }
    }
    return found;
  };

  const fill = (select) => {
    const { siblings, siblingKey, siblingLabel } = select.dataset;
    const chosen = select.value;
    const offered = rows(siblings, siblingKey, siblingLabel);
    if (chosen && !offered.some(([code]) => code === chosen)) offered.push([chosen, chosen]);
    const options = [["", select.options[0]?.text ?? ""], ...offered];
    select.replaceChildren(...options.map(([code, text]) => new Option(text, code)));
    select.value = chosen;
  };

  const fillAll = () => document.querySelectorAll("select[data-siblings]").forEach(fill);
  document.addEventListener("DOMContentLoaded", fillAll);
  for (const event of ["focusin", "pointerdown"]) {
    document.addEventListener(event, ({ target }) => {
      if (target instanceof Element && target.matches("select[data-siblings]")) fill(target);
    });
  }
})();
