"""The hotline for administrators: they keep the lists; requests and their history they may not even open."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from minben.institutions.partners import actions as partners
from minben.needs.hotline.models import Answer, Category, Import, Notice, Peer, Question
from minben.needs.hotline.wording import word


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


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin[Question]):
    list_display = ("category", "order", "code", "words", "datatype", "required")
    list_select_related = ("category",)
    autocomplete_fields = ("category",)


class PeerForm(forms.ModelForm[Peer]):
    """A neighbouring city; its key is written here and never shown again."""

    key = forms.CharField(
        label=_("key"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("The api_key that the city gave us. Left empty, the one kept stays."),
    )

    class Meta:
        model = Peer
        fields = ("name", "name_en", "endpoint", "jurisdiction", "active")

    def clean_endpoint(self) -> str:
        """Refuse an address that the city's own way out would never call."""
        address = str(self.cleaned_data["endpoint"])
        try:
            partners.check_address(address)
        except partners.CannotReach as trouble:
            raise ValidationError(word("trouble_there", trouble.code), code=trouble.code) from None
        return address

    def save(self, commit: bool = True) -> Peer:
        self.instance.sealed_key = self.cleaned_data["key"] or self.instance.sealed_key
        # Whatever was wrong may be right now: ask at once.
        self.instance.asked_at = self.instance.next_at = None
        return super().save(commit)


@admin.register(Peer)
class PeerAdmin(admin.ModelAdmin[Peer]):
    form = PeerForm
    list_display = ("name", "endpoint", "active", "offered", "asked_at", "trouble")
    readonly_fields = ("asked_at", "trouble")

    @admin.display(description=_("services"))
    def offered(self, peer: Peer) -> int:
        return len(peer.services)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Requests are there; it is taken out of use instead.
        return False


@admin.register(Import)
class ImportAdmin(ReadOnly):
    list_display = ("name", "source", "started_at", "finished_at", "imported", "known", "set_aside")


@admin.register(Notice)
class NoticeAdmin(ReadOnly):
    list_display = ("id", "how", "step", "at", "sent_at", "tries", "trouble")
    list_filter = ("how", "trouble")
