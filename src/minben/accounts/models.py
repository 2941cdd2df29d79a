"""Accounts, and what proves a second time who is signing in."""

from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from minben.accounts.core.permissions import Role

ROLE_NAMES = {
    Role.RESIDENT: _("Resident"),
    Role.CLERK: _("Hotline clerk"),
    Role.OFFICER: _("Officer of a department"),
    Role.WORKER: _("Community worker"),
    Role.ANALYST: _("Analyst"),
    Role.REVIEWER: _("Reviewer of algorithms"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
}


class Accounts(UserManager["User"]):
    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> "User":
        return super().create_superuser(username, email, password, **{"role": Role.ADMINISTRATOR, **fields})


class User(AbstractUser):
    role = models.CharField(
        _("role"),
        max_length=16,
        default=Role.RESIDENT.value,
        choices=[(role.value, ROLE_NAMES[role]) for role in Role],
    )
    display = models.CharField(_("name shown to colleagues"), max_length=60, blank=True)
    # Somebody else has seen it: nothing else opens until a password of one's own stands in its place.
    password_given = models.BooleanField(default=False, editable=False)

    objects = Accounts()  # type: ignore[misc]  # a manager of the concrete class where Django declares its own

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(name="accounts_role_known", condition=Q(role__in=[r.value for r in Role])),
            models.CheckConstraint(
                name="accounts_admin_only_administrators",
                condition=Q(is_superuser=False, is_staff=False) | Q(role=Role.ADMINISTRATOR.value),
            ),
        ]
        indexes = [models.Index(fields=["role", "username"], name="accounts_by_role")]

    def __str__(self) -> str:
        return self.display or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Django's own admin asks these two flags; they follow the role so that a person who
        # leaves the post leaves the admin with it.
        self.is_staff = self.is_superuser = self.role == Role.ADMINISTRATOR
        super().save(*args, **kwargs)


class SecondFactor(models.Model):
    """The app on somebody's phone that shows a new code every thirty seconds."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    sealed_secret = models.TextField()
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    # The last step whose code was accepted: a code seen over a shoulder is worth nothing a second later.
    last_step = models.BigIntegerField(default=-1)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("second step")
        verbose_name_plural = _("second steps")

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="accounts_recovery_code_once")]

    def __str__(self) -> str:
        return str(self.user)
