"""What can go wrong when text is brought into another language.

TranslationError
├── SameLocale          a page is not translated into its own language
├── ParentNotTranslated the page above has no version in that language yet
├── NotTranslatable     another model, or not a model with languages
└── TextDoesNotFit      a translation has texts or links for which the source has no place
"""


class TranslationError(Exception):
    """The common root; its message says which object and what to do."""


class SameLocale(TranslationError):
    """The target's language is the source's own."""


class ParentNotTranslated(TranslationError):
    """Translate the page above first."""


class NotTranslatable(TranslationError):
    """The two objects are not versions of one thing."""


class TextDoesNotFit(TranslationError):
    """The translation says more than the source at one path."""
