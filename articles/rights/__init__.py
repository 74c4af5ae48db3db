"""One gate: what may be shown where, and by which clause."""

from articles.rights.gate import Decision, Reason, may, may_each
from articles.rights.surfaces import Surface

__all__ = ["Decision", "Reason", "Surface", "may", "may_each"]
