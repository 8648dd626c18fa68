"""What offices type, and what it means."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest

from cms.content.transfer.errors import CellRefused
from cms.content.transfer.values import (
    Choice,
    Choices,
    Day,
    DecimalNumber,
    Hour,
    RichText,
    Text,
    Value,
    WholeNumber,
    YesNo,
)
from plugins.members.models import MemberType, Region

TYPE = Choice(options=tuple(MemberType.choices))
REGIONS = Choices(Choice(options=tuple(Region.choices)))
MARCH = datetime.date(2026, 3, 24)


@pytest.mark.parametrize(
    ("value", "cell", "expected"),
    [
        (Day(), "2026-03-24", MARCH),
        (Day(), "24. 3. 2026", MARCH),
        (Day(), "24.3.2026", MARCH),
        (Day(), "24.\u00a03.\u00a02026", MARCH),
        (Day(), "2026-03-24 00:00:00", MARCH),
        (Day(), MARCH, MARCH),
        (Hour(), "14:30", datetime.time(14, 30)),
        (Hour(), "9.05", datetime.time(9, 5)),
        (Hour(), "23:59:59", datetime.time(23, 59, 59)),
        (DecimalNumber(), "49,195", Decimal("49.195")),
        (DecimalNumber(), "49.195", Decimal("49.195")),
        (DecimalNumber(), "1 234,50", Decimal("1234.50")),
        (DecimalNumber(), "1\u00a0234.5", Decimal("1234.5")),
        (DecimalNumber(), "1.234.567,8", Decimal("1234567.8")),
        (DecimalNumber(), "1,234,567.8", Decimal("1234567.8")),
        (WholeNumber(), "1 000", 1000),
        (WholeNumber(), Decimal("5.0"), 5),
        (YesNo(), "ano", True),
        (YesNo(), "NE", False),
        (YesNo(), "yes", True),
        (YesNo(), "no", False),
        (YesNo(), "true", True),
        (YesNo(), "false", False),
        (YesNo(), 1, True),
        (TYPE, "university", "university"),
        (TYPE, "Univerzita", "university"),
        (TYPE, "large company", "company-large"),
        (REGIONS, "Praha; CZ-72", ["CZ-10", "CZ-72"]),
        (Text(), 420123, "420123"),
        (Text(), " a ", " a "),
        (RichText(), "Jedna\n\nDvě < tři", "<p>Jedna</p><p>Dvě &lt; tři</p>"),
        (RichText(), "<p>Tak</p>", "<p>Tak</p>"),
    ],
)
def test_cell_is_read(value: Value, cell: Any, expected: Any) -> None:
    assert value.read(cell) == expected


@pytest.mark.parametrize(
    ("value", "cell", "reason"),
    [
        (Day(), "31. 2. 2026", "There is no day “31. 2. 2026”."),
        (Day(), "3/24/26", "“3/24/26” is not a date; write 2026-03-24 or 24. 3. 2026."),
        (Hour(), "25:00", "“25:00” is not a time; write 14:30."),
        (DecimalNumber(), "mnoho", "“mnoho” is not a number."),
        (DecimalNumber(), "Infinity", "“Infinity” is not a number."),
        (DecimalNumber(), "1e999999", "“1e999999” has too many digits."),
        (DecimalNumber(), "0e-999999", "“0e-999999” has too many digits."),
        (DecimalNumber(), "9" * 100, f"“{'9' * 40}” has too many digits."),
        (DecimalNumber(), Decimal("1E+20"), "“1E+20” has too many digits."),
        (WholeNumber(), "1e999999", "“1e999999” has too many digits."),
        (WholeNumber(), "1,5", "“1,5” is not a whole number."),
        (YesNo(), "snad", "“snad” is neither yes nor no; write ano or ne."),
        (Text(), "a\0b", "The text contains the character NUL."),
    ],
)
def test_cell_that_says_something_else_is_refused(value: Value, cell: Any, reason: str) -> None:
    with pytest.raises(CellRefused) as refused:
        value.read(cell)

    assert str(refused.value) == reason


def test_choice_that_is_not_on_offer_is_refused_with_the_offer() -> None:
    with pytest.raises(CellRefused) as refused:
        TYPE.read("firma")

    assert str(refused.value) == (
        "“firma” is not on offer. There are: company-sme, company-large, university, "
        "research-institute, public, association."
    )


def test_markup_that_an_editor_could_not_type_is_taken_out() -> None:
    kind = RichText(features=("bold", "link"))
    text = '<p onclick="x()">A <b>b</b><script>alert(1)</script> <a href="javascript:x()">c</a></p>'

    assert kind.sanitised(text) == "<p>A <b>b</b>alert(1) <a>c</a></p>"
