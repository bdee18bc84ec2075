"""Which addresses on the web may be asked. Somebody else wrote the link, and it must not lead us into our own network.

The name is resolved once and every address it has is judged; whoever asks then connects to one of exactly those, so
that a name which answers differently a moment later changes nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

PORTS = {"http": 80, "https": 443}
# What the ipaddress module of older Pythons takes for global, or what leads on to another address.
NEVER = [
    ip_network(net)
    for net in (
        "192.0.0.0/24", "192.88.99.0/24", "::/96", "64:ff9b:1::/48", "2001::/23", "2002::/16", "3fff::/20", "5f00::/16",
        "fec0::/10",
    )
]  # fmt: skip
NAT64 = ip_network("64:ff9b::/96")  # names an IPv4 address in its last 32 bits
IN_A_PATH = "/%:@!$&'()*+,;=~"  # what stays as it is; "%" because most addresses are quoted already

Resolver = Callable[[str, int], list[str]]


class NotAsked(Exception):
    """An address that is never asked; the words say why."""


class NoSuchHost(Exception):
    """The name leads nowhere. `is_sure` is False where the resolver gave no answer at all."""

    def __init__(self, *, is_sure: bool) -> None:
        self.is_sure = is_sure
        super().__init__("The name leads nowhere.")


@dataclass(frozen=True)
class Allowed:
    """What may be asked. Tests alone allow more: a server of their own on this machine."""

    private: bool = False
    any_port: bool = False


PUBLIC_ALONE = Allowed()


@dataclass(frozen=True)
class Place:
    """A web address taken apart, as a request needs it. `host` is in ASCII; `target` is path and query, quoted."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def is_home_page(self) -> bool:
        return self.target in ("", "/")


def place_of(url: str, allowed: Allowed) -> Place:
    """Take an address apart. Raises NotAsked for anything but an ordinary web address."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        raise NotAsked("This is no web address.") from None
    if parts.scheme not in PORTS or not host:
        raise NotAsked("Only addresses that begin with http or https are asked.")
    if parts.username is not None:
        raise NotAsked("An address with a user name is not asked.")
    port = port or PORTS[parts.scheme]
    if port not in PORTS.values() and not allowed.any_port:
        raise NotAsked("Only the ports 80 and 443 are asked.")
    query = f"?{quote(parts.query, safe=IN_A_PATH + '?')}" if parts.query else ""
    return Place(parts.scheme, host, port, quote(parts.path, safe=IN_A_PATH) + query)


def addresses_of(place: Place, allowed: Allowed, resolve: Resolver) -> list[str]:
    """Every address of a place. Raises NoSuchHost, and NotAsked where a single one of them is not on the public web."""
    found = resolve(place.host, place.port)
    if not allowed.private and not all(is_public(address) for address in found):
        raise NotAsked("The address leads into a private network.")
    return found


def ask_the_resolver(host: str, port: int) -> list[str]:
    """The addresses of a name, or of a number written in whatever way the system reads. Raises NoSuchHost."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as fault:
        raise NoSuchHost(is_sure=fault.errno == socket.EAI_NONAME) from fault
    except (UnicodeError, ValueError):
        raise NoSuchHost(is_sure=True) from None
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public web, whatever form hides it."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.scope_id is not None:
            return False
        hidden = ip.ipv4_mapped or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else None)
        ip = hidden or ip
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not any(ip in net for net in NEVER)
