"""How rows are kept, whatever they are about: version numbers against lost edits, and rows that are only ever added."""
