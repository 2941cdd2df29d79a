from django.apps import AppConfig


class SandboxConfig(AppConfig):
    name = "minben.institutions.sandbox"
    label = "sandbox"

    def ready(self) -> None:
        from minben.institutions.sandbox import checks  # noqa: F401  # registers the system check
