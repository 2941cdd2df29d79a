"""One call to a neighbouring city's endpoint, through the city's only way out."""

from minben.institutions.partners import actions as partners
from minben.needs.hotline.core.open311.answers import faults_of
from minben.needs.hotline.core.open311.calls import address, is_final
from minben.needs.hotline.models import Peer

_LARGEST = 8_000_000
_SECONDS = 20.0


class Failed(Exception):
    """A call came to nothing; ``final`` when another try would come to nothing too."""

    def __init__(self, words: str, *, final: bool = False) -> None:
        super().__init__(words)
        self.words, self.final = words, final


def get(peer: Peer, path: str, **asked: str) -> bytes:
    """Ask for a document.

    Raises
    ------
    Failed
        Nothing came back, or something other than what was asked for.
    """
    url = address(peer.endpoint, path, jurisdiction_id=peer.jurisdiction, **asked)
    return _call(url, "GET", b"", {"Accept": "text/xml"})


def post(peer: Peer, path: str, form: bytes, *, once: str) -> bytes:
    """Hand a form in under a key that stays the same on every try.

    Raises
    ------
    Failed
        It was refused, or nobody knows whether it came.
    """
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
        "Idempotency-Key": once,
        "Accept": "text/xml",
    }
    return _call(address(peer.endpoint, path), "POST", form, headers)


def _call(url: str, method: str, body: bytes, headers: dict[str, str]) -> bytes:
    try:
        answer = partners.send(
            url=url, method=method, body=body, headers=headers, seconds=_SECONDS, largest=_LARGEST
        )
    except partners.CannotReach as trouble:
        raise Failed(trouble.code) from None
    if not 200 <= answer.status < 300:
        words = f"{answer.status} {faults_of(answer.body)}".strip()
        raise Failed(words, final=is_final(answer.status))
    return answer.body
