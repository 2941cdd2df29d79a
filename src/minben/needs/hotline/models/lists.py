"""The city's own lists: what people ask for, and standard answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from minben.ledger.queries import known_words, one_of
from minben.needs.hotline.words import Tier


class Category(models.Model):
    """One heading of the city's own list of what people ask for."""

    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tier = one_of(Tier, default=Tier.BASIC)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        ordering = ["code"]
        constraints = known_words("category", tier=Tier)

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    """A standard answer to a consultation, with its source, owner and date."""

    category = models.ForeignKey(
        Category, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    question = models.CharField(max_length=200)
    question_en = models.CharField(max_length=200, blank=True)
    words = models.TextField()
    words_en = models.TextField(blank=True)
    source = models.CharField(max_length=300)
    owner = models.ForeignKey(
        "registers.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("standard answer")
        verbose_name_plural = _("standard answers")
