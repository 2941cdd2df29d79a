"""Nasty things that people and programs send, made from a seed: for one field, for a file, for a whole body."""

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

# Nothing of this may ever come back as it was sent inside a page.
MARKUP = (
    "<script>nasty()</script>",
    "<img src=x onerror=nasty()>",
    '"><svg onload=nasty()>',
    "'><a href=javascript:nasty()>x</a>",
    "</textarea><script>nasty()</script>",
    "<!--<script>nasty()",
    "<iframe srcdoc='<b onclick=nasty()>'>",
)
# What shows that a page carried one of them unescaped.
UNESCAPED = (
    "<script>nasty",
    "<img src=x onerror",
    "<svg onload=nasty",
    "<a href=javascript:nasty",
    "<iframe srcdoc",
)
TEMPLATE = (
    "{{ 7|add:1330 }}",
    "{{settings.SECRET_KEY}}",
    "{% load static %}{% debug %}",
    "${7*191}",
    "#{7*191}",
    "<%= 7*191 %>",
)
EVALUATED = "1337"
SQL = (
    "'; DROP TABLE hotline_request; --",
    "' OR '1'='1",
    "1); DELETE FROM auth_user --",
    '" UNION SELECT password FROM accounts_user --',
    "admin'/*",
    "%' AND 1=(SELECT pg_sleep(0)) --",
)
PATHS = (
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/shadow",
    "file:///etc/passwd",
    "%2e%2e%2fetc",
    "keys/secret\x00.jpg",
)
WORDS_OF_OTHERS = (
    "مياه الشرب مقطوعة منذ أمس",
    "אין חימום בבניין",
    "𠮷野家の前の𡈽道",
    "👵🏽👨‍👩‍👧‍👦🚰",
    "Ґанок без світла",
    "\u202eطفل\u202c يبكي",
)
CONTROLS = (
    "\x00",
    "a\x00b",
    "\x1b[31mred\x1b[0m",
    "\x08\x08\x7f",
    "a\r\nSet-Cookie: nasty=1",
    "\ufeff",
    "\u2028\u2029",
    "\x85\x9b",
    "\ufffe\uffff",
)
NUMBERS = (
    "-1",
    "0",
    str(2**31),
    str(2**63),
    str(2**64),
    str(10**400),
    "1e309",
    "-0",
    "NaN",
    "Infinity",
    "0x7f",
    "１２３",
    "٣",
    "1.5",
    "1,000",
    "",
)
MOMENTS = (
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "2026-02-30",
    "2026-13-01T25:61",
    "-1",
    "now",
    "2026-03-01T09:00:00+99:99",
)
FORMULAS = ("=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1", "\r=1+1")
PATTERNS = (
    "%s%s%s%n",
    "{0.__class__.__mro__}",
    "%(secret)s",
    "((((((a+)+)+)+)+)+)!",
    "a" * 30 + "!",
    "__proto__",
    "constructor",
)
LONG = ("供" * 5_001, "a" * 100_000, "𠮷" * 20_001, " " * 50_000, "\n" * 20_000, "e\u0301" * 30_000)


@dataclass(frozen=True, slots=True)
class Body:
    """A whole body as it goes over the wire."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it is sent."""

    name: str
    content: bytes
    content_type: str = "image/jpeg"


def texts() -> list[str]:
    """Every nasty value for one field."""
    return [
        *MARKUP,
        *TEMPLATE,
        *SQL,
        *PATHS,
        *WORDS_OF_OTHERS,
        *CONTROLS,
        *NUMBERS,
        *MOMENTS,
        *FORMULAS,
        *PATTERNS,
        *LONG,
    ]


def mixed(seed: int, count: int) -> Iterator[str]:
    """Values put together by chance from the others, and from single characters of all planes."""
    chance = random.Random(seed)
    short = [text for text in texts() if len(text) < 200]
    for _n in range(count):
        parts = chance.choices(short, k=chance.randint(1, 4))
        odd = "".join(
            chr(chance.choice([chance.randrange(0xD800), chance.randrange(0xE000, 0x110000)]))
            for _c in range(chance.randint(0, 12))
        )
        yield odd.join(parts)


