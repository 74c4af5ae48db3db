"""An archive is brought: everything that an old site published, each item once, as what it is and no more."""
