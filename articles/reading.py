"""How long a text takes to read."""

WORDS_A_MINUTE = 238
"""Of non-fiction, silently, by adults: Brysbaert, “How many words do we read per minute?” (2019)."""
# Written without spaces between words: what is counted there is no words.
_UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my", "bo", "dz"})


def minutes(words: int, language: str) -> int:
    """At least one for any text; 0 for none, and where the language does not let words be counted by their spaces."""
    if not words or language.replace("_", "-").split("-")[0].lower() in _UNSPACED:
        return 0
    return max(1, round(words / WORDS_A_MINUTE))
