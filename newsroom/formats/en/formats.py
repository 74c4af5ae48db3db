"""Moments in English without the dots of “p.m.”: at the end of a sentence they would double its own."""

TIME_FORMAT = "g:i A"
DATETIME_FORMAT = "N j, Y, g:i A"
SHORT_DATETIME_FORMAT = "m/d/Y g:i A"
