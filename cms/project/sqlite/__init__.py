"""SQLite as Django speaks to it, without reading through each statement anew."""
