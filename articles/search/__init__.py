"""Search for readers: what readers see of each published article, kept in an index and asked by words.

words       how a text becomes words, alike for the index, the question and the marks, and for both databases
question    what a reader typed, as words, "phrases", choices (OR) and exclusions
texts       which texts of an article are searched, and in what order they count
keeping     the index follows every change of what readers see, in the change's own transaction
engine      the database's own part: ``on_sqlite`` (FTS5) or ``on_postgresql`` (GIN)
asking      which articles answer, newest or most relevant first, through the gate
snippets    the passage that answers, with marks
rebuilding  the whole index anew, while the site runs
views       the page
"""
