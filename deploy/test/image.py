"""The image of dist/, run by runc: not root, no capabilities, a root file system that is read-only."""
import json
import shlex
import shutil
import subprocess

from programs import DEPLOY, ROOT, Server


def find_image():
    """The newest one; None without one, or without the programs that run it."""
    if shutil.which("runc") is None or shutil.which("umoci") is None:
        return None
    archives = sorted((ROOT / "dist/target").glob("acuse-*-oci.tar"), key=lambda path: path.stat().st_mtime)
    return archives[-1] if archives else None


class ImageServer(Server):
    @classmethod
    def instead_of(cls, server, archive):
        packed = cls(server.host, "image", server.address, server.work)
        packed.container = f"{server.host.namespace}-image"
        packed.bundle = server.work / "bundle"
        layout = server.work / "layout"
        layout.mkdir()
        subprocess.run(["tar", "-xf", str(archive), "-C", str(layout)], check=True)
        index = json.loads((layout / "index.json").read_text())
        # umoci finds an image only by a name.
        index["manifests"][0].setdefault("annotations", {})["org.opencontainers.image.ref.name"] = "tried"
        (layout / "index.json").write_text(json.dumps(index))
        subprocess.run(["umoci", "unpack", "--image", f"{layout}:tried", str(packed.bundle)],
                       check=True, capture_output=True)
        return packed

    def start(self, *options):
        self.write_configuration(options)
        super().start(*options)

    def write_configuration(self, options):
        path = self.bundle / "config.json"
        configuration = json.loads(path.read_text())
        process = configuration["process"]
        given = self.__dict__.setdefault("arguments", process["args"])
        process["args"] = given + shlex.split((DEPLOY / "server.options").read_text(), comments=True) + list(options)
        process["env"] = [each for each in process["env"] if not each.startswith("ACUSE_ADMIN_TOKEN=")]
        process["env"] += [f"ACUSE_ADMIN_TOKEN={self.token}", "ACUSE_LANG=en"]
        process["terminal"] = False
        process["noNewPrivileges"] = True
        process["capabilities"] = {}
        process.pop("rlimits", None)  # raising them needs a capability
        if process["user"]["uid"] == 0:
            raise RuntimeError("the image would run as root")
        configuration["root"]["readonly"] = True
        linux = configuration["linux"]
        linux.pop("resources", None)  # control groups are the machine's, and differ
        # The network is that of the host in the test.
        linux["namespaces"] = [each for each in linux["namespaces"] if each["type"] != "network"]
        path.write_text(json.dumps(configuration))

    def command(self):
        return ["runc", "run", "--no-pivot", "--bundle", str(self.bundle), self.container]

    def answered_both(self):
        said = self.program.said()
        return "Message received (TCP)" in said and "Message received (UDP)" in said

    def close(self):
        super().close()
        subprocess.run(["runc", "delete", "--force", self.container], check=False, capture_output=True)
