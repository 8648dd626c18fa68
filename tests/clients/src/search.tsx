/**
 * A search page, rendered on the server and working without scripts: a form with suggestions and
 * facets to narrow by, and what was found. As a program it prints the page for what it is given.
 */
import { pathToFileURL } from "node:url";
import { renderToStaticMarkup } from "react-dom/server";
import { graphqlRequest } from "./clients.js";
import type { Locale, SearchQuery, SuggestQuery } from "./generated/graphql.js";
import { SEARCH, SUGGEST } from "./queries.js";
import { STYLE } from "./style.js";

const WORDS = {
  CS: {
    title: "Hledání",
    label: "Co hledáte?",
    submit: "Hledat",
    types: "Druh",
    narrow: "Zúžit výběr",
    found: (count: number) => `Nalezeno: ${count}`,
    nothing: "Nic jsme nenašli. Zkuste jiné slovo nebo zrušte výběr druhu.",
    other: "English",
  },
  EN: {
    title: "Search",
    label: "What are you looking for?",
    submit: "Search",
    types: "Type",
    narrow: "Narrow",
    found: (count: number) => `Found: ${count}`,
    nothing: "Nothing was found. Try another word, or leave out the type.",
    other: "Česky",
  },
};

export type Asked = { text: string; locale: Locale; types: string[] };

function Facets({ facets, legend }: { facets: SearchQuery["search"]["facets"]; legend: string }) {
  return facets.map(({ name, values }) => (
    <fieldset key={name}>
      <legend>{legend}</legend>
      {values.map(({ value, label, count, selected }) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} defaultChecked={selected} />
          {label} ({count})
        </label>
      ))}
    </fieldset>
  ));
}

type Hit = SearchQuery["search"]["nodes"][number];

/** The title, with what matched in it, and the two best places of the text. */
function Result({ page, highlights }: Hit) {
  const title = highlights.find(({ field, text }) => field === "title" && text === page.title);
  const texts = highlights.filter(({ field }) => field !== "title").slice(0, 2);
  return (
    <li>
      {title === undefined ? (
        <a href={page.path}>{page.title}</a>
      ) : (
        <a href={page.path} dangerouslySetInnerHTML={{ __html: title.html }} />
      )}
      {texts.map(({ field, html }) => (
        <p key={field} dangerouslySetInnerHTML={{ __html: html }} />
      ))}
    </li>
  );
}

function Results({ nodes }: { nodes: Hit[] }) {
  return (
    <ol>
      {nodes.map((hit) => (
        <Result key={hit.page.id} {...hit} />
      ))}
    </ol>
  );
}

type Given = { asked: Asked; found: SearchQuery | null; suggested: SuggestQuery | null };

function SearchPage({ asked: { text, locale }, found, suggested }: Given) {
  const words = WORDS[locale];
  const other = locale === "CS" ? "EN" : "CS";
  return (
    <html lang={locale.toLowerCase()}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{text === "" ? words.title : `${text} – ${words.title}`}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body>
        <header>
          <h1>{words.title}</h1>
          <a hrefLang={other.toLowerCase()} lang={other.toLowerCase()} href={`?${new URLSearchParams({ locale: other, text })}`}>
            {words.other}
          </a>
        </header>
        <main>
          <form role="search">
            <input type="hidden" name="locale" value={locale} />
            <label htmlFor="text">{words.label}</label>
            <div className="field">
              <input id="text" type="search" name="text" defaultValue={text} list="suggestions" />
              <button type="submit">{words.submit}</button>
            </div>
            <datalist id="suggestions">
              {suggested?.suggest.map((each) => (
                <option key={`${each.kind} ${each.text}`} value={each.text} />
              ))}
            </datalist>
            {found !== null && found.search.facets.some(({ values }) => values.length > 0) && (
              <div className="facets">
                <Facets facets={found.search.facets} legend={words.types} />
                <button type="submit" className="quiet">
                  {words.narrow}
                </button>
              </div>
            )}
          </form>
          {found !== null && (
            <section aria-label={words.title}>
              <output>{words.found(found.search.totalCount)}</output>
              {found.search.totalCount === 0 && <p>{words.nothing}</p>}
              <Results nodes={found.search.nodes} />
            </section>
          )}
        </main>
      </body>
    </html>
  );
}

/** The page for what somebody asks; without a text only the form. */
export async function searchPage(url: string, asked: Asked): Promise<string> {
  const ask = graphqlRequest(url);
  const { text, locale, types } = asked;
  const filter = types.length > 0 ? { type: types } : null;
  const [found, suggested] =
    text === ""
      ? [null, null]
      : await Promise.all([ask(SEARCH, { text, locale, filter }), ask(SUGGEST, { text, locale })]);
  const page = <SearchPage asked={asked} found={found} suggested={suggested} />;
  return `<!DOCTYPE html>${renderToStaticMarkup(page)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1]!).href) {
  const [url, locale, text, ...types] = process.argv.slice(2);
  if (url === undefined || (locale !== "CS" && locale !== "EN") || text === undefined) {
    throw new Error("Say where the server is, the language and the text.");
  }
  console.log(await searchPage(url, { text, locale, types }));
}
