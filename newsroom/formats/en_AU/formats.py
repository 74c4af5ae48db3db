"""As in British English, for ``en`` would come before what Django knows of this country."""

from newsroom.formats.en_GB.formats import DATETIME_FORMAT, SHORT_DATETIME_FORMAT, TIME_FORMAT

__all__ = ["DATETIME_FORMAT", "SHORT_DATETIME_FORMAT", "TIME_FORMAT"]
