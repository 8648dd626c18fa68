/** How the search page looks: one column on a phone, facets beside the results on a desk. */
export const STYLE = `
:root { color-scheme: light dark; --line: #8888; --accent: light-dark(#0b5cad, #7ab8ff); }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
header { display: flex; align-items: baseline; justify-content: space-between; gap: 1rem; }
h1 { font-size: 1.5rem; margin: 0 0 1rem; }
a { color: var(--accent); }
.field { display: flex; gap: .5rem; }
input[type=search] { flex: 1; min-width: 0; }
input[type=search], button { font: inherit; min-height: 2.75rem; padding: 0 1rem; border: 1px solid var(--line); border-radius: .5rem; }
button { background: var(--accent); border-color: transparent; color: light-dark(#fff, #06213f); font-weight: 600; }
.quiet { background: none; border-color: var(--line); color: var(--accent); }
.facets { margin-top: 1rem; }
fieldset { display: flex; flex-wrap: wrap; gap: 0 1.25rem; border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 .5rem; padding: .25rem .75rem; }
fieldset label { display: flex; align-items: center; gap: .5rem; min-height: 2.75rem; }
fieldset input { width: 1.25rem; height: 1.25rem; flex: none; accent-color: var(--accent); }
output { display: block; margin: 1rem 0 .5rem; font-weight: 600; }
ol { list-style: none; margin: 0; padding: 0; }
li { border-top: 1px solid var(--line); padding: .75rem 0; overflow-wrap: anywhere; }
li a { font-size: 1.125rem; font-weight: 600; }
li p { margin: .25rem 0 0; }
mark { background: light-dark(#fff1b8, #5a4a00); color: inherit; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
@media (min-width: 48rem) {
  main:has(section) { display: grid; grid-template-columns: 17rem 1fr; column-gap: 2rem; }
  main:has(section) form { display: contents; }
  main:has(section) :is(form > label, .field) { grid-column: 1 / -1; }
  .facets { grid-column: 1; }
  .facets fieldset { flex-direction: column; }
  .facets .quiet { width: 100%; }
  section { grid-column: 2; }
}
`;
