"""Whole numbers as browsers send them: ids, counts, places in a list."""

LARGEST_ID = 2**31 - 1
"""The largest number that a column of ids holds."""


def whole_number(text: object, most: int = LARGEST_ID) -> int:
    """The number that a field, query or part of an address gives; 0 for what is none, or is more than `most`."""
    digits = str(text)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        return 0
    number = int(digits)
    return number if number <= most else 0
