/** Serves the search page on a port of its own; prints the address once it listens. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { searchPage } from "./search.js";

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error("Say where the server is.");

const server = createServer((request, response) => {
  const asked = new URL(request.url ?? "/", "http://localhost").searchParams;
  const locale = asked.get("locale") === "EN" ? "EN" : "CS";
  searchPage(url, { locale, text: asked.get("text") ?? "", types: asked.getAll("type") }).then(
    (page) => response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(page),
    (error: unknown) => response.writeHead(502).end(String(error)),
  );
});
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
