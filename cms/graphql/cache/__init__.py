"""Answers that are kept and still true: see `answers`."""
