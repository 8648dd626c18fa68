/** What Apollo Client sends for a persisted document, twice by new clients; one line of JSON. */
import { apolloPersisted } from "./clients.js";
import { MEMBERS } from "./queries.js";

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error("Say where the server is.");
const sent: Record<string, unknown>[] = [];

/** Fetches, and writes down what was asked and how it was answered. */
async function watched(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const asked = new URL(String(input)).searchParams;
  const body = typeof init?.body === "string" ? JSON.parse(init.body) : {};
  const extensions = body.extensions ?? JSON.parse(asked.get("extensions") ?? "{}");
  sent.push({
    method: init?.method ?? "GET",
    hasDocument: asked.has("query") || "query" in body,
    hash: extensions.persistedQuery?.sha256Hash ?? null,
    status: response.status,
    etag: response.headers.get("ETag"),
    cached: response.headers.get("Cache-Control"),
  });
  return response;
}

// A client that has never asked before, with variables of its own: the document may be known.
for (const first of [2, 3]) {
  await apolloPersisted(url, watched)(MEMBERS, { locale: "EN", first });
}
console.log(JSON.stringify(sent));
