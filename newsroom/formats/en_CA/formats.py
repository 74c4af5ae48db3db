"""Moments in Canadian English; short ones begin with the year, which nobody takes for a month."""

TIME_FORMAT = "g:i A"
DATETIME_FORMAT = "N j, Y, g:i A"
SHORT_DATETIME_FORMAT = "Y-m-d g:i A"
