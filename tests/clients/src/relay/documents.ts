/** What the Relay compiler reads; its artifacts run, these lines never do. */
import { graphql } from "relay-runtime";

export const documents = [
  graphql`
    query documentsMembersQuery($locale: Locale!, $first: Int!, $after: String) {
      members(locale: $locale, first: $first, after: $after)
        @connection(key: "documents_members") {
        edges {
          node {
            id
            title
          }
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  `,
  graphql`
    query documentsPageQuery($id: ID!) {
      page(id: $id) {
        ...documentsTitle
      }
    }
  `,
  graphql`
    fragment documentsTitle on Page {
      __typename
      id
      title
    }
  `,
];
