"""An app for tests of the worker: its tasks and jobs write lines with unique keys, so that twice shows, and never."""
