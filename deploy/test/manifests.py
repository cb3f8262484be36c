"""What can be known of the files for Kubernetes and Prometheus without a cluster and without a Prometheus."""
import re
import signal
import subprocess
import time

from programs import DEPLOY, ROOT, Failed, Load, Program, Server, wait_until

MANIFEST = DEPLOY / "kubernetes/acuse.yaml"
ALERTS = DEPLOY / "prometheus/alerts.yml"


def check_files(suite):
    for words in (("check", "rules", ALERTS), ("test", "rules", DEPLOY / "prometheus/alerts_test.yml")):
        done = subprocess.run(["promtool", *map(str, words)], capture_output=True, text=True, check=False)
        suite.check(f"promtool {' '.join(map(str, words[:2]))}", done.returncode == 0,
                    "" if done.returncode == 0 else done.stdout + done.stderr)
    wrong = wrong_fields(objects())
    if wrong is None:
        suite.say("skipped: no python3-kubernetes, so nobody checks the fields of deploy/kubernetes/acuse.yaml")
    else:
        suite.check("deploy/kubernetes/acuse.yaml: every field is one of the Kubernetes API, of its type", not wrong,
                    "; ".join(wrong))
    wrong = contradictions(objects())
    suite.check("deploy/kubernetes/acuse.yaml: its parts agree", not wrong, "; ".join(wrong))


def objects():
    import yaml  # python3-yaml

    return {each["kind"]: each for each in yaml.safe_load_all(MANIFEST.read_text())}


def wrong_fields(documents):
    """Compares with the models of the official Python client, which are made from the API's own description."""
    try:
        from kubernetes.client import models
    except ImportError:
        return None
    wrong = []

    def compare(kind, value, path):
        if kind.startswith("list["):
            if not isinstance(value, list):
                wrong.append(f"{path} is no list")
                return
            for number, each in enumerate(value):
                compare(kind[5:-1], each, f"{path}[{number}]")
        elif kind.startswith("dict("):
            for key, each in value.items():
                compare(kind[5:-1].split(", ")[1], each, f"{path}.{key}")
        elif kind in ("str", "int", "bool"):
            if type(value).__name__ != kind:
                wrong.append(f"{path} is no {kind}")
        elif hasattr(models, kind):
            if not isinstance(value, dict):
                wrong.append(f"{path} is no {kind}")
                return
            model = getattr(models, kind)
            by_name = {name: attribute for attribute, name in model.attribute_map.items()}
            for name, each in value.items():
                if name not in by_name:
                    wrong.append(f"{path}.{name} is unknown")
                else:
                    compare(model.openapi_types[by_name[name]], each, f"{path}.{name}")
            try:
                model(**{by_name[name]: each for name, each in value.items() if name in by_name})
            except ValueError as missing:
                wrong.append(f"{path}: {missing}")

    for kind, document in documents.items():
        compare(f"V1{kind}", document, kind)
    return wrong


def contradictions(documents):
    wrong = []
    pod = documents["Deployment"]["spec"]["template"]
    container, = pod["spec"]["containers"]
    labels = pod["metadata"]["labels"]
    selectors = {
        "Deployment": documents["Deployment"]["spec"]["selector"]["matchLabels"],
        "Service": documents["Service"]["spec"]["selector"],
        "PodDisruptionBudget": documents["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        "NetworkPolicy": documents["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
    }
    for number, spread in enumerate(pod["spec"]["topologySpreadConstraints"]):
        selectors[f"spread {number}"] = spread["labelSelector"]["matchLabels"]
    wrong += [f"{name} does not select the pods" for name, chosen in selectors.items() if chosen != labels]

    ports = {each["name"]: each for each in container["ports"]}
    for each in documents["Service"]["spec"]["ports"]:
        target = ports.get(each["targetPort"])
        if target is None or (target["containerPort"], target["protocol"]) != (each["port"], each["protocol"]):
            wrong.append(f"port {each['name']} of the Service is no port of the container")
    admitted = {(port["port"], port["protocol"])
                for rule in documents["NetworkPolicy"]["spec"]["ingress"] for port in rule["ports"]}
    if admitted != {(each["containerPort"], each["protocol"]) for each in ports.values()}:
        wrong.append("NetworkPolicy and container name other ports")
    wrong += [f"{probe} asks an unknown port" for probe in probes(container) if container[probe]["httpGet"]["port"] not in ports]

    given = environment(container, "token")
    if int(given["ACUSE_ADMIN_PORT"]) != ports["admin"]["containerPort"]:
        wrong.append("ACUSE_ADMIN_PORT is not the port admin")
    needed = sum(int(given[name].rstrip("s")) for name in ("ACUSE_DRAIN_DELAY", "ACUSE_DRAIN_TIMEOUT"))
    if pod["spec"]["terminationGracePeriodSeconds"] <= needed:
        wrong.append(f"terminationGracePeriodSeconds is not more than {needed}")
    readiness = container["readinessProbe"]
    if readiness["periodSeconds"] * readiness["failureThreshold"] >= int(given["ACUSE_DRAIN_DELAY"].rstrip("s")):
        wrong.append("the readiness probe notices a stop later than ACUSE_DRAIN_DELAY")
    return wrong


def probes(container):
    return [name for name in ("startupProbe", "readinessProbe", "livenessProbe") if name in container]


def environment(container, token):
    return {each["name"]: each.get("value", token) for each in container["env"]}


class PodServer(Server):
    """As the kubelet starts it: with the environment of the manifest, and no options."""

    def start(self, given):
        self.program = Program(self.host, self.name, self.work, [str(ROOT / "bin/server")], given)
        wait_until("the pod is ready", lambda: self.probe("/readyz") == 200 or self.check_runs())


def check_pod(suite, host, work):
    """The real server, with what the manifest gives it."""
    container, = objects()["Deployment"]["spec"]["template"]["spec"]["containers"]
    ports = {each["name"]: each["containerPort"] for each in container["ports"]}
    pod = PodServer(host, "pod", "192.0.2.13", work)
    suite.servers_beside.append(pod)
    try:
        pod.start(environment(container, Server.token))
    except Failed as failure:
        suite.check(f"the server starts with the environment of the manifest ({failure})", False)
        return
    answers = {probe: pod.probe(container[probe]["httpGet"]["path"]) for probe in probes(container)}
    suite.check("every probe of the manifest is answered with 200", set(answers.values()) == {200}, answers)

    def ask_both():
        tcp = Load(host, "pod", "tcp", pod.address, ports["tcp"], 1, 1)
        udp = Load(host, "pod", "udp", pod.address, ports["udp"], 1, 1, 0)
        return tcp.result().lost + udp.result().lost == 0

    suite.check("the ports of the manifest are those that the server opens without options", ask_both())
    began = time.monotonic()
    pod.program.end(signal.SIGTERM)
    wait_until("the pod says that it stops", lambda: pod.probe("/readyz") == 503)
    suite.check("after SIGTERM /readyz says 503, /livez 200, and both wires still answer",
                pod.probe("/livez") == 200 and ask_both(), f"after {time.monotonic() - began:.1f} s")


def metric_names(page):
    return set(re.findall(r"^([a-z_]+)[{ ]", page, re.MULTILINE))


def alert_metrics():
    """The names in the expressions that can only be metrics of the server; up is Prometheus's own."""
    import yaml

    rules = [rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]]
    return set(re.findall(r"\b(?:acuse|process|jvm)_[a-z_]+", " ".join(rule["expr"] for rule in rules)))
