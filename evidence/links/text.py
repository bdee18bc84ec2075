"""What a page says, as a digest: for HTML and plain text that of its visible words, for anything else of its bytes.

A new advertisement, token or layout is no change; another word is. One pass over what is read: a page made to cost time
costs none.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from html import unescape

HIDDEN = {"script", "style", "noscript", "template", "svg", "iframe"}
_TAG = re.compile(r"<(?:!--|[!?]|/?([A-Za-z][^\s/>]*))")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset=["']?([\w-]{1,40})""", re.IGNORECASE)


def digest_of(body: bytes, content_type: str, charset: str = "") -> str:
    """The SHA-256 of what a page says, in hexadecimal."""
    if content_type in ("text/html", "application/xhtml+xml"):
        words = unescape(" ".join(_visible(_text(body, charset or _declared(body)))))
    elif content_type.startswith("text/"):
        words = _text(body, charset)
    else:
        return hashlib.sha256(body).hexdigest()
    plain = " ".join(unicodedata.normalize("NFC", words).split())
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()


def _text(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset or "utf-8", errors="replace")
    except (LookupError, ValueError):  # a name of no charset
        return body.decode(errors="replace")


def _declared(body: bytes) -> str:
    found = _CHARSET.search(body[:4096])
    return found[1].decode() if found else ""


def _visible(html: str) -> Iterator[str]:
    """The texts between the tags, without what no reader sees. Whatever is not closed ends the page."""
    at = 0
    while (tag := _TAG.search(html, at)) is not None:
        yield html[at : tag.start()]
        name = (tag[1] or "").lower()
        if tag[0] == "<!--":
            end = html.find("-->", tag.end())
        elif name in HIDDEN:
            closing = re.compile(rf"</{name}[\s/>]", re.IGNORECASE).search(html, tag.end())
            end = html.find(">", closing.end() - 1) if closing else -1
        else:
            end = html.find(">", tag.end())
        if end < 0:
            return
        at = end + (3 if tag[0] == "<!--" else 1)
    yield html[at:]
