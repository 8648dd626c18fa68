/** Writes the types of all tools from schema.graphql into src/generated. */
import { execFile } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { generateOutput } from "@gql.tada/cli-utils";
import { generate } from "@graphql-codegen/cli";
import { buildSchema, isAbstractType } from "graphql";
import relay from "relay-compiler";

const scalars = { Date: "string", DateTime: "string" };

await generate(
  {
    schema: "./schema.graphql",
    documents: ["src/*.ts", "src/*.tsx"],
    silent: true,
    emitLegacyCommonJSImports: false,
    generates: {
      "./src/generated/": {
        preset: "client",
        presetConfig: { fragmentMasking: false },
        config: {
          documentMode: "documentNode",
          enumsAsTypes: true,
          strictScalars: false,
          useTypeImports: true,
          scalars,
        },
      },
    },
  },
  true,
);
await generateOutput({});
await mkdir("src/generated/relay", { recursive: true });
await promisify(execFile)(relay, []);

const schema = buildSchema(await readFile("schema.graphql", "utf-8"));
const possibleTypes = Object.fromEntries(
  Object.values(schema.getTypeMap())
    .filter(isAbstractType)
    .map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
);
await writeFile(
  "src/generated/possible-types.ts",
  `export const possibleTypes: Record<string, string[]> = ${JSON.stringify(possibleTypes)};\n`,
);
