/**
 * A static site: every public page of both languages as a file. What each file was made from is
 * kept beside them, by the words of `Cache-Tag` and by `ETag`. With the message of a webhook those
 * that may show what has changed are asked for, and only those are written anew whose answer is
 * another one; they go, or lead on, when there is no page any more.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { print } from "graphql";
import { renderToStaticMarkup } from "react-dom/server";
import { graphql } from "./generated/gql.js";
import type { ReactElement } from "react";
import type { Locale, NavigationQuery, PageAtQuery, PagesQuery } from "./generated/graphql.js";
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

function Links({ items }: { items: { title: string; path: string }[] }) {
  return items.map(({ title, path }) => (
    <a key={path} href={path}>
      {title}
    </a>
  ));
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
        <Links items={page.breadcrumbs} />
        <h1>{page.title}</h1>
        {"members" in page && <Links items={page.members} />}
        {"news" in page && <Links items={page.news.nodes} />}
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

function Redirect({ to }: { to: string }) {
  return (
    <html>
      <head>
        <title>{to}</title>
        <link rel="canonical" href={to} />
        <meta httpEquiv="refresh" content={`0; url=${to}`} />
      </head>
      <body>
        <a href={to}>{to}</a>
      </body>
    </html>
  );
}

/** What the files were made from: the menus in all of them, and the answer for each by its path. */
type Made = { menus: Menus; answers: Record<string, Known> };
type Known = { tags: string[]; etag: string };
type Menus = Record<Locale, Menu>;

/** What of a webhook's message matters here; the rest is in cms/webhooks/README.md. */
type Message = {
  data: { isWholeSite: boolean; tags: string[]; pages: { path: string | null; formerPaths: string[] }[] };
};

/** Without data when it is the one that is known already. */
type Answer<Result> = Known & { data: Result | null };

/** Asks by GET, whose answers say by what they were made, and whether they are the `known` ones. */
async function ask<Result, Given extends Record<string, unknown>>(
  document: TypedDocumentNode<Result, Given>,
  variables: Given,
  known?: Known,
): Promise<Answer<Result>> {
  const asked = new URLSearchParams({ query: print(document), variables: JSON.stringify(variables) });
  const response = await fetch(`${url}?${asked}`, {
    headers: {
      Accept: "application/graphql-response+json",
      "graphql-client-name": "static site",
      ...(known && { "If-None-Match": known.etag }),
    },
  });
  const { headers, status } = response;
  const found = { tags: headers.get("Cache-Tag")?.split(",") ?? ["all"], etag: headers.get("ETag") ?? "" };
  if (known && status === 304) return { ...found, data: null };
  if (!response.ok) throw new Error(`${status}: ${await response.text()}`);
  return { ...found, data: ((await response.json()) as { data: Result }).data };
}

/** The same from somebody who knows nothing yet. */
async function answer<Result, Given extends Record<string, unknown>>(
  document: TypedDocumentNode<Result, Given>,
  variables: Given,
): Promise<Result> {
  return (await ask(document, variables)).data!;
}

/** The paths of all public pages in a language. */
async function pathsOf(locale: Locale): Promise<string[]> {
  const paths: string[] = [];
  let after: string | null = null;
  do {
    const { pages }: PagesQuery = await answer(PAGES, { locale, after });
    paths.push(...pages.nodes.map(({ path }) => path));
    after = pages.pageInfo.hasNextPage ? (pages.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return paths;
}

/** The paths of all public pages. */
async function allPaths(): Promise<string[]> {
  return [...(await pathsOf("CS")), ...(await pathsOf("EN"))];
}

async function menuIn(locale: Locale): Promise<Menu> {
  return (await answer(NAVIGATION, { locale })).navigation;
}

/**
 * Writes the files of `paths`, or removes them; notes in `made` what they were made from. Files whose
 * answers are those of `known`, if it has the same menus, stay as they are.
 */
async function build(paths: Iterable<string>, made: Made, known: Made) {
  const done = { written: [] as string[], redirected: [] as string[], removed: [] as string[] };
  const hasSameMenus = areSame(made.menus, known.menus);
  for (const path of paths) {
    const place = join(folder!, path);
    const { data, ...found } = await ask(PAGE, { path }, hasSameMenus ? known.answers[path] : undefined);
    if (data === null) {
      made.answers[path] = found;
      continue;
    }
    const { route } = data;
    if (route.__typename !== "PageRoute") {
      delete made.answers[path];
      await rm(join(place, "index.html"), { force: true });
      if (route.__typename === "RedirectRoute") {
        await write(place, <Redirect to={route.path ?? route.url} />);
        done.redirected.push(path);
      } else {
        done.removed.push(path);
      }
      continue;
    }
    const locale: Locale = path.startsWith("/en/") ? "EN" : "CS";
    await write(place, <Document page={route.page} menu={made.menus[locale]} locale={locale} />);
    made.answers[path] = found;
    done.written.push(path);
  }
  return done;
}

async function write(place: string, page: ReactElement) {
  await mkdir(place, { recursive: true });
  await writeFile(join(place, "index.html"), `<!DOCTYPE html>${renderToStaticMarkup(page)}`);
}

/** The paths whose files may be other ones after what `message` tells of, as `known` is by now. */
async function touched({ data }: Message, known: Made, menus: Menus): Promise<Set<string>> {
  const built = Object.keys(known.answers);
  if (data.isWholeSite || !areSame(menus, known.menus)) {
    return new Set([...built, ...(await allPaths())]);
  }
  const changed = new Set(["all", ...data.tags]);
  const showing = built.filter((path) => known.answers[path]!.tags.some((tag) => changed.has(tag)));
  const unknown = data.pages.map(({ path }) => path).filter((path) => path && !(path in known.answers));
  const former = data.pages.flatMap(({ formerPaths }) => formerPaths);
  return new Set([...showing, ...(unknown as string[]), ...former]);
}

function areSame(some: Menus, others: Menus): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}

const [url, folder, message] = process.argv.slice(2);
if (url === undefined || folder === undefined) throw new Error("Say where the server is, and the folder.");
const notes = join(folder, "made.json");
const made: Made = { menus: { CS: await menuIn("CS"), EN: await menuIn("EN") }, answers: {} };
let known = made;
let paths: Iterable<string>;
if (message === undefined) {
  paths = await allPaths();
} else {
  known = JSON.parse(await readFile(notes, "utf-8")) as Made;
  paths = await touched(JSON.parse(await readFile(message, "utf-8")), known, made.menus);
  made.answers = { ...known.answers };
}
const done = await build(paths, made, known);
await writeFile(notes, JSON.stringify(made));
console.log(JSON.stringify(done));
