"""How far one review's value may lie from the mark that it is part of."""

from decimal import ROUND_HALF_UP, Decimal

BOUND = 10.0
"""Points that one row may move a mark."""
TENTH = Decimal("0.1")


def limited(values: list[Decimal], weights: list[Decimal]) -> list[Decimal]:
    """Hold each value so near the mark that its row moves it by `BOUND` at most (a Huber estimate of location).

    Taking out a row of share s moves the mean by s / (1 - s) of its distance, so that is held to `BOUND` (1 - s) / s.
    """
    total = float(sum(weights))
    shares = [float(weight) / total for weight in weights]
    reach = [BOUND * (1 - share) / share for share in shares]
    plain = [float(value) for value in values]
    low, high = min(plain), max(plain)
    mean = sum(share * value for share, value in zip(shares, plain, strict=True))
    if all(abs(value - mean) <= most for value, most in zip(plain, reach, strict=True)):
        return values
    for _ in range(60):
        middle = (low + high) / 2
        pull = sum(
            share * min(max(value - middle, -most), most)
            for share, value, most in zip(shares, plain, reach, strict=True)
        )
        low, high = (middle, high) if pull > 0 else (low, middle)
    mark = (low + high) / 2
    held = [min(max(value, mark - limit), mark + limit) for value, limit in zip(plain, reach, strict=True)]
    return [
        value if abs(float(value) - near) < 0.05 else tenth(Decimal(near))
        for value, near in zip(values, held, strict=True)
    ]


def tenth(value: Decimal) -> Decimal:
    """Rounded as marks are shown."""
    return value.quantize(TENTH, ROUND_HALF_UP)
