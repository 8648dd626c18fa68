/** What a frontend asks: one document for each kind of question, typed by codegen. */
import { graphql } from "./generated/gql.js";

export const MEMBERS = graphql(`
  query Members($locale: Locale!, $filter: MemberFilter, $first: Int!, $after: String) {
    members(locale: $locale, filter: $filter, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        title
        path
        memberType
      }
    }
  }
`);

export const BLOCK = graphql(`
  fragment Block on BodyBlock {
    __typename
    ... on RichTextBlock {
      id
      richText {
        html
      }
    }
    ... on HeadingBlock {
      id
      text
    }
  }
`);

export const PAGE = graphql(`
  query PageAt($path: String!) {
    route(path: $path) {
      __typename
      ... on PageRoute {
        page {
          __typename
          id
          title
          alternates {
            locale
            path
          }
          breadcrumbs {
            title
            path
          }
          ... on Member {
            news(first: 3) {
              nodes {
                title
                path
              }
            }
          }
          ... on Article {
            publishedOn
            members {
              title
              path
            }
            body {
              ...Block
            }
          }
          ... on StandardPage {
            body {
              ...Block
            }
          }
          ... on HomePage {
            body {
              ...Block
            }
          }
        }
      }
      ... on RedirectRoute {
        path
        url
      }
      ... on NotFoundRoute {
        requestedPath
      }
    }
  }
`);

export const PAGES = graphql(`
  query Pages($locale: Locale!, $type: [String!], $after: String) {
    pages(locale: $locale, type: $type, first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        path
      }
    }
  }
`);

export const SEARCH = graphql(`
  query Search($text: String!, $locale: Locale!, $filter: SearchFilter) {
    search(text: $text, locale: $locale, filter: $filter, facets: ["type"], first: 10) {
      totalCount
      facets {
        name
        values {
          value
          label
          count
          selected
        }
      }
      nodes {
        page {
          id
          title
          path
        }
        highlights {
          field
          text
          html
        }
      }
    }
  }
`);

export const SUGGEST = graphql(`
  query Suggest($text: String!, $locale: Locale!) {
    suggest(text: $text, locale: $locale) {
      kind
      text
    }
  }
`);
