"""`python -m benchmarks [NAME]`: print each figure beside its target; exit 1 where one falls short.

Every module of this package with a function `run` is a benchmark.
"""

import sys
from importlib import import_module
from pathlib import Path

from benchmarks.figures import show

SHARED = ("__init__", "__main__", "figures")
NAMES = tuple(sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in SHARED))


def main() -> int:
    chosen = sys.argv[1:] or NAMES
    unknown = set(chosen) - set(NAMES)
    if unknown:
        print(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}.")
        return 2
    return max(show(name, import_module(f"benchmarks.{name}").run()) for name in chosen)


if __name__ == "__main__":
    sys.exit(main())
