"""The engines: in memory, in files by tantivy, on Elasticsearch servers; see `search.connect`."""
