// The filter above the checkboxes of a vocabulary: hides what does not contain the typed words,
// whatever their accents and case; what is ticked stays in sight.
(() => {
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  document.addEventListener("input", (event) => {
    const filter = event.target.closest("[data-term-filter]");
    if (!filter) return;
    const words = fold(filter.value).split(/\s+/).filter(Boolean);
    for (const label of filter.closest("[data-term-checkboxes]").querySelectorAll("label")) {
      const text = fold(label.textContent);
      const isTicked = label.querySelector("input").checked;
      label.hidden = !isTicked && !words.every((word) => text.includes(word));
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.closest("[data-term-filter]")) event.preventDefault();
  });
})();
