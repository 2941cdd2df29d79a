"""A whole ledger under SM3 and SM2 (国密): sealed, proved, verified, and checked by OpenSSL's command line."""

import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from typer.testing import CliRunner

from minben.commons.sm2 import public_pem
from minben.ledger import keys, queries, verification
from minben.ledger.actions import plain_digest, salted_digest, seal, write
from minben.ledger.commands import app
from minben.ledger.core.documents import check, head_message, stamp
from minben.ledger.models import Entry
from tests.city import NOW, settle
from tests.ledger.cast import MORNING, acts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def national(settings: Any, tmp_path: Path) -> None:
    settings.MINBEN_HOME, settings.MINBEN_SIGNING_KEY = tmp_path / "home", ""
    settings.MINBEN_DIGEST, settings.MINBEN_SIGNATURE = "sm3", "sm2"
    settings.MINBEN_FIELD_CIPHER = "sm4-gcm"


def test_a_log_of_many_acts_is_sealed_proved_and_verified() -> None:
    ids = write(acts(600))
    seal(at=MORNING)
    ids += write(acts(40, start=600))
    seal(at=MORNING + timedelta(minutes=1))
    assert list(verification.findings(public_keys={keys.signer().public})) == []
    for entry in (ids[0], ids[300], ids[-1]):
        document = queries.inclusion(entry)
        assert check(document, public_key=keys.signer().public) == []
    grown = queries.consistency(600)
    assert check(grown) == []
    head = queries.latest_head()
    assert head is not None
    assert (head.digest_algorithm, head.signature_algorithm) == ("sm3", "sm2")


def test_a_changed_act_is_found_under_sm3_as_under_sha256() -> None:
    ids = write(acts(10))
    seal(at=MORNING)
    other = str(queries.inclusion(ids[4])["leaf"]).replace("wang-fang", "zhao-qiang")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET leaf = %s WHERE id = %s", [other, ids[4]])
    assert {finding.code for finding in verification.findings()} >= {"changed"}


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl: apt-get install openssl")
def test_openssl_computes_the_same_leaf_and_verifies_the_same_head(tmp_path: Path) -> None:
    [entry] = write(acts(1))
    seal(at=MORNING)
    head = queries.latest_head()
    assert head is not None
    # The root over one entry is the digest of its leaf: 0x00 and the act (RFC 6962, 2.1).
    leaf = b"\x00" + Entry.objects.get(pk=entry).leaf.encode()
    told = subprocess.run(
        ["openssl", "dgst", "-sm3", "-r"], input=leaf, capture_output=True, check=True
    ).stdout
    assert told.split()[0].decode() == head.root.hex()
    message = head_message(size=1, root=head.root.hex(), at=stamp(head.at), algorithm="sm3")
    (tmp_path / "message").write_bytes(message)
    (tmp_path / "signature").write_bytes(head.signature)
    (tmp_path / "public.pem").write_text(public_pem(head.public_key))
    words = "pkeyutl -verify -pubin -inkey public.pem -in message -sigfile signature -rawin -digest sm3"
    command = ["openssl", *words.split(), "-pkeyopt", "distid:1234567812345678"]
    assert (
        b"Verified Successfully"
        in subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout
    )


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl: apt-get install openssl")
def test_an_assessor_checks_a_head_as_the_guide_says(tmp_path: Path) -> None:
    write(acts(3))
    seal(at=MORNING)
    assert CliRunner().invoke(app, ["head", "--out", str(tmp_path / "head.json")]).exit_code == 0
    guide = (Path(__file__).parents[2] / "docs/how-to/national-cryptography.md").read_text("utf-8")
    script = guide.partition("minben ledger head --out head.json\n")[2].partition("```")[0]
    told = subprocess.run(["bash", "-euc", script], cwd=tmp_path, capture_output=True, check=True).stdout
    assert b"Verified Successfully" in told


def test_the_whole_service_works_under_it_and_every_digest_says_so() -> None:
    town = settle()
    town.finish(town.ask())
    seal(at=NOW)
    assert list(verification.findings(public_keys={keys.signer().public})) == []
    leaves = "".join(Entry.objects.values_list("leaf", flat=True))
    assert "sm3:" in leaves
    assert "sha256:" not in leaves
    assert plain_digest(b"abc").startswith("sm3:66c7f0f4")
    assert salted_digest("19900001234").startswith("sm3:")


def test_the_command_verifies_proofs_of_such_a_ledger(tmp_path: Path) -> None:
    [entry] = write(acts(1))
    seal(at=MORNING)
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(queries.inclusion(entry)))
    with translation.override("en"):
        held = CliRunner().invoke(app, ["verify", "--proof", str(file), "--key", keys.signer().public.hex()])
        assert "The proof holds" in held.output
        whole = CliRunner().invoke(app, ["verify"])
    assert whole.exit_code == 0


def test_a_city_that_changes_its_signature_keeps_trusting_what_it_signed_before(settings: Any) -> None:
    settings.MINBEN_SIGNATURE = "ed25519"
    write(acts(3))
    seal(at=MORNING)
    settings.MINBEN_SIGNATURE = "sm2"
    write(acts(3, start=3))
    seal(at=MORNING + timedelta(minutes=1))
    assert list(verification.findings(public_keys=keys.own_public_keys())) == []
    assert len(keys.own_public_keys()) == 2


def test_each_scheme_has_its_own_key_at_home(tmp_path: Path, settings: Any) -> None:
    national = keys.signer()
    settings.MINBEN_SIGNATURE = "ed25519"
    assert keys.signer().private != national.private
    assert {path.name for path in (tmp_path / "home" / "keys").iterdir()} == {"ledger", "ledger-sm2"}
