"""Requests whose body, files or headers are not what any page of ours sends."""

from random import Random

BOUNDARY = "fleuve"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
JSON = (
    b"",
    b"[]",
    b"{}",
    b"null",
    b"1",
    b'"x"',
    b"[null]",
    b'{"a":',
    b"NaN",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b'"\\ud800"',
    b"[" * 3_000,
    b'{"id": {"id": []}, "type": 5, "response": null, "rawId": "x"}',
    b'{"id": "\\u0000", "page": 1e400, "q": [[]], "url": {}}',
    b"9" * 400,
    b"1 2 3",
    b"1,1,x",
)
BODIES: list[tuple[str, bytes]] = [
    *(("application/json", body) for body in JSON),
    *(("text/plain;charset=UTF-8", body) for body in JSON[:6]),
    ("application/x-www-form-urlencoded", b"a=%ff&b=%00&\xff=\xff&c"),
    ("application/x-www-form-urlencoded; charset=nothing", b"a=1"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"a=1"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(2_000))),
    ("multipart/form-data", b"a"),
    ("multipart/form-data; boundary=", b"a"),
    ("multipart/form-data; boundary=\xe9", b"a"),
    (MULTIPART, b""),
    (MULTIPART, b"--fleuve\r\n"),
    (MULTIPART, b'--fleuve\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'),
    (MULTIPART, b'--fleuve\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n1\r\n--fleuve--'),
    (MULTIPART, b"--fleuve\r\nContent-Disposition: form-data\r\n\r\n1\r\n--fleuve--\r\n"),
    ("", b"a=1"),
    ("x" * 300, b"a=1"),
    ("text/xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + b"\x08" * 64
FILES = (
    b"",
    b"x",
    PNG,
    PNG[:40],
    PNG[:16] + b"\x7f\xff\xff\xff" * 2 + PNG[24:],
    JPEG,
    b"GIF89a\xff\xff\xff\xff\xf7\x00\x00",
    b"RIFF\x10\x00\x00\x00WEBPVP8 ",
    b"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1heic",
    b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1",
    b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    b"%PDF-1.4\n1 0 obj<</Length 9999999999>>stream\n",
    b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
    b"\xff\xfea\x00;\x00\xd8",
    b"from,to\n/a,\n,,\n\xff",
    b"[{]",
    b"II*\x00\x08\x00\x00\x00\xff\xff",
)
NAMES = (
    "a.jpg",
    "a.png",
    "a.gif",
    "a.webp",
    "a.heic",
    "a.avif",
    "a.svg",
    "a.pdf",
    "a.csv",
    "a.xlsx",
    "a.json",
    "a.tif",
    "a",
    ".jpg",
    "..",
    "../../a.jpg",
    "a\\b.jpg",
    "été ߒߞߏ.jpg",
    "a" * 300 + ".jpg",
    "a.jpg.exe",
    "a\x00.jpg",
    "a%00.jpg",
    "\u202egpj.exe",
)
# Fields that views read files from, though no form of the page has them until a script adds them.
FILE_FIELDS = (
    "file",
    "files[]",
    "import_file",
    "avatar",
    "image-chooser-upload-file",
    "document-chooser-upload-file",
    "picture",
)
HEADERS: dict[str, tuple[str, ...]] = {
    "HTTP_ACCEPT_LANGUAGE": (
        "",
        "*",
        "fr;q=x",
        "é",
        "x" * 6_000,
        "fr-" * 400,
        "fr;q=1e999,en;q=-1",
    ),
    "HTTP_ACCEPT": ("", "x", "application/json", "*/*;q=x", "text/html;level=" * 300, "/;,;"),
    "HTTP_ACCEPT_ENCODING": ("", "br;q=x", "gzip;q=0,*", "x" * 4_000, ";;=,"),
    "HTTP_IF_MODIFIED_SINCE": ("", "x", "0", "Mon, 99 Foo 99999 99:99:99 GMT", "9" * 99),
    "HTTP_IF_UNMODIFIED_SINCE": ("x", "Thu, 01 Jan 1970 00:00:00 GMT"),
    "HTTP_IF_NONE_MATCH": ("", "x", '"', "*", 'W/"' * 90, '"é"'),
    "HTTP_RANGE": ("bytes=9-1", "bytes=-", "bytes=-5", "bytes=0-0,1-1", f"bytes={9**40}-", "x"),
    "HTTP_REFERER": (
        "",
        "//",
        "http://[",
        "x\x00",
        "javascript:1",
        "http://localhost/" + "é" * 999,
    ),
    "HTTP_ORIGIN": ("null", "http://[", "x"),
    "HTTP_USER_AGENT": ("", "x" * 9_000, "\x00", "é", "Mozilla/5.0 (" * 400),
    "HTTP_X_FORWARDED_FOR": ("", "x", "1.2.3.4, x", "::1%eth0", "[::1]:80", "9" * 300, ","),
    "HTTP_X_FORWARDED_PROTO": ("x", "https,http"),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest", "x"),
    "HTTP_X_REQUEST_ID": ("x\ny", "x" * 5_000, "é"),
    "HTTP_X_HTTP_METHOD_OVERRIDE": ("DELETE",),
    "HTTP_SEC_FETCH_MODE": ("cors", "x"),
    "HTTP_SEC_FETCH_SITE": ("cross-site", "x"),
    "HTTP_SEC_PURPOSE": ("prefetch", "x"),
    "HTTP_SAVE_DATA": ("on", "x"),
    "HTTP_HOST": ("", "x", "[", "localhost:99999999", "é", "localhost@evil.example"),
    "HTTP_COOKIE": (
        "x",
        "=",
        "a=" + "b" * 9_000,
        "messages=x; sessionid=\xff",
        'messages="[[\\"__json_message\\",0,9,{}]]"',
        "csrftoken=x; economie=x; appareil=x; device=x",
        "sessionid=" + "a" * 300,
        "; ; ;=; ",
    ),
    "HTTP_AUTHORIZATION": ("Basic", "Basic x", "Bearer x", "Token \xff", "x" * 999),
    "CONTENT_LENGTH": ("x", "-1", ""),
    "REMOTE_ADDR": ("", "x", "fe80::1%eth0", "::ffff:1.2.3.4"),
}


def junk_headers(random: Random) -> dict[str, str]:
    """A few headers with what no browser sends."""
    names = random.sample(sorted(HEADERS), random.choice((1, 1, 2, 4)))
    return {name: random.choice(HEADERS[name]) for name in names}


def with_files(random: Random, pairs: list[tuple[str, str]]) -> tuple[str, bytes]:
    """The content type and the body of a form, one or two fields of which are files."""
    fields = dict(pairs)
    chosen = random.sample(FILE_FIELDS, 2) + random.sample(sorted(fields), min(len(fields), 1))
    parts = []
    for name, value in pairs:
        if name not in chosen:
            parts.append(f'name="{name}"\r\n\r\n{value}'.encode())
    for name in chosen:
        about = f'name="{name}"; filename="{random.choice(NAMES)}"\r\nContent-Type: image/jpeg'
        parts.append(about.encode() + b"\r\n\r\n" + random.choice(FILES))
    marked = (
        b"--%s\r\nContent-Disposition: form-data; %s\r\n" % (BOUNDARY.encode(), p) for p in parts
    )
    return MULTIPART, b"".join(marked) + f"--{BOUNDARY}--\r\n".encode()
