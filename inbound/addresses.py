"""Which addresses on the network nobody may make us ask.

``ipaddress.is_global`` is no such check: Python 3.11 calls NAT64, 6to4, multicast and IPv4-compatible forms global. So
the list is our own, from the IANA special-purpose registries (RFC 6890 and its successors).
"""

from __future__ import annotations

import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_REFUSED_4 = tuple(
    ipaddress.IPv4Network(net)
    for net in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
    )
)
_REFUSED_6 = tuple(
    ipaddress.IPv6Network(net)
    for net in (
        *("::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32"),
        *("2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
    )
)


def is_refused(address: str) -> bool:
    """True for every address that is not plainly somebody's public host, and for what is no address at all."""
    try:
        judged: Address = ipaddress.ip_address(address)
    except ValueError:
        return True
    if isinstance(judged, ipaddress.IPv6Address):
        if judged.scope_id:
            return True
        if judged.ipv4_mapped is None:
            return any(judged in net for net in _REFUSED_6)
        judged = judged.ipv4_mapped
    return any(judged in net for net in _REFUSED_4)
