/* Takes the code of the link out of the address, also out of the history, and into the form. */
const form = document.querySelector("[data-open-link]");
const code = location.hash.slice(1);
if (form && code) {
    const field = form.elements.token;
    field.value = code;
    field.closest("div").hidden = true;
    history.replaceState(null, "", location.pathname);
}
