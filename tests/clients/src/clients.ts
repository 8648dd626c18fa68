/** The clients that frontends use, each as one function that asks a typed question. */
import { createHash } from "node:crypto";
import { ApolloClient, CombinedGraphQLErrors, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";
import { cacheExchange, Client, CombinedError, fetchExchange } from "@urql/core";
import { ClientError, GraphQLClient } from "graphql-request";
import { possibleTypes } from "./generated/possible-types.js";

type Variables = Record<string, unknown>;

/** Asks, and fails with the client's own error. */
export type Ask = <Result, Given extends Variables>(
  document: TypedDocumentNode<Result, Given>,
  variables: Given,
) => Promise<Result>;

export function graphqlRequest(url: string): Ask {
  const client = new GraphQLClient(url);
  return (document, variables) => client.request<never>(document, variables);
}

export function urql(url: string): Ask {
  const client = new Client({ url, exchanges: [cacheExchange, fetchExchange] });
  return async (document, variables) => {
    const { data, error } = await client.query(document, variables).toPromise();
    if (error !== undefined) throw error;
    return data!;
  };
}

export function apollo(url: string): Ask {
  return apolloOver(new HttpLink({ uri: url }));
}

/** Sends the hash by GET, and the document only when the server does not know it. */
export function apolloPersisted(url: string, fetched: typeof fetch = fetch): Ask {
  const hashed = new PersistedQueryLink({
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
    useGETForHashedQueries: true,
  });
  return apolloOver(hashed.concat(new HttpLink({ uri: url, fetch: fetched })));
}

function apolloOver(link: HttpLink | ReturnType<PersistedQueryLink["concat"]>): Ask {
  const client = new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes }) });
  return async (document, variables) => {
    const { data } = await client.query<unknown, Variables>({ query: document, variables });
    return data as never;
  };
}

/** The code of what the server refused, as each client carries it. */
export function codeOf(error: unknown): unknown {
  if (CombinedGraphQLErrors.is(error)) return error.errors[0]?.extensions?.["code"];
  if (error instanceof CombinedError) return error.graphQLErrors[0]?.extensions["code"];
  if (error instanceof ClientError) return error.response.errors?.[0]?.extensions?.["code"];
  throw error;
}
