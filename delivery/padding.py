"""Compression of answers that hold secrets, so that their size tells nothing.

Who sees the sizes of encrypted answers, and has the browser of a colleague ask for an address that
repeats a guess, learns from a smaller answer that the guess was right (https://breachattack.com).
A padding of a random length hides differences of a few bytes: only the mean of very many answers
would tell (https://docs.djangoproject.com/en/5.2/ref/middleware/#module-django.middleware.gzip).
It is where the formats have room for what no browser shows: the content is the same to the byte.
"""

import gzip
import secrets
from collections.abc import Callable
from io import BytesIO

import brotli

LONGEST = 256  # bytes, on average half of that
# Made anew for each answer, and not once as a page for everybody: a third of the time of the
# qualities that those have, for a tenth more.
BROTLI_QUALITY = 4
GZIP_LEVEL = 5


def padded_brotli(content: bytes, padding: bytes) -> bytes:
    """`content` in Brotli, with `padding`, 1 to 256 bytes, in a block of metadata.

    https://www.rfc-editor.org/rfc/rfc7932#section-9.2
    """
    compressor = brotli.Compressor(quality=BROTLI_QUALITY)
    compressed = compressor.process(content) + compressor.flush()
    # From the lowest bit: not the last block; no data (11); a zero; one byte of length (01).
    header = 0b01_0_11_0 | (len(padding) - 1) << 6
    return bytes(compressed + header.to_bytes(2, "little") + padding + compressor.finish())


def padded_gzip(content: bytes, padding: bytes) -> bytes:
    """`content` in gzip, with `padding`, which is letters, as the name of the file.

    https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1
    """
    compressed = BytesIO()
    name = padding.decode("latin-1")
    with gzip.GzipFile(name, "wb", GZIP_LEVEL, compressed, mtime=0) as file:
        file.write(content)
    return compressed.getvalue()


def padding() -> bytes:
    """Between 1 and 256 random letters and figures."""
    length = 1 + secrets.randbelow(LONGEST)
    return secrets.token_urlsafe(LONGEST)[:length].encode()


# By the name of the coding, best first.
PADDED: dict[str, Callable[[bytes, bytes], bytes]] = {"br": padded_brotli, "gzip": padded_gzip}
