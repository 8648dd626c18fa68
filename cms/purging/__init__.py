"""Tells HTTP caches in front of the site, such as CDNs, what changed; see README.md."""
