"""Texts of PDF and Office files: extracted once, in a process that can neither hang nor harm us.

Nothing is imported here, for that process imports this package without Django.
"""
