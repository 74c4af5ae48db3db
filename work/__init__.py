"""Work outside requests: recurring tasks, the worker that runs them and everything that was queued, and long jobs."""
