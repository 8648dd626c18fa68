"""The quick way to a string of wagtail-localize is the same as its own."""

from __future__ import annotations

import warnings

from bs4 import MarkupResemblesLocatorWarning
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.strings import StringValue

from cms.translation.plaintext import localizes_own, string_of

TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("&<>\"';#\n\t br/"))


@given(TEXTS)
@example("R&D &amp; <b>„laser“</b>\n\n'1 < 2' \"3 > 2\"\n")
@example("&copy &#169; &lt")
@example("\r")
@example("  \t\n\n \f\n\v\n a ")
def test_string_is_what_localize_makes_of_a_text(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        assert string_of(text).data == localizes_own(text).data


def test_segments_of_localize_are_made_the_quick_way() -> None:
    assert StringValue.from_plaintext is string_of
    assert StringSegmentValue("intro", "a\nb").string.data == "a<br/>b"
