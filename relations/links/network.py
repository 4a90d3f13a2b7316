"""Which machines may be asked, and a connection that ends in time.

The addresses of sources are typed by people and redirects by strangers, so neither may lead into
the network this site runs in: https://owasp.org/Top10/2021/A10_2021-Server-Side_Request_Forgery_(SSRF)/
"""

import io
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

#: IPv6 addresses that stand for an IPv4 address in their last 32 bits (RFC 6052).
NAT64 = IPv6Network("64:ff9b::/96")
#: Tunnels to IPv4 and local addresses that are no longer in use (RFC 7526, RFC 4380, RFC 3879).
BYGONE = tuple(map(ip_network, ("192.88.99.0/24", "2002::/16", "2001::/32", "fec0::/10")))
#: The web's own ports, by scheme.
PORTS = {"http": 80, "https": 443}
#: OpenSSL's codes for a chain that ends before a known authority. A server may leave out what
#: browsers fetch by themselves, or this machine may know no authorities at all.
UNTRACED = (2, 19, 20, 21)


class Unsafe(Exception):
    """The address leads where this site does not go."""


class Unreachable(Exception):
    """No machine answers there, or it cannot prove who it is."""


class Unproven(Exception):
    """The machine's certificate cannot be traced, which may be the fault of either side."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether a reader could reach it: neither private, loopback, link-local nor reserved."""
    if address.version == 6 and address in NAT64:
        address = IPv4Address(int(address) & 0xFFFFFFFF)
    is_bygone = any(address in network for network in BYGONE)
    return address.is_global and not (address.is_multicast or address.is_reserved or is_bygone)


def looked_up(host: str, port: int) -> list[tuple[str, int]]:
    """The addresses of a host as the system knows them, the preferred first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(sockaddr[:2] for *_rest, sockaddr in found))


@dataclass(frozen=True)
class Network:
    """Where this site may go: `resolve` gives the addresses of a host, `allows` judges each."""

    resolve: Callable[[str, int], list[tuple[str, int]]] = looked_up
    allows: Callable[[IPv4Address | IPv6Address], bool] = is_public
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def connect(self, scheme: str, host: str, timeout: float) -> "Connection":
        """A connection to `host` that ends after `timeout` seconds, whatever happens on it.

        The address that was judged is the one that is connected to, so a name cannot be made to
        lead elsewhere in between. The look-up of a name takes as long as the system lets it.
        """
        addresses = self._addresses(host, PORTS[scheme])
        deadline = time.monotonic() + timeout
        stream = _first_to_answer(addresses, deadline)
        if scheme == "https":
            stream = self._proven(stream, host, deadline)
        return Connection(stream, deadline)

    def _addresses(self, host: str, port: int) -> list[tuple[str, int]]:
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Unreachable(said(error)) from error
        for address, _port in found:
            if not self.allows(ip_address(address)):
                raise Unsafe(f"{host} is {address}, which is not on the public web")
        return found

    def _proven(self, stream: socket.socket, host: str, deadline: float) -> ssl.SSLSocket:
        """The stream inside TLS, once the machine has shown that it is `host`."""
        try:
            stream.settimeout(left(deadline))
            return self.trust.wrap_socket(stream, server_hostname=host)
        except ssl.SSLCertVerificationError as error:
            stream.close()
            wrong = Unproven if error.verify_code in UNTRACED else Unreachable
            raise wrong(error.verify_message) from error
        except (OSError, ValueError) as error:
            stream.close()
            raise Unreachable(said(error)) from error


def _first_to_answer(addresses: list[tuple[str, int]], deadline: float) -> socket.socket:
    """Each address has its share of the time, so that one without an answer is not the last."""
    reason = "no address"
    for others, address in zip(range(len(addresses), 0, -1), addresses, strict=True):
        try:
            return socket.create_connection(address, left(deadline) / others)
        except OSError as error:
            reason = said(error)
    raise Unreachable(reason)


def left(deadline: float) -> float:
    """The seconds until `deadline`; a moment at least, because 0 would not wait at all."""
    return max(deadline - time.monotonic(), 0.001)


def said(error: BaseException) -> str:
    """What an error tells, else its name."""
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


class Connection(io.RawIOBase):
    """What `http.client` needs of a socket, but bounded: in seconds and in bytes read.

    A server that feeds a byte now and then, or headers without end, is left at the bound.
    """

    MOST_BYTES = 64 * 1024

    def __init__(self, stream: socket.socket, deadline: float):
        self.stream, self.deadline, self.bytes_left = stream, deadline, self.MOST_BYTES

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self, 1024)

    def sendall(self, sent: bytes) -> None:
        self.stream.settimeout(left(self.deadline))
        self.stream.sendall(sent)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self.bytes_left:
            return 0
        self.stream.settimeout(left(self.deadline))
        count = self.stream.recv_into(buffer, min(len(buffer), self.bytes_left))
        self.bytes_left -= count
        return count

    def close(self) -> None:
        self.stream.close()
        super().close()
