"""Pairs of long texts on which a comparison could take for ever."""

import random

_chance = random.Random(2)
NUMBERED = [f"w{number}" for number in range(100_000)]


def paragraph(words) -> str:
    return f"<p>{' '.join(words)}</p>"


PAIRS: dict[str, tuple[str, str]] = {
    "two words in another rhythm": (paragraph("ab" * 50_000), paragraph("baa" * 33_000)),
    "two words by chance": (paragraph(_chance.choices("ab", k=100_000)), paragraph(_chance.choices("ab", k=100_000))),
    "backwards": (paragraph(NUMBERED), paragraph(NUMBERED[::-1])),
    "a small vocabulary": (
        paragraph(_chance.choices(NUMBERED[:500], k=100_000)),
        paragraph(_chance.choices(NUMBERED[:500], k=100_000)),
    ),
    "2 MB of one letter": (paragraph("a" * 1_000_000), paragraph("a" * 999_999 + "b")),
    "short paragraphs by chance": (
        "".join(map(paragraph, _chance.choices("ab", k=30_000))),
        "".join(map(paragraph, _chance.choices("ab", k=30_000))),
    ),
    "a few words against many": (paragraph("ab" * 10), paragraph("ab" * 100_000)),
    "every second word another": (
        paragraph(NUMBERED),
        paragraph(word if number % 2 else f"x{number}" for number, word in enumerate(NUMBERED)),
    ),
}
