/** Questions typed by gql.tada: no step of generation between writing one and its types. */
import { initGraphQLTada } from "gql.tada";
import { GraphQLClient } from "graphql-request";
import type { introspection } from "./generated/tada.js";

const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { Date: string; DateTime: string };
}>();

const MEMBERS = graphql(`
  query TadaMembers($locale: Locale!, $filter: MemberFilter, $first: Int!, $after: String) {
    members(locale: $locale, filter: $filter, first: $first, after: $after) {
      pageInfo {
        endCursor
      }
      nodes {
        title
      }
    }
  }
`);

/** Two pages of members, and the universities among them. */
export async function asTada(url: string, locale: "CS" | "EN") {
  const client = new GraphQLClient(url);
  const first = await client.request(MEMBERS, { locale, first: 3 });
  const after: string | null = first.members.pageInfo.endCursor;
  const second = await client.request(MEMBERS, { locale, first: 3, after });
  const filter = { memberType: ["UNIVERSITY" as const] };
  const universities = await client.request(MEMBERS, { locale, filter, first: 50 });
  return {
    pages: [first, second].map(({ members }) => members.nodes.map(({ title }) => title)),
    universities: universities.members.nodes.map(({ title }) => title),
  };
}
