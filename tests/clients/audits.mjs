/** All audits of GraphQL over HTTP against the address given: one line of JSON. */
import { auditServer } from "graphql-http";

const [address] = process.argv.slice(2);
const results = await auditServer({ url: address });
const failed = results.filter((result) => result.status !== "ok");
console.log(
  JSON.stringify({
    audits: results.length,
    failed: failed.map(({ id, name, reason }) => `${id} ${name}: ${reason}`),
  }),
);
