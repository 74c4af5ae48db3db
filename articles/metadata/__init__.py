"""What a page says of itself to machines: structured data by schema.org, cards, and where else it stands.

Nothing here decides what may show: it says again what the page prints, and pictures come as the gate gave them.
"""
