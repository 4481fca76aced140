"""Numbers as the person writes them: decimal sign and thousands by their locale. What is said in the talk stays as it was said."""

from decimal import Decimal

from babel.numbers import format_decimal

from advisor.dialogue import wording
from advisor.web.dates import locale


def num(value: float) -> str:
    """'12', '7.5' or '7,5', '1,200' or '1.200'."""
    return _written(wording.num(value))


def hours(value: float) -> str:
    """'40 minutes', '1 hour', '7.5 hours' or '7,5 hours'."""
    amount, _, unit = wording.hours(value).partition(" ")
    return f"{_written(amount)} {unit}"


def whole(value: int) -> str:
    """'200,000' or '200.000'."""
    return _written(str(value))


def _written(digits: str) -> str:
    return str(format_decimal(Decimal(digits), locale=locale()))
