"""A path that loses datagrams: one in five, in each direction.

It listens on UDP port 47200 and passes every datagram on to the server on port 65433. The seed
makes it lose the same ones each time that it is started.
"""

import random
import select
import socket

chance = random.Random(323)
front = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
front.bind(('127.0.0.1', 47200))
back = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
back.connect(('127.0.0.1', 65433))
while True:
    for ready in select.select([front, back], [], [])[0]:
        data, sender = ready.recvfrom(65535)
        if ready is front:
            client = sender
        if chance.random() < 0.2:
            continue  # this one is lost
        if ready is front:
            back.send(data)
        else:
            front.sendto(data, client)
