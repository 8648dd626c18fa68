"""``klastr bench``: fills a site of known content, and measures how fast it answers."""
