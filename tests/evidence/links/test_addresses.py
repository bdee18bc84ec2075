"""No link leads the tracker into a private network, whatever form hides where it leads."""

from __future__ import annotations

import pytest

from evidence.links.addresses import (
    PUBLIC_ALONE,
    NoSuchHost,
    NotAsked,
    addresses_of,
    ask_the_resolver,
    is_public,
    place_of,
)

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.0.8", "192.0.0.171", "192.0.2.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "3fff::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::10.0.0.1",
    "64:ff9b::10.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b:1::8.8.8.8", "2002:7f00:1::1", "2002:a00:1::", "2001::1",
    "5f00::1", "100::1", "nothing", "",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450:4009::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"]


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_of_the_public_web_is_refused(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_of_the_public_web_is_not(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "written",
    ["2130706433", "0177.0.0.1", "0x7f.1", "127.1", "0", "localhost", "[::1]", "[::ffff:7f00:1]", "127.0.0.1."],
)
def test_a_number_written_in_another_way_is_the_same_number(written: str) -> None:
    place = place_of(f"http://{written}/", PUBLIC_ALONE)
    with pytest.raises((NotAsked, NoSuchHost)):
        addresses_of(place, PUBLIC_ALONE, ask_the_resolver)


def test_a_name_with_one_private_address_among_public_ones_is_refused() -> None:
    place = place_of("https://trust.example/", PUBLIC_ALONE)
    with pytest.raises(NotAsked, match="private network"):
        addresses_of(place, PUBLIC_ALONE, lambda *_: ["8.8.8.8", "10.0.0.7"])
    assert addresses_of(place, PUBLIC_ALONE, lambda *_: ["8.8.8.8"]) == ["8.8.8.8"]


NO_ADDRESSES = [
    "ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "javascript:alert(1)", "//a.example/",
    "a.example", "http://", "http://[", "http://[::1", "http://a.example:22/", "http://a.example:8080/",
    "https://a.example:0x50/", "http://a.example:99999999/", "http://me:secret@a.example/", "http://me@a.example/",
    f"http://{'a' * 64}.example/", "http://a..example/", "http:///path",
]  # fmt: skip


@pytest.mark.parametrize("url", NO_ADDRESSES)
def test_what_is_no_ordinary_web_address_is_refused(url: str) -> None:
    with pytest.raises(NotAsked):
        place_of(url, PUBLIC_ALONE)


def test_an_address_is_taken_apart_as_a_request_needs_it() -> None:
    place = place_of("https://Bücher.Example/jährlicher bericht?a=ä&b=%20#part", PUBLIC_ALONE)
    assert (place.scheme, place.host, place.port) == ("https", "xn--bcher-kva.example", 443)
    assert place.target == "/j%C3%A4hrlicher%20bericht?a=%C3%A4&b=%20"
    assert place_of("http://a.example:443", PUBLIC_ALONE).is_home_page


def test_a_name_that_leads_nowhere_says_so() -> None:
    with pytest.raises(NoSuchHost):
        ask_the_resolver("no-such-name.invalid", 80)
    with pytest.raises(NoSuchHost):
        ask_the_resolver("a\0b", 80)
