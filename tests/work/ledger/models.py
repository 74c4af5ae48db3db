from django.db import models


class Line(models.Model):
    key = models.CharField(max_length=100, unique=True)


class Spell(models.Model):
    """From when to when something ran, and in which process."""

    name = models.CharField(max_length=100)
    pid = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
