"""What a text is found by: one analysis of Czech and English, whose keys go into every engine.

`Analyser` is the way in. The room knows neither documents' fields nor engines; its lexica are
compiled on the machine they are used on, from the installed simplemma and the words in `data/`.
"""
