"""A network of its own: hosts in namespaces, all at one switch. Needs root, ip(8) and nsenter(1).

    front 198.51.100.0/24    the clients (.100), and each balancer's address for them
    back  192.0.2.0/24       the servers (.11 and .12), and each balancer's address for them

Both are networks for examples (RFC 5737), and the files for operators in deploy/ use them.
"""
import json
import os
import subprocess


class Host:
    """A namespace with one interface, eth0."""

    def __init__(self, network, name, addresses):
        self.network = network
        self.namespace = f"{network.prefix}-{name}"
        self.port = f"port{len(network.namespaces)}"
        ip("netns", "add", self.namespace)
        network.namespaces.append(self.namespace)
        ip("-n", network.switch, "link", "add", self.port, "type", "veth",
           "peer", "name", "eth0", "netns", self.namespace)
        ip("-n", network.switch, "link", "set", self.port, "master", "switch", "up")
        self.ip("link", "set", "lo", "up")
        self.ip("link", "set", "eth0", "up")
        for address in addresses:
            self.ip("address", "add", f"{address}/24", "dev", "eth0")

    def ip(self, *words):
        ip("-n", self.namespace, *words)

    def command(self, *words):
        """What runs words in this host. Not by "ip netns exec", which hides the control groups that runc looks for."""
        return ["nsenter", f"--net=/run/netns/{self.namespace}", *words]

    def unplug(self):
        """Cuts the cable at the switch: nobody is told, and packets go nowhere."""
        ip("-n", self.network.switch, "link", "set", self.port, "down")

    def plug(self):
        ip("-n", self.network.switch, "link", "set", self.port, "up")

    def mac(self):
        shown = subprocess.run(
            ["ip", "-json", "-n", self.namespace, "link", "show", "eth0"], check=True, capture_output=True, text=True
        )
        return json.loads(shown.stdout)[0]["address"]

    def knows(self, address, mac):
        """Never asks for the address of this neighbour. A router in between would not notice either that it is gone."""
        self.ip("neighbour", "replace", address, "lladdr", mac, "dev", "eth0", "nud", "permanent")


class Network:
    """To be used with "with": in the end nothing of it is left."""

    def __init__(self):
        self.prefix = f"acuse{os.getpid()}"
        self.switch = f"{self.prefix}-switch"
        self.namespaces = []

    def __enter__(self):
        ip("netns", "add", self.switch)
        self.namespaces.append(self.switch)
        ip("-n", self.switch, "link", "add", "switch", "type", "bridge")
        ip("-n", self.switch, "link", "set", "switch", "up")
        return self

    def host(self, name, *addresses):
        return Host(self, name, addresses)

    def __exit__(self, *_):
        for namespace in reversed(self.namespaces):
            subprocess.run(["ip", "netns", "delete", namespace], check=False)


def ip(*words):
    subprocess.run(["ip", *words], check=True)