def png(width: int, height: int, *, more: bytes = b"") -> bytes:
    """A PNG that says it is so large, with hardly anything in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def _text_bomb() -> bytes:
    content = b"comment\x00\x00" + zlib.compress(bytes(200_000_000), 9)
    return (
        struct.pack(">I", len(content)) + b"zTXt" + content + struct.pack(">I", zlib.crc32(b"zTXt" + content))
    )


def zip_bomb(name: str = "a.txt", size: int = 50_000_000) -> bytes:
    """A small archive that becomes large."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(name, bytes(size))
    return out.getvalue()


def photo(kind: str = "JPEG") -> bytes:
    """An honest small picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "gray").save(out, kind)
    return out.getvalue()


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
    + "]><lolz>&j;</lolz>"
).encode()
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'


def files() -> list[Sent]:
    """Files that a picture field should not open, and names that no path should be made of."""
    honest = photo()
    bad = [
        Sent("bomb.jpg", zip_bomb()),
        Sent("bomb.png", png(60_000, 60_000), "image/png"),
        Sent("text.png", png(40, 30, more=_text_bomb()), "image/png"),
        Sent("short.jpg", honest[:100]),
        Sent("empty.jpg", b""),
        Sent("anim.gif", photo("GIF"), "image/gif"),
        Sent("pic.tiff", photo("TIFF"), "image/tiff"),
        Sent("draw.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='nasty()'/>", "image/svg+xml"),
        Sent("page.html", b"<script>nasty()</script>", "text/html"),
        Sent("laughs.xml", LAUGHS, "application/xml"),
        Sent("shell.php", b"<?php system($_GET['c']); ?>", "application/x-php"),
        Sent("noise.jpg", random.Random(7).randbytes(20_000)),
        Sent("postscript.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "image/jpeg"),
    ]
    names = (
        "../../../etc/passwd",
        "a\x00.jpg",
        "<script>nasty()</script>.jpg",
        "x" * 300 + ".jpg",
        "\u202egpj.exe",
        "a\r\nX-Nasty: 1.jpg",
        "",
        "..",
        "CON",
        "a/b\\c.jpg",
    )
    return [*bad, *(Sent(name, honest) for name in names)]


def _part(name: str, content: str, more: str = "") -> bytes:
    return f'--sea\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{content}\r\n'.encode()


def with_file(fields: dict[str, str], name: str, sent: Sent) -> Body:
    """A form with a file whose name goes over the wire as it is: no library tidies it up first."""
    head = f'; filename="{sent.name}"\r\nContent-Type: {sent.content_type}'
    before = b"".join(_part(field, value) for field, value in fields.items())
    file = _part(name, "#", head).partition(b"#")
    content = before + file[0] + sent.content + b"\r\n--sea--\r\n"
    return Body(f"file {sent.name[:40]!r}", content, "multipart/form-data; boundary=sea")


def bodies(field: str) -> list[Body]:
    """Whole bodies that no browser would make, around a field that the page knows."""
    form = "application/x-www-form-urlencoded"
    many = "&".join(f"f{n}=1" for n in range(10_000)).encode()
    deep = "[" * 50_000 + "]" * 50_000
    multi = "multipart/form-data"
    return [
        Body("ten thousand fields", many, form),
        Body("ten megabytes of text", f"{field}=".encode() + b"a" * 10_000_000, form),
        Body("one field a thousand times", f"{field}=a&".encode() * 900, form),
        Body("not UTF-8", f"{field}=".encode() + b"%FF%FE%C0%80", form),
        Body("half characters", f"{field}=%ED%A0%80%ED%B0%80".encode(), form),
        Body("bytes as they are", bytes(range(256)), form),
        Body("broken percent", f"{field}=%&{field}=%zz&=&&&==".encode(), form),
        Body("another charset", f"{field}=+ADw-script+AD4-nasty()".encode(), f"{form}; charset=utf-7"),
        Body("an unknown charset", f"{field}=a".encode(), f"{form}; charset=nonsense"),
        Body("no boundary", _part(field, "a"), multi),
        Body("another boundary", _part(field, "a"), f"{multi}; boundary=land"),
        Body("an endless boundary", _part(field, "a"), f"{multi}; boundary={'x' * 3_000}"),
        Body("no end", _part(field, "a"), f"{multi}; boundary=sea"),
        Body("cut in the head", b'--sea\r\nContent-Disposition: form-data; name="', f"{multi}; boundary=sea"),
        Body(
            "ten thousand parts",
            b"".join(_part(f"f{n}", "1") for n in range(2_000)) + b"--sea--",
            f"{multi}; boundary=sea",
        ),
        Body("a part without a name", b"--sea\r\n\r\nx\r\n--sea--", f"{multi}; boundary=sea"),
        Body(
            "base64 that is none",
            _part(field, "%%%", "\r\nContent-Transfer-Encoding: base64") + b"--sea--",
            f"{multi}; boundary=sea",
        ),
        Body(
            "two hundred files",
            b"".join(_part("photos", "x", '; filename="a.jpg"') for _n in range(200)) + b"--sea--",
            f"{multi}; boundary=sea",
        ),
        Body(
            "JSON where a form is wanted",
            json.dumps({field: ["a", {"b": None}]}).encode(),
            "application/json",
        ),
        Body("deep JSON", deep.encode(), "application/json"),
        Body("half a character in JSON", b'{"text": "\\ud800"}', "application/json"),
        Body("a number beyond all columns", b'{"id": ' + b"9" * 5_000 + b"}", "application/json"),
        Body("laughs", LAUGHS, "application/xml"),
        Body("an entity from outside", OUTSIDE, "text/xml"),
        Body("a zip", zip_bomb(size=1_000_000), "application/zip"),
        Body("nothing", b"", form),
        Body("no kind at all", b"a=b", ""),
        Body("a pickle", b"\x80\x04\x95\x1f\x00\x00\x00.", "application/x-python-pickle"),
    ]


def proofs() -> list[tuple[str, bytes]]:
    """Documents for whoever checks proofs: not JSON, not an object, not a proof, not what it says."""
    head = {
        "kind": "minben.ledger.head.1", "size": 1, "root": "00" * 32, "at": "2026-03-01T00:00:00.000000Z",
        "digest_algorithm": "sha256", "signature": "00" * 64, "signature_algorithm": "ed25519",
        "public_key": "00" * 32, "key_id": "x",
    }  # fmt: skip
    other = [
        ("size", (10**400, float("inf"), float("nan"), -1, None, [1], "٣", 10**300)),
        ("root", ("zz", 5, "é", None)),
        ("at", ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", 5, "x", "2026-03-01")),
        ("digest_algorithm", ("md5", ["sha256"], {}, "sm3")),
        ("signature_algorithm", ("none", ["ed25519"], "sm2")),
        ("signature", ("", "0", 7)),
        ("public_key", ("", "ff" * 5_000, None)),
        ("kind", ("other", ["x"])),
    ]
    wrong: list[object] = [{**head, name: value} for name, values in other for value in values]
    within = {"kind": "minben.ledger.inclusion.1", "head": head, "leaf": "x", "index": 0, "proof": []}
    ways = [
        ("head", (5, None, {**head, "size": 10**300})),
        ("leaf", (5, "\ud800", None)),
        ("index", (10**300, -1, "0")),
        ("proof", (["00"] * 3, {"a": 1}, "00", [1])),
    ]
    wrong += [{**within, name: value} for name, values in ways for value in values]
    grown = {"kind": "minben.ledger.consistency.1", "head": head, "proof": []}
    wrong += [{**grown, "old_root": "00", "old_size": 10**300}, {**grown, "old_root": 1, "old_size": []}]
    wrong += [{"kind": within["kind"]}, {"kind": within["kind"], "head": head}]
    wrong += [[], [1], 5, "x", None, True, {}, {"kind": 1}]
    plain = [(f"document {n}", json.dumps(one).encode()) for n, one in enumerate(wrong)]
    raw = [
        ("deep lists", b"[" * 100_000),
        ("deep objects", b'{"a":' * 100_000),
        ("a number of five thousand digits", b'{"kind": ' + b"9" * 5_000 + b"}"),
        ("not UTF-8", b"\xff\xfe\x00"),
        ("NUL", b"\x00"),
        ("two values", b"{} {}"),
        ("markup", b"<script>nasty()</script>"),
        ("laughs", LAUGHS),
        ("a zip", zip_bomb(size=100_000)),
        ("same key twice", b'{"kind": 1, "kind": 2}'),
        ("nothing", b""),
        ("ten megabytes", b'"' + b"a" * 10_000_000 + b'"'),
    ]
    return plain + raw
