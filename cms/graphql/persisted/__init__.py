"""Documents that clients ask for by name: those of a manifest, and those they register."""
