"""What an editor had before her when she opened a form, and who has saved the row since."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.versioned import Deed, VersionedModel

MOST_DEEDS = 5
LONGEST_DEED = 300  # characters


@dataclasses.dataclass(frozen=True)
class Seen:
    """The version of a row, and when it was shown; the moment is None where only the number is known."""

    version: int
    at: dt.datetime | None = None

    @classmethod
    def now(cls, row: VersionedModel) -> Seen:
        return cls(row.version, timezone.now())

    def __str__(self) -> str:
        return f"{self.version} {self.at.isoformat()}" if self.at else str(self.version)


class SeenField(forms.Field):
    """Rides along in a form, hidden, and comes back as what its editor has seen. Never a change by itself."""

    widget = forms.HiddenInput
    default_error_messages = {"damaged": gettext_lazy("This form does not say which version it shows. Open it again.")}

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, Seen) else value

    def to_python(self, value: Any) -> Seen | None:
        if value in self.empty_values:
            return None
        version, _space, moment = str(value).partition(" ")
        try:
            at = parse_datetime(moment) if moment else None
            if at is not None and timezone.is_naive(at):
                raise ValueError(moment)
            return Seen(int(version), at)
        except ValueError:
            raise ValidationError(self.error_messages["damaged"], code="damaged") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def saved_meanwhile(row: VersionedModel, seen: Seen) -> str:
    """That somebody else saved the row since, and who did what when, as far as it is known."""
    known = [_in_words(deed) for deed in row.deeds_since(seen.at)]
    if not known:
        return _("“%(row)s” was saved by somebody else while you were working on it.") % {"row": row}
    if (further := len(known) - MOST_DEEDS) > 0:
        known[:further] = [_("%(number)d earlier") % {"number": further}]
    sentence = _("“%(row)s” was saved by somebody else while you were working on it: %(deeds)s.")
    return sentence % {"row": row, "deeds": "; ".join(known)}


def _in_words(deed: Deed) -> str:
    at = formats.date_format(timezone.localtime(deed.at), "DATETIME_FORMAT")
    told = _("%(who)s, %(at)s") % {"who": deed.who or _("the system"), "at": at}
    what = Truncator(deed.what.rstrip(".")).chars(LONGEST_DEED)
    return f"{told} ({what})" if what else told
