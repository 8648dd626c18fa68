"""Saved searches: any feed by e-mail, once a day or once a week."""
