"""How fast plans are read, and that ten times the text takes ten times as long."""

import time
from pathlib import Path

from services.plan_files import read_plan_text, simplified_characters

CORPUS = Path(__file__).parents[1] / "tests" / "corpus" / "plans" / "dev"
LENGTH = 10_000
ROUNDS = 5


def _text(length: int) -> str:
    pieces = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))]
    whole = "\n".join(pieces)
    return (whole * (length // len(whole) + 1))[:length]


def _best_ms(text: str, rounds: int) -> float:
    best = float("inf")
    for _ in range(rounds):
        begun = time.perf_counter()
        read_plan_text(text)
        best = min(best, time.perf_counter() - begun)
    return best * 1000


def main() -> None:
    simplified_characters()
    once = _best_ms(_text(LENGTH), ROUNDS)
    tenfold = _best_ms(_text(LENGTH * 10), 2)
    print(f"plan of {LENGTH} characters: {once:.0f} ms (bound 150)")
    print(f"plan of {LENGTH * 10} characters: {tenfold:.0f} ms (bound 2000)")
    print(f"ten times the text: {tenfold / once:.1f} times as long")


if __name__ == "__main__":
    main()
