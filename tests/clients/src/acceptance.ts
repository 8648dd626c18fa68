/** Asks the same of the server through every client; prints what each of them got, as JSON. */
import { type Ask, apollo, apolloPersisted, codeOf, graphqlRequest, urql } from "./clients.js";
import type { Locale, MemberType } from "./generated/graphql.js";
import { MEMBERS, PAGE, PAGES, SEARCH } from "./queries.js";
import { asRelay } from "./relay.js";
import { asTada } from "./tada.js";

const TYPE: MemberType = "UNIVERSITY";

/** What one client gets in one language. */
async function asked(ask: Ask, locale: Locale) {
  const first = await ask(MEMBERS, { locale, first: 3 });
  const second = await ask(MEMBERS, {
    locale,
    first: 3,
    after: first.members.pageInfo.endCursor,
  });
  const universities = await ask(MEMBERS, { locale, filter: { memberType: [TYPE] }, first: 50 });
  const found = await ask(SEARCH, { locale, text: "laser" });
  const refused = await ask(MEMBERS, { locale, first: 101 }).then(() => "taken", codeOf);
  return {
    pages: [first, second].map(({ members }) => members.nodes.map(({ title }) => title)),
    universities: universities.members.nodes.map(({ title }) => title),
    found: found.search.nodes.map(({ page }) => page.path),
    blocks: await blocks(ask, locale),
    refused,
  };
}

/** The kinds of blocks of pages with a body, and how much text the simplest of them have. */
async function blocks(ask: Ask, locale: Locale) {
  const kinds = new Set<string>();
  let characters = 0;
  const listed = await ask(PAGES, { locale, type: ["HomePage", "StandardPage", "Article"] });
  for (const { path } of listed.pages.nodes) {
    const { route } = await ask(PAGE, { path });
    if (route.__typename !== "PageRoute" || !("body" in route.page)) continue;
    for (const block of route.page.body) {
      kinds.add(block.__typename);
      if (block.__typename === "RichTextBlock") characters += block.richText.html.length;
      else if (block.__typename === "HeadingBlock") characters += block.text.length;
    }
  }
  return { kinds: [...kinds].sort(), characters };
}

async function inBothLanguages<Result>(of: (locale: Locale) => Promise<Result>) {
  return { CS: await of("CS"), EN: await of("EN") };
}

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error("Say where the server is.");
const clients = {
  "graphql-request": graphqlRequest(url),
  urql: urql(url),
  apollo: apollo(url),
  "apollo, persisted": apolloPersisted(url),
};
const results: Record<string, unknown> = {};
for (const [name, ask] of Object.entries(clients)) {
  results[name] = await inBothLanguages((locale) => asked(ask, locale));
}
results["gql.tada"] = await inBothLanguages((locale) => asTada(url, locale));
results["relay"] = await inBothLanguages((locale) => asRelay(url, locale));
console.log(JSON.stringify(results));
