"""Each turn of the loop: when, on what, with which figures."""

from django.db import models


class Turn(models.Model):
    """One time round. Its figures are written once, when it ends."""

    key = models.CharField(max_length=36, unique=True)
    name = models.CharField(max_length=200)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    file = models.ForeignKey("hotline.Import", null=True, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["-started_at"], name="turn_newest")]


class Night(models.Model):
    """One duty of one night: begun, and done; so that it is done once, whoever is killed meanwhile."""

    duty = models.CharField(max_length=40)
    day = models.DateField()
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "day"], name="night_duty_once")]
        indexes = [models.Index(fields=["-done_at"], name="night_newest")]
