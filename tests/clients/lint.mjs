/** What the rules of graphql-eslint find in the schema that is named: one line of JSON. */
import graphql from "@graphql-eslint/eslint-plugin";
import { ESLint } from "eslint";

const [schema] = process.argv.slice(2);
const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ["**/*.graphql"],
      plugins: { "@graphql-eslint": graphql },
      languageOptions: {
        parser: graphql.parser,
        parserOptions: { graphQLConfig: { schema } },
      },
      rules: {
        ...graphql.configs["flat/schema-recommended"].rules,
        ...graphql.configs["flat/schema-relay"].rules,
        "@graphql-eslint/require-description": [
          "error",
          {
            types: true,
            rootField: true,
            FieldDefinition: true,
            InputValueDefinition: true,
            EnumValueDefinition: true,
            DirectiveDefinition: true,
          },
        ],
        "@graphql-eslint/require-deprecation-reason": "error",
        // Pages are read forwards, and connections have `nodes` beside `edges`.
        "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],
        // A page is fetched again by page(id:), not by node(id:).
        "@graphql-eslint/relay-edge-types": [
          "error",
          { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false },
        ],
        // Clients use these names: memberType, memberSince, eventType.
        "@graphql-eslint/no-typename-prefix": "off",
        // What has no identity has no id: values such as Seo, and what wraps others.
        "@graphql-eslint/strict-id-in-types": "off",
      },
    },
  ],
});
const [{ messages }] = await eslint.lintFiles([schema]);
console.log(
  JSON.stringify(messages.map(({ line, ruleId, message }) => `${line} ${ruleId}: ${message}`)),
);
