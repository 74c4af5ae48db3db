"""The demo newsroom's pictures, drawn in code: flat layers of colour, soft light and grain, like a screen print."""
