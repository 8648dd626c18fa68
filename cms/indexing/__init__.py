"""Keeps the search index equal to the public pages: puts, removes, rebuilds, compares, heals."""
