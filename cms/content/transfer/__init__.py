"""Import and export of pages as CSV and XLSX: the room knows files, tables and plans.

What columns there are, plugins say (``Table``). README.md describes the files.
"""
