#!/usr/bin/env python3
"""Opens connections, or sends datagrams, at a fixed rate, and says of each how it ended.

    load.py tcp HOST PORT RATE SECONDS [tls]         a new connection for each message
    load.py udp HOST PORT RATE SECONDS PEERS         PEERS sockets in turn; 0: a new one for each message

Each TCP connection sends one line and its FIN at once, as "nc -N" does, and reads up to the server's FIN.
Prints one line of JSON: a list of [at, took, ending]. "at" is time.monotonic(), which all processes of a machine share,
when it began, "took" the seconds until it ended. An ending is one of

    answered     the right reply came, and on TCP nothing else
    refused      nobody took the connection
    closed       the connection ended, or was reset, without a reply
    silent       no reply within 5 s (TCP), 20 s (TLS, which takes a busy machine long) or 1 s (UDP)
    wrong        something else came

On UDP there is one more line with the number of datagrams that came unasked: the empty ones, and all others.
"""
import asyncio
import json
import socket
import ssl
import sys
import time

TCP_PATIENCE_SECONDS = 5
TLS_PATIENCE_SECONDS = 20
UDP_PATIENCE_SECONDS = 1


async def at_rate(rate, seconds, send):
    """Calls send(number) RATE times per second. A late one is not left out."""
    start = time.monotonic()
    tasks = []
    for number in range(int(rate * seconds)):
        due = start + number / rate
        delay = due - time.monotonic()
        if delay > 0:
            await asyncio.sleep(delay)
        tasks.append(asyncio.ensure_future(send(number)))
    return await asyncio.gather(*tasks)


async def converse(host, port, tls, number):
    message = b"hola %d\n" % number
    expected = "Servidor TCP recibió: ".encode() + message
    try:
        reader, writer = await asyncio.open_connection(host, port, ssl=tls)
    except ssl.SSLError:
        return "closed"
    except ConnectionRefusedError:
        return "refused"
    except OSError:  # among others, a reset during the handshake of TLS
        return "closed" if tls else "refused"
    try:
        writer.write(message)
        if writer.can_write_eof():
            writer.write_eof()
            reply = await reader.read()
        else:  # TLS of Python has no half-close
            reply = await reader.readline()
    except OSError:
        return "closed"
    finally:
        writer.close()
    if reply == expected:
        return "answered"
    return "closed" if not reply else "wrong"


async def connect_and_ask(host, port, tls, number):
    started = time.monotonic()
    try:
        patience = TLS_PATIENCE_SECONDS if tls else TCP_PATIENCE_SECONDS
        ending = await asyncio.wait_for(converse(host, port, tls, number), patience)
    except asyncio.TimeoutError:
        ending = "silent"
    return started, time.monotonic() - started, ending


class Peer(asyncio.DatagramProtocol):
    """A socket with messages that wait for their replies."""

    empty = 0
    surplus = 0

    def __init__(self):
        self.waiting = {}

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, reply, sender):
        waiting = self.waiting.pop(reply, None)
        if waiting is not None:
            if not waiting.done():
                waiting.set_result("answered")
        elif not reply:
            Peer.empty += 1
        else:
            Peer.surplus += 1

    def error_received(self, error):
        """ICMP: the message stays without a reply, and is counted as such."""

    async def ask(self, number):
        started = time.monotonic()
        message = b"hola %d" % number
        reply = "Servidor UDP recibió: ".encode() + message
        waiting = self.waiting[reply] = asyncio.get_running_loop().create_future()
        self.transport.sendto(message)
        try:
            ending = await asyncio.wait_for(waiting, UDP_PATIENCE_SECONDS)
        except asyncio.TimeoutError:
            ending = "silent"
        return started, time.monotonic() - started, ending


async def new_peer(host, port):
    loop = asyncio.get_running_loop()
    _, peer = await loop.create_datagram_endpoint(Peer, remote_addr=(host, port))
    return peer


async def main(protocol, host, port, rate, seconds, *rest):
    if protocol == "tcp":
        tls = None
        if rest == ("tls",):
            tls = ssl.create_default_context()
            tls.check_hostname = False
            tls.verify_mode = ssl.CERT_NONE  # the servers make their certificates themselves
        results = await at_rate(
            float(rate), float(seconds), lambda number: connect_and_ask(host, port, tls, number)
        )
        print(json.dumps(results))
        return
    kept = [await new_peer(host, port) for _ in range(int(rest[0]))]

    async def ask(number):
        if kept:
            return await kept[number % len(kept)].ask(number)
        peer = await new_peer(host, port)
        result = await peer.ask(number)
        peer.transport.close()
        return result

    results = await at_rate(float(rate), float(seconds), ask)
    print(json.dumps(results))
    print(json.dumps({"empty": Peer.empty, "surplus": Peer.surplus}))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
