"""Pure text: from str to str, with no models, settings or requests."""
