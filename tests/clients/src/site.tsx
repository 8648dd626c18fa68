/**
 * A static site: every public page of both languages as a file. With paths, which a publication
 * names, only those are written anew, or removed when they are pages no more.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { renderToStaticMarkup } from "react-dom/server";
import { type Ask, graphqlRequest } from "./clients.js";
import { graphql } from "./generated/gql.js";
import type { Locale, NavigationQuery, PageAtQuery } from "./generated/graphql.js";
import { PAGE, PAGES } from "./queries.js";

const NAVIGATION = graphql(`
  query Navigation($locale: Locale!) {
    navigation(locale: $locale) {
      label
      link {
        path
        url
      }
      children {
        label
        link {
          path
          url
        }
      }
    }
  }
`);

type Menu = NavigationQuery["navigation"];
type Page = Extract<PageAtQuery["route"], { __typename: "PageRoute" }>["page"];

function MenuList({ items }: { items: Menu }) {
  return (
    <nav>
      {items.flatMap((item) => [item, ...item.children]).map(({ label, link }) => (
        <a key={label} href={link.path ?? link.url}>
          {label}
        </a>
      ))}
    </nav>
  );
}

function Document({ page, menu, locale }: { page: Page; menu: Menu; locale: Locale }) {
  return (
    <html lang={locale.toLowerCase()}>
      <head>
        <title>{page.title}</title>
        {page.alternates.map(({ locale: other, path }) => (
          <link key={path} rel="alternate" hrefLang={other.toLowerCase()} href={path} />
        ))}
      </head>
      <body>
        <MenuList items={menu} />
        <h1>{page.title}</h1>
        {"body" in page &&
          page.body.map((block, index) => {
            if (block.__typename === "HeadingBlock") return <h2 key={index}>{block.text}</h2>;
            if (block.__typename !== "RichTextBlock") return null;
            const __html = block.richText.html;
            return <div key={index} dangerouslySetInnerHTML={{ __html }} />;
          })}
      </body>
    </html>
  );
}

/** The paths of all public pages in a language. */
async function pathsOf(ask: Ask, locale: Locale): Promise<string[]> {
  const paths: string[] = [];
  let after: string | null = null;
  do {
    const { pages } = (await ask(PAGES, { locale, after })) as {
      pages: { nodes: { path: string }[]; pageInfo: { hasNextPage: boolean; endCursor?: string | null } };
    };
    paths.push(...pages.nodes.map(({ path }) => path));
    after = pages.pageInfo.hasNextPage ? (pages.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return paths;
}

/** Writes the files of `paths` into `folder`; what was written and what was removed. */
async function build(ask: Ask, folder: string, paths: string[]) {
  const menus = {
    CS: (await ask(NAVIGATION, { locale: "CS" })).navigation,
    EN: (await ask(NAVIGATION, { locale: "EN" })).navigation,
  };
  const written: string[] = [];
  const removed: string[] = [];
  for (const path of paths) {
    const { route } = await ask(PAGE, { path });
    const place = join(folder, path);
    if (route.__typename !== "PageRoute") {
      await rm(join(place, "index.html"), { force: true });
      removed.push(path);
      continue;
    }
    const locale: Locale = path.startsWith("/en/") ? "EN" : "CS";
    const markup = renderToStaticMarkup(
      <Document page={route.page} menu={menus[locale]} locale={locale} />,
    );
    await mkdir(place, { recursive: true });
    await writeFile(join(place, "index.html"), `<!DOCTYPE html>${markup}`);
    written.push(path);
  }
  return { written, removed };
}

const [url, folder, ...changed] = process.argv.slice(2);
if (url === undefined || folder === undefined) throw new Error("Say where the server is, and the folder.");
const ask = graphqlRequest(url);
const paths =
  changed.length > 0 ? changed : [...(await pathsOf(ask, "CS")), ...(await pathsOf(ask, "EN"))];
console.log(JSON.stringify(await build(ask, folder, paths)));
