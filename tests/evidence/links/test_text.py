"""A change is a change of words: not of advertisements, tokens, layout or time of day."""

from __future__ import annotations

from time import perf_counter

import pytest

from evidence.links.text import digest_of

PAGE = "<html><head><title>Minutes</title></head><body><p>The body met   on 6 May &amp; agreed.</p></body></html>"


def of(html: str | bytes, kind: str = "text/html", charset: str = "utf-8") -> str:
    return digest_of(html.encode() if isinstance(html, str) else html, kind, charset)


@pytest.mark.parametrize(
    "same",
    [
        PAGE.replace("<p>", '<p class="other" data-token="12345">'),
        PAGE.replace("</body>", "<script nonce='x'>var time = 17; if (a < b) {}</script></body>"),
        PAGE.replace("</body>", "<SCRIPT>document.write('</scr' + 'ipt>')</SCRIPT></body>"),
        PAGE.replace("</head>", "<style>p > a { color: red }</style><!-- built <b>today</b> --></head>"),
        PAGE.replace("</body>", "<svg><text>x</text></svg><iframe>no frames</iframe><noscript>no</noscript></body>"),
        PAGE.replace("met   on", "met\r\n\ton"),
        PAGE.replace("&amp;", "&#38;"),
        PAGE.replace("<html>", "<!DOCTYPE html>\n<html lang=en>"),
    ],
)
def test_what_no_reader_sees_is_no_change(same: str) -> None:
    assert same != PAGE and of(same) == of(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        PAGE.replace("6 May", "7 May"),
        PAGE.replace("Minutes", "Agenda"),
        PAGE.replace("agreed", "agreed < 5"),
        PAGE.replace("</body>", "<p>Withdrawn</p></body>"),
        "",
    ],
)
def test_another_word_is_a_change(other: str) -> None:
    assert of(other) != of(PAGE)


def test_one_text_in_two_codings_is_one_text() -> None:
    text = "<p>Café £5</p>"
    assert of(text) == of(text.encode("latin-1"), charset="iso-8859-1")
    declared = '<meta charset="iso-8859-1"><p>Café £5</p>'
    assert digest_of(declared.encode("latin-1"), "text/html") == of(text)
    assert of(text, charset="no-such-charset") == of(text)
    assert of("e\u0301") == of("é")


def test_what_is_no_page_counts_by_its_bytes() -> None:
    one, two = b"%PDF-1.4 one  two", b"%PDF-1.4 one two"
    assert digest_of(one, "application/pdf") != digest_of(two, "application/pdf")
    assert digest_of(one, "text/plain") == digest_of(two, "text/plain")


@pytest.mark.parametrize(
    "again", ["<", "<!--", "<a ", '<a b="', "</", "<script>", "<script></", "&#", "<svg></svg", "<a>"]
)
def test_a_page_made_to_cost_time_costs_none(again: str) -> None:
    """Two megabytes; what costs the square of it would take hours."""
    began = perf_counter()
    of((again * 2_000_000)[:2_000_000])
    assert perf_counter() - began < 20
