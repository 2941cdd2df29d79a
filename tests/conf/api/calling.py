"""A partner's program: the street office of Willow calls the city."""

import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.test import Client

from minben.institutions.partners import actions as partners
from tests.city import NOW

EVERY_SCOPE = [scope.value for scope in partners.Scope]
_keys = count()


@dataclass
class Program:
    """Calls the API as a partner does, in English unless said otherwise."""

    token: str = ""
    language: str = "en"
    client: Client = field(default_factory=Client)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers={**self._headers(), **headers})

    def post(self, path: str, body: object = None, *, key: str | None = None, **headers: str) -> Any:
        """Send a body (bytes as they are) under a fresh key, or none when it is blank."""
        raw = body if isinstance(body, bytes) else json.dumps(body)
        return self.client.post(
            f"/api/v1{path}",
            raw,
            content_type="application/json",
            headers={**self._headers(), **_key(key), **headers},
        )

    def upload(self, path: str, files: list[Any], *, key: str | None = None) -> Any:
        return self.client.post(f"/api/v1{path}", {"photos": files}, headers={**self._headers(), **_key(key)})

    def delete(self, path: str, *, key: str | None = None) -> Any:
        return self.client.delete(f"/api/v1{path}", headers={**self._headers(), **_key(key)})

    def _headers(self) -> dict[str, str]:
        bearer = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return {"accept-language": self.language, **bearer}


def _key(key: str | None) -> dict[str, str]:
    if key == "":
        return {}
    return {"idempotency-key": key or f"key-of-a-test-{next(_keys)}"}


def program(code: str = "willow", *, scopes: list[str] | None = None, **more: Any) -> Program:
    """A program of a partner that is enrolled for it, with a token of these scopes."""
    new = partners.NewPartner(code, "柳荫街道", "何静", name_en="Willow street")
    partners.enrol_partners(rows=[new], at=NOW)
    chosen = EVERY_SCOPE if scopes is None else scopes
    purpose = "request.cooperate" if "requests:read" in chosen else ""
    token = partners.NewToken(partner=code, name="test", scopes=chosen, **{"purpose": purpose, **more})
    return Program(partners.issue_token(new=token, at=NOW).token)
