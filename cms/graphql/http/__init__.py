"""The endpoint's HTTP: what a client accepts, how JSON is read, headers, who asked for how much."""
