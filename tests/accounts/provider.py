"""A small identity provider of our own on loopback: it keeps the rules of OpenID Connect, or breaks one on purpose."""

import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from minben.commons.clock import now

CLIENT, SECRET = "minben", "a-secret-between-two-houses"
Sign = Callable[["Identity", dict[str, Any]], str]


@cache
def key(_whose: str = "the provider's") -> RSAPrivateKey:
    """Each one's key; made once, since that takes a tenth of a second."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def honest(identity: "Identity", claims: dict[str, Any]) -> str:
    return jwt.encode(claims, identity.private, "RS256", headers={"kid": "one"})


@dataclass
class Identity:
    """What the provider says of whoever signs in there, and how it signs it."""

    private: RSAPrivateKey = field(default_factory=key)
    address: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    sign: Sign = honest
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def configuration(self) -> dict[str, Any]:
        named = {"authorization": "authorization_endpoint", "token": "token_endpoint", "keys": "jwks_uri"}
        return {"issuer": self.address, **{name: f"{self.address}/{path}" for path, name in named.items()}}

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.private.public_key()))
        return {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Let the person in at once, and send them back with a code."""
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        """Give a token for a code: once, to whoever began, with the secret."""
        begun = self.codes.pop(form.get("code", ""), None)
        if begun is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if challenge.decode() != begun["code_challenge"] or form.get("redirect_uri") != begun["redirect_uri"]:
            return None
        at = int(now().timestamp())
        plain = {
            "iss": self.address,
            "aud": CLIENT,
            "iat": at,
            "exp": at + 300,
            "nonce": begun["nonce"],
            "sub": "7",
        }
        claims = {**plain, **self.about, **self.changed}
        kept = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "x", "token_type": "Bearer", "id_token": self.sign(self, kept)}


@contextmanager
def serving(identity: Identity) -> Iterator[Identity]:
    """Run the provider on a free port of loopback."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path)
            identity.seen.append(path.path)
            asked = {name: values[0] for name, values in parse_qs(path.query).items()}
            if path.path == "/authorization":
                self.send_response(302)
                self.send_header("Location", identity.authorize(asked))
                self.end_headers()
                return
            pages = {"/.well-known/openid-configuration": identity.configuration, "/keys": identity.keys}
            self._write(pages[path.path]() if path.path in pages else None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._write(identity.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _write(self, told: dict[str, Any] | None) -> None:
            body = json.dumps(told or {"error": "invalid_grant"}).encode()
            self.send_response(200 if told else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    identity.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield identity
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
