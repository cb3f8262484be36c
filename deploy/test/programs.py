"""Servers and balancers as processes, each ended by its own number."""
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
START_SECONDS = 60
STOP_SECONDS = 30


class Failed(Exception):
    """Something did not do what this suite needs or asserts."""


class Program:
    """A process with its output in a file."""

    def __init__(self, host, name, work, command, environment=None):
        self.name = name
        self.log = work / f"{name}.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                host.command(*command),
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})}, cwd=ROOT,
            )

    def said(self):
        return self.log.read_text(errors="replace")

    def end(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)

    def wait(self):
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise Failed(f"{self.name} did not end within {STOP_SECONDS} s") from None


class Server:
    """An Acuse server that can be restarted. It runs bin/server; ImageServer runs the image."""

    token = "only-for-this-run"

    def __init__(self, host, name, address, work):
        self.host, self.name, self.address, self.work = host, name, address, work
        self.program = None

    def start(self, *options):
        self.options = options
        self.program = Program(self.host, self.name, self.work, self.command(),
                               {"ACUSE_ADMIN_TOKEN": self.token, "ACUSE_LANG": "en"})
        wait_until(f"{self.name} is ready", lambda: self.probe("/readyz") == 200 or self.check_runs())

    def command(self):
        return [str(ROOT / "bin/server"), f"@{DEPLOY / 'server.options'}", *self.options]

    def check_runs(self):
        if self.program.process.poll() is not None:
            raise Failed(f"{self.name} ended at its start: {self.program.said()[-500:]}")
        return False

    def terminate(self):
        self.program.end(signal.SIGTERM)

    def kill(self):
        self.program.end(signal.SIGKILL)

    def stop(self):
        """As an orchestrator does it: SIGTERM, and then the end, which must be status 0."""
        self.terminate()
        status = self.program.wait()
        if status != 0:
            raise Failed(f"{self.name} ended with {status} after SIGTERM: {self.program.said()[-500:]}")

    def restart(self):
        self.stop()
        self.start(*self.options)

    def close(self):
        if self.program is not None:
            self.kill()
            self.program.wait()

    def probe(self, path):
        """The status of the answer, or None. As the kubelet asks: by address, and without the token."""
        asked = subprocess.run(
            self.host.command("curl", "-s", "-o", "/dev/null", "-m", "2", "-w", "%{http_code}",
                              f"http://{self.address}:9000{path}"),
            capture_output=True, text=True, check=False)
        return int(asked.stdout) if asked.returncode == 0 else None

    def metrics(self):
        asked = subprocess.run(
            self.host.command("curl", "-sS", "-m", "5", "-H", f"Authorization: Bearer {self.token}",
                              f"http://{self.address}:9000/metrics"),
            capture_output=True, text=True, check=True)
        return asked.stdout


class Balancer:
    """HAProxy or nginx, with a file for operators, or with one that differs in the lines named."""

    def __init__(self, host, kind, name, address, work, changes=()):
        self.host, self.name, self.address, self.work = host, name, address, work
        self.folder = work / name
        self.folder.mkdir()
        self.folder.chmod(0o755)
        shipped = DEPLOY / {"haproxy": "haproxy/haproxy.cfg", "nginx": "nginx/acuse-stream.conf"}[kind]
        configuration = shipped if not changes else self.folder / shipped.name
        if changes:
            text = shipped.read_text()
            for old, new in changes:
                if old not in text:
                    raise Failed(f"{shipped.name} has no '{old}'")
                text = text.replace(old, new)
            configuration.write_text(text)
        self.command = self.haproxy(configuration) if kind == "haproxy" else self.nginx(configuration)
        self.start()

    def haproxy(self, configuration):
        # -W: a master, and a worker that ends with it, as the service of Debian has it.
        return ["haproxy", "-W", "-f", str(configuration)]

    def nginx(self, configuration):
        main = self.folder / "nginx.conf"
        main.write_text(
            "load_module modules/ngx_stream_module.so;\n"
            f"daemon off;\npid {self.folder}/pid;\nerror_log stderr warn;\n"
            # As many sessions as a run has datagrams: each may keep one.
            "worker_processes 2;\nevents { worker_connections 8192; }\n"
            f"include {configuration};\n")
        return ["nginx", "-p", "/usr/share/nginx", "-e", "stderr", "-c", str(main)]

    def start(self):
        self.program = Program(self.host, self.name, self.work, self.command)

    def end(self):
        self.program.end(signal.SIGTERM)
        self.program.wait()


class Load:
    """The load generator, under way. result() waits for its end."""

    started = []

    def __init__(self, host, label, *words):
        self.label = label
        self.process = subprocess.Popen(
            host.command(sys.executable, str(ROOT / "deploy/test/load.py"), *map(str, words)),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        Load.started.append(self.process)

    @staticmethod
    def end_all():
        """Those that a failed run has left."""
        for process in Load.started:
            if process.poll() is None:
                process.kill()
                process.wait()

    def result(self, since=0.0):
        out, _ = self.process.communicate(timeout=120)
        if self.process.returncode != 0:
            raise Failed(f"the load generator failed ({self.label})")
        lines = out.splitlines()
        return Result(self.label, json.loads(lines[0]), json.loads(lines[1]) if len(lines) > 1 else {}, since)


class Result:
    """How the connections or messages of a load ended. Those that took longer than SLOW_SECONDS count as slow."""

    SLOW_SECONDS = 0.5

    def __init__(self, label, endings, unasked, since):
        self.label, self.unasked, self.since = label, unasked, since
        self.total = len(endings)
        self.counts = {}
        for _, _, ending in endings:
            self.counts[ending] = self.counts.get(ending, 0) + 1
        self.lost = self.total - self.counts.get("answered", 0)
        self.slow = sum(1 for _, took, ending in endings if ending == "answered" and took > self.SLOW_SECONDS)
        at = [began - since for began, _, ending in endings if ending != "answered"]
        self.first, self.last = (min(at), max(at)) if at else (None, None)

    def cell(self):
        return f"{self.lost} / {self.total}" + (f", {self.slow} slow" if self.slow else "")

    def __str__(self):
        parts = [f"{count} {ending}" for ending, count in sorted(self.counts.items()) if ending != "answered"]
        parts += [f"{count} {kind} datagrams unasked" for kind, count in self.unasked.items() if count]
        parts += [f"{self.slow} slow"] if self.slow else []
        when = f"; {self.first:.1f} to {self.last:.1f} s after the event" if self.lost and self.since else ""
        return f"{self.lost} of {self.total} lost" + (f" ({', '.join(parts)})" if parts else "") + when


def wait_until(what, condition):
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise Failed(f"not within {START_SECONDS} s: {what}")
        time.sleep(0.05)
