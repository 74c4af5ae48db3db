"""What of the demo newsroom's material has been made in this database."""

from __future__ import annotations

from django.db import models


class Piece(models.Model):
    """One piece of the material, and the key of the row that came of it.

    A piece that is listed here is never made again, whatever the desk has done with its row since.
    """

    name = models.CharField(max_length=500, unique=True)
    row = models.PositiveBigIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)

    objects: models.Manager[Piece] = models.Manager()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
