"""Making the lexica, one file for each language, from simplemma's word lists and our own.

A lexicon holds two sorts of keys: folded forms, with their lemmas; `-` and an ending, with how
lemmas of unknown words are guessed (guesser.py).
Where accents tell apart what folding does not, the value says which form has which lemmas:
“díly=dil|dily=dily”. Without “=” it is the lemmas of every form.
"""

from __future__ import annotations

import gc
import sys
from collections import defaultdict
from pathlib import Path

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from search.analysis.folding import fold
from search.analysis.guesser import learn
from search.analysis.lexicon import write
from search.analysis.paradigms import forms

DATA = Path(__file__).parent / "data"
WITH_PARADIGM = 4  # forms of a lemma that is one in its own right

Lemmas = dict[str, tuple[str, ...]]  # folded lemmas by form with accents, the likeliest first


def compile_lexicon(locale: str, path: Path) -> None:
    """Write the lexicon of a language."""
    write(path, entries(general(locale) | listed(DATA / locale / "words.txt")))


def entries(lemmas: Lemmas) -> dict[str, str]:
    """What a lexicon says of which key, when these forms are known."""
    variants: defaultdict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for form, found in lemmas.items():
        variants[fold(form)][form] = found
    said = {folded: _value(by_form) for folded, by_form in variants.items()}
    words = ((folded, by_form) for folded, by_form in variants.items() if folded.isalpha())
    rules = learn((folded, found[0]) for folded, forms_ in words for found in forms_.values())
    return said | rules


def general(locale: str) -> Lemmas:
    """What simplemma knows."""
    dictionary = DefaultDictionaryFactory().get_dictionary(locale)
    lemmas: Lemmas = {}
    sizes: defaultdict[str, int] = defaultdict(int)
    folded: dict[str, str] = {}
    for form, lemma in dictionary.items():
        form, lemma = form.replace("-", "").lower(), lemma.replace("-", "").lower()
        if not form.isalnum() or not lemma.isalnum():
            continue  # no word that a text is split into
        key = folded.get(lemma)
        if key is None:
            key = folded[lemma] = fold(lemma)
        sizes[key] += 1
        if form in lemmas:  # a name, “Praha”, comes before the word without capital: less likely
            lemmas[form] = tuple(dict.fromkeys((key, *lemmas[form])))
        else:
            lemmas[form] = (key,)
    for lemma, key in folded.items():
        others = lemmas.get(lemma, ())
        if key not in others:  # a lemma that is called a form of another one is itself, too
            own = sizes[key] >= WITH_PARADIGM
            lemmas[lemma] = (key, *others) if own else (*others, key)
    return lemmas


def listed(path: Path) -> Lemmas:
    """What a list of “pattern: lemmas” knows.

    Raises:
        ValueError: When a line of it is wrong.
    """
    lemmas: Lemmas = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        pattern, _, words = line.partition("#")[0].partition(":")
        for word in words.split():
            lemma, *others = forms(word, pattern.strip())
            for form in (lemma, *others):
                lemmas[form] = tuple(dict.fromkeys((*lemmas.get(form, ()), fold(lemma))))
    return lemmas


def _value(by_form: dict[str, tuple[str, ...]]) -> str:
    if len(set(by_form.values())) == 1:
        return ",".join(next(iter(by_form.values())))
    return "|".join(f"{form}={','.join(found)}" for form, found in by_form.items())


def main() -> None:
    """Compile the lexicon of the language that is named first into the file named second."""
    locale, path = sys.argv[1:]
    gc.disable()  # there is nothing to collect, and a lot to go through
    compile_lexicon(locale, Path(path))


if __name__ == "__main__":
    main()
