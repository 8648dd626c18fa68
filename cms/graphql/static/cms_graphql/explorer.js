// Starts GraphiQL on the page that carries it; everything it needs stands in data attributes.
const root = document.getElementById("explorer");
const { endpoint, query, variables } = root.dataset;

async function fetcher(parameters) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/graphql-response+json, application/json",
    },
    body: JSON.stringify(parameters),
    credentials: "same-origin",
  });
  return response.json();
}

window.ReactDOM.createRoot(root).render(
  window.React.createElement(window.GraphiQL, {
    fetcher,
    defaultQuery: query,
    variables,
    shouldPersistHeaders: false,
    isHeadersEditorEnabled: false,
  }),
);
