"""schemathesis attacks the API from its own description: no call breaks it, no answer is one it does not describe."""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from minben.commons.clock import now
from minben.conf.api import api
from minben.evaluation.outcomes import actions as outcomes
from minben.institutions.partners.models import Partner, Token
from minben.ledger import actions as ledger
from minben.needs.hotline.models import Request
from tests.city import settle
from tests.conf.api.calling import Program, program
from tests.conf.api.test_requests import COLD

pytestmark = pytest.mark.django_db
# Besides the cases that cover each rule of the description one by one.
EXAMPLES = 12
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

config = schemathesis.Config.from_dict({"generation": {"mode": "all"}})
schema = schemathesis.openapi.from_dict(dict(api.get_openapi_schema(path_prefix="/api/v1/")), config=config)
schema.app = get_wsgi_application()


@pytest.fixture
def willow(db: None, settings: Any, tmp_path: Any) -> Iterator[Program]:
    """A city in which each address has something to find: a request, an entry, a subscription, figures."""
    settings.MEDIA_ROOT, settings.MINBEN_REACH = tmp_path, ""
    settings.ALLOWED_HOSTS = ["*"]
    cache.clear()
    settle()
    one = program(per_minute=100_000)
    assert one.post("/requests", COLD).status_code == 201
    ledger.seal(at=now())
    outcomes.summarise(at=now())
    # A server closes what it has asked enough; here the connection is the test's own.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield one
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    database=None,
)
def test_no_call_breaks_the_api_or_its_description(case: Any, willow: Program) -> None:
    token = Token.objects.get(partner=Partner.objects.get(code="willow"))
    assert token.revoked_at is None
    key = {"Idempotency-Key": f"attack-{Request.objects.count()}-{id(case)}"} if case.method != "GET" else {}
    own = {name: value for name, value in (case.headers or {}).items() if name.lower() != "authorization"}
    case.headers = {**key, **own, "Authorization": f"Bearer {willow.token}"}
    case.call_and_validate(checks=CHECKS)
