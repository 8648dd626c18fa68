/** Questions by the artifacts of the Relay compiler, through its store. */
import {
  Environment,
  fetchQuery,
  Network,
  RecordSource,
  Store,
} from "relay-runtime";
import MEMBERS, {
  type documentsMembersQuery,
} from "./generated/relay/documentsMembersQuery.graphql.js";

/** The first two pages of members, as the connection is read. */
export async function asRelay(url: string, locale: "CS" | "EN") {
  const environment = new Environment({
    network: Network.create(async ({ text }, variables) => {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ query: text, variables }),
      });
      return await answer.json();
    }),
    store: new Store(new RecordSource()),
    getDataID: ({ id }, type) => (id === undefined ? null : `${type}:${id}`),
  });
  const page = async (after: string | null) =>
    await fetchQuery<documentsMembersQuery>(environment, MEMBERS, {
      locale,
      first: 3,
      after,
    }).toPromise();
  const first = await page(null);
  const second = await page(first!.members.pageInfo.endCursor ?? null);
  const titles = [first, second].map((each) =>
    each!.members.edges.map(({ node }) => node.title),
  );
  return { pages: [titles[0], titles[1]!.slice(3)] }; // the connection has grown by the second
}
