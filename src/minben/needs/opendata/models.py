"""Tables of open data: what was published, what it spent. Nothing here is edited."""

from django.db import models

from minben.ledger.queries import Appended


class Year(models.Model):
    """The one row that a release about this year locks, so that two at once cannot overdraw the budget."""

    year = models.PositiveSmallIntegerField(unique=True)

    def __str__(self) -> str:
        return str(self.year)


class Release(Appended):
    """A month as it was published, with the rule it kept to. A month is published once."""

    month = models.DateField(unique=True)
    at = models.DateTimeField()
    k = models.PositiveSmallIntegerField()
    cap = models.PositiveSmallIntegerField()
    verified = models.BooleanField()
    licence = models.CharField(max_length=300, blank=True)
    rows = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Spending(Appended):
    """One line of the public privacy ledger: what a release spent, when, and who let it."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="spending")
    year = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=80)
    epsilon_milli = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["year"], name="spending_of_year")]

    def __str__(self) -> str:
        return f"{self.what} {self.epsilon_milli}"


class File(Appended):
    """A release in one form, kept in the database so that every machine serves the same bytes."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="files", db_index=False)
    form = models.CharField(max_length=12)
    content = models.BinaryField()
    size_b = models.PositiveIntegerField()
    digest = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "form"], name="file_once_per_form")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.form}"
