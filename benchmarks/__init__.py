"""How long things take that must not take long. Not among the tests: a busy machine is no failure."""
