"""The hotline for administrators: they keep the lists; requests and their history they may not even open."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from minben.needs.hotline.models import Answer, Category, Import, Notice


class ReadOnly(admin.ModelAdmin[Any]):
    """A table that is looked at and never edited here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin[Category]):
    list_display = ("code", "name", "name_en", "parent", "tier", "since", "until")
    list_select_related = ("parent",)
    search_fields = ("code", "name", "name_en")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # A heading that requests carry is closed by its date, never removed.
        return False


@admin.register(Answer)
class AnswerAdmin(admin.ModelAdmin[Answer]):
    list_display = ("question", "category", "owner", "since", "until")
    list_select_related = ("category", "owner")
    search_fields = ("question", "question_en")
    autocomplete_fields = ("category",)


@admin.register(Import)
class ImportAdmin(ReadOnly):
    list_display = ("name", "source", "started_at", "finished_at", "imported", "known", "set_aside")


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ("id", "how", "step", "at", "sent_at", "tries", "trouble")
    list_filter = ("how", "trouble")
