/** A search page, rendered on the server: suggestions, facets to narrow by, and what was found. */
import { renderToStaticMarkup } from "react-dom/server";
import { graphqlRequest } from "./clients.js";
import type { Locale, SearchQuery, SuggestQuery } from "./generated/graphql.js";
import { SEARCH, SUGGEST } from "./queries.js";

function Facets({ facets }: { facets: SearchQuery["search"]["facets"] }) {
  return facets.map(({ name, values }) => (
    <fieldset key={name}>
      {values.map(({ value, label, count, selected }) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} defaultChecked={selected} />
          {label} ({count})
        </label>
      ))}
    </fieldset>
  ));
}

function SearchPage(given: { text: string; found: SearchQuery; suggested: SuggestQuery }) {
  const { totalCount, facets, nodes } = given.found.search;
  return (
    <form role="search">
      <input type="search" name="text" defaultValue={given.text} list="suggestions" />
      <datalist id="suggestions">
        {given.suggested.suggest.map(({ kind, text }) => (
          <option key={`${kind} ${text}`} value={text} />
        ))}
      </datalist>
      <Facets facets={facets} />
      <output>{totalCount}</output>
      <ol>
        {nodes.map(({ page, highlights }) => (
          <li key={page.id}>
            <a href={page.path}>{page.title}</a>
            {highlights.map(({ field, html }) => (
              <p key={field} dangerouslySetInnerHTML={{ __html: html }} />
            ))}
          </li>
        ))}
      </ol>
    </form>
  );
}

const [url, locale, text, ...types] = process.argv.slice(2);
if (url === undefined || (locale !== "CS" && locale !== "EN") || text === undefined) {
  throw new Error("Say where the server is, the language and the text.");
}
const ask = graphqlRequest(url);
const asked: { text: string; locale: Locale } = { text, locale };
const filter = types.length > 0 ? { type: types } : null;
const found = await ask(SEARCH, { ...asked, filter });
const suggested = await ask(SUGGEST, asked);
console.log(renderToStaticMarkup(<SearchPage text={text} found={found} suggested={suggested} />));
