"""The ten busiest pages of a city, as a client of this process opens them: time on the server, questions asked.

Chosen by what a day on the line looks like: every resident opens the first three, every call the desk, every case its
page and its order, every officer their queue at each return to it; the circle and the outcomes are what everybody else
looks at. No page is kept ready: each is made anew from the database.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minben.dispatch.orders.models import Order
from minben.needs.hotline.models import Contact, Request

Visit = Callable[[], Any]
WORDS = "幸福社区三号楼的暖气不热，已经三天了，家里有老人，请派人来看看"
PHONE = "13900000000"
# What begins and ends a transaction asks nothing.
_CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def pages() -> dict[str, Visit]:
    """Return a visit to each page, made ready for the people who open it."""
    anybody, clerk, officer = Client(), _signed_in("clerk"), _signed_in("officer")
    drafted = anybody.post("/requests/start/", {"text": WORDS})["Location"]
    newest = (
        Order.objects.filter(unit__code="heat", part="lead")
        .order_by("-received_at")
        .select_related("request")
    )
    order = newest.exclude(state="cancelled")[0]
    caller = Contact.objects.exclude(phone="").order_by("pk").values_list("phone", flat=True).first() or PHONE
    desk = {"phone": caller, "look": "1"}
    return {
        "home": lambda: anybody.get("/"),
        "draft": lambda: anybody.get(drafted),
        "track": lambda: anybody.get(f"/requests/{order.request.code}/"),
        "clerk_queue": lambda: clerk.get("/requests/queue/"),
        "desk": lambda: clerk.post("/requests/desk/", desk),
        "case": lambda: clerk.get(f"/requests/cases/{order.request_id}/"),
        "officer_queue": lambda: officer.get("/orders/"),
        "order": lambda: officer.get(f"/orders/{order.pk}/"),
        "loop": lambda: anybody.get("/loop/"),
        "outcomes": lambda: anybody.get("/outcomes/"),
    }


def _signed_in(username: str) -> Client:
    client = Client()
    client.force_login(
        get_user_model().objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def measure_page(visit: Visit, times: int) -> dict[str, Any]:
    """Median time of a page [ms], processor time of page and database for one [ms], its questions to the database.

    On a machine with other work the clock tells of that work too; processor time says what the page itself takes.
    """
    visit()
    with CaptureQueriesContext(connection) as asked:
        answer = visit()
    asking = [one["sql"] for one in asked.captured_queries if not one["sql"].startswith(_CONTROL)]
    took, worked, at_database = [], [], database_cpu_s()
    for _ in range(times):
        begin, begun = time.perf_counter(), time.process_time()
        visit()
        took.append(1000 * (time.perf_counter() - begin))
        worked.append(1000 * (time.process_time() - begun))
    return {
        "status": answer.status_code,
        "median_ms": round(statistics.median(took), 1),
        "cpu_ms": round(statistics.median(worked), 1),
        "database_cpu_ms": round(1000 * (database_cpu_s() - at_database) / times, 1),
        "queries": len(asking),
    }


def database_cpu_s() -> float:
    """Processor time so far of the process that answers this connection [s], in steps of 10 ms; PostgreSQL here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        told = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def city_requests() -> int:
    """How many requests the city has."""
    return Request.objects.count()
