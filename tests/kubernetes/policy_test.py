"""Holds built manifests against the rules that every deployment of the suite keeps.

    policy_test.py BUILT.yaml...

Prints one line a check, then `N passed, N failed`; exits 1 if a check failed.
"""

import os
import re
import sys

import yaml

SERVICES = ("ingestion", "indicator", "eligibility", "reporting")
SCALED = ("indicator", "eligibility", "reporting")
GRPC_PORT = 8080
REDIS_PORT = 6379
UID = 10001

# The architecture's picture: who calls whom, and at which port.
ARROWS = {
    ("indicator", "ingestion", GRPC_PORT),
    ("eligibility", "ingestion", GRPC_PORT),
    ("eligibility", "indicator", GRPC_PORT),
    ("reporting", "ingestion", GRPC_PORT),
    ("reporting", "indicator", GRPC_PORT),
    ("reporting", "eligibility", GRPC_PORT),
    ("indicator", "redis", REDIS_PORT),
    ("eligibility", "redis", REDIS_PORT),
    ("reporting", "redis", REDIS_PORT),
}

NAME = "app.kubernetes.io/name"
NAMESPACE = "kubernetes.io/metadata.name"


class Checks:
    def __init__(self):
        self.passed = 0
        self.failed = 0

    def that(self, holds, statement, found=None):
        if holds:
            self.passed += 1
            print(f"ok   {statement}")
        else:
            self.failed += 1
            print(f"FAIL {statement}" + ("" if found is None else f"; found: {found}"))

    def equal(self, found, expected, statement):
        self.that(found == expected, statement, found)


class Manifests:
    """The objects of one built kustomization."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            self.objects = [o for o in yaml.safe_load_all(file) if o]

    def of(self, kind):
        return {o["metadata"]["name"]: o for o in self.objects if o["kind"] == kind}


def get(value, *path):
    """The value at `path`, or None where the path ends early."""
    for key in path:
        if isinstance(value, list):
            value = value[key] if key < len(value) else None
        else:
            value = (value or {}).get(key)
    return value


def seconds(duration):
    """A duration as the programs read it, such as 10s, 1m30s or 500ms."""
    units = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}
    parts = re.findall(r"([0-9.]+)(ms|s|m|h)", duration)
    if "".join(number + unit for number, unit in parts) != duration:
        raise ValueError(f"not a duration: {duration}")
    return sum(float(number) * units[unit] for number, unit in parts)


def environment(pod, config_maps):
    """The variables of the pod's container; None for a value that is not written in the manifests."""
    container = pod["containers"][0]
    variables = {}
    for source in container.get("envFrom", []):
        variables.update(get(config_maps, get(source, "configMapRef", "name"), "data") or {})
    for variable in container.get("env", []):
        variables[variable["name"]] = variable.get("value")
    return variables


def selected(selector):
    """The programs that a pod selector picks out, or the selector itself where it is anything else."""
    labels = selector.get("matchLabels") or {}
    expressions = selector.get("matchExpressions") or []
    if set(labels) == {NAME} and not expressions:
        return [labels[NAME]]
    if not labels and len(expressions) == 1 and (
            expressions[0]["key"], expressions[0]["operator"]) == (NAME, "In"):
        return expressions[0]["values"]
    return [str(selector)]


def port_name(port):
    last = f"-{port['endPort']}" if "endPort" in port else ""
    return f"{port.get('port', 'any')}{last}/{port.get('protocol', 'TCP')}"


def connections(policies, direction, peers):
    """Two sets of (program of the policy, peer, port), one element for each connection allowed: within
    the namespace, and with peers outside it. Where a rule names no peer or port, all are allowed."""
    inside, outside = set(), set()
    for policy in policies.values():
        for rule in get(policy, "spec", direction) or []:
            ports = [port_name(port) for port in rule.get("ports") or [{"protocol": "any"}]]
            for peer in rule.get(peers) or [{}]:
                within = set(peer) == {"podSelector"}
                names = selected(peer["podSelector"]) if within else [str(peer)]
                (inside if within else outside).update(
                    (program, name, port) for program in selected(policy["spec"]["podSelector"])
                    for name in names for port in ports)
    return inside, outside


def check_pod(checks, where, pod):
    checks.equal(pod.get("automountServiceAccountToken"), False, f"{where}: no service account token")
    checks.equal(pod.get("enableServiceLinks"), False, f"{where}: enableServiceLinks is false")
    host = [key for key in ("hostNetwork", "hostPID", "hostIPC") if pod.get(key)]
    host += [v["name"] for v in pod.get("volumes", []) if "hostPath" in v]
    checks.that(not host, f"{where}: uses nothing of the node", host)
    context = pod.get("securityContext") or {}
    checks.equal(context.get("runAsNonRoot"), True, f"{where}: runAsNonRoot")
    checks.that((context.get("runAsUser") or 0) > 0, f"{where}: runs as a user who is not root",
                context.get("runAsUser"))
    checks.equal(get(context, "seccompProfile", "type"), "RuntimeDefault",
                 f"{where}: the runtime's seccomp profile")
    checks.equal(len(pod["containers"]) + len(pod.get("initContainers", [])), 1,
                 f"{where}: one container")

    container = pod["containers"][0]
    context = container.get("securityContext") or {}
    overrides = sorted(set(context) & {"runAsUser", "runAsNonRoot", "privileged", "seccompProfile"})
    checks.that(not overrides, f"{where}: the container keeps the pod's user", overrides)
    checks.equal(context.get("readOnlyRootFilesystem"), True, f"{where}: read-only root")
    checks.equal(context.get("allowPrivilegeEscalation"), False, f"{where}: no privilege escalation")
    checks.equal(context.get("capabilities"), {"drop": ["ALL"]}, f"{where}: no capabilities")
    for kind in ("requests", "limits"):
        resources = get(container, "resources", kind) or {}
        checks.that({"cpu", "memory"} <= set(resources), f"{where}: {kind} of CPU and memory",
                    sorted(resources))
    image = container["image"]
    checks.that(re.search(r"(:[^/]+|@sha256:[0-9a-f]{64})$", image) and not image.endswith(":latest"),
                f"{where}: the image has a tag or digest, and not latest", image)


def check_environment(checks, where, program, pod, config_maps):
    references = [source.get("configMapRef", {}).get("name")
                  for source in pod["containers"][0].get("envFrom", [])]
    checks.that(references and set(references) <= set(config_maps),
                f"{where}: its ConfigMaps exist", references)
    variables = environment(pod, config_maps)
    injected = [name for name in variables
                if re.search(r"^[A-Z]+_(PORT|HOST)$", name) and not name.startswith("SOS_")]
    checks.that(not injected, f"{where}: no variable is named as Kubernetes names its own", injected)
    secrets = [name for name, value in variables.items()
               if re.search(r"PASSWORD|TOKEN|SECRET", name) and value is not None]
    checks.that(not secrets, f"{where}: no secret is written in the manifest", secrets)

    grace = pod.get("terminationGracePeriodSeconds", 30)
    drain = seconds(variables.get("SOS_DRAIN_TIMEOUT", "10s"))
    checks.that(grace > drain, f"{where}: the grace period exceeds the drain timeout",
                f"{grace} s against {drain:g} s")
    checks.equal(variables.get("SOS_LISTEN", "[::]:8080").rpartition(":")[2], str(GRPC_PORT),
                 f"{where}: listens on the port of its Service")

    wanted = {(callee, port) for caller, callee, port in ARROWS if caller == program}
    called = set()
    for name, value in variables.items():
        if name.endswith("_TARGET") or name == "SOS_REDIS_ADDRESS":
            host, _, port = (value or "").removeprefix("dns:///").rpartition(":")
            called.add((host, int(port)))
    checks.equal(called, wanted, f"{where}: is told the addresses of those it may call")


def check_service_pod(checks, where, program, deployment, manifests):
    pod = deployment["spec"]["template"]["spec"]
    container = pod["containers"][0]
    checks.equal(get(pod, "securityContext", "runAsUser"), UID, f"{where}: runs as user {UID}")
    checks.equal(pod.get("serviceAccountName"), program, f"{where}: has its own service account")
    account = manifests.of("ServiceAccount").get(program)
    checks.equal(get(account, "automountServiceAccountToken"), False,
                 f"{where}: the account gives no token")
    for probe, health in (("startupProbe", "liveness"), ("livenessProbe", "liveness"),
                          ("readinessProbe", "readiness")):
        found = {key: value for key, value in (container.get(probe) or {}).items()
                 if key in ("grpc", "exec", "httpGet", "tcpSocket")}
        checks.equal(found, {"grpc": {"port": GRPC_PORT, "service": health}},
                     f"{where}: {probe} asks gRPC for {health}")
    # There is no shell in the images, and `sleep` needs a newer cluster than these are written for.
    checks.equal(container.get("lifecycle"), None, f"{where}: no lifecycle hook")


def check_service(checks, where, program, deployment, manifests):
    service = manifests.of("Service").get(program)
    checks.equal(get(service, "spec", "clusterIP"), "None", f"{where}: the Service is headless")
    port = dict(get(service, "spec", "ports", 0) or {})
    checks.equal((port.get("name"), port.get("port"), port.get("appProtocol")),
                 ("grpc", GRPC_PORT, "kubernetes.io/h2c"), f"{where}: the Service speaks gRPC")
    named = {p.get("name"): p["containerPort"] for p in
             deployment["spec"]["template"]["spec"]["containers"][0].get("ports", [])}
    target = port.get("targetPort", port.get("port"))
    checks.equal(named.get(target, target), GRPC_PORT, f"{where}: the Service ends at the pod's port")
    labels = deployment["spec"]["template"]["metadata"]["labels"].items()
    for kind, selector in (("Service", get(service, "spec", "selector")),
                           ("Deployment", deployment["spec"]["selector"]["matchLabels"])):
        checks.that(selector and selector.items() <= labels,
                    f"{where}: the {kind} selects the pods", selector)


def check_scaling(checks, where, program, deployment, manifests):
    spec = deployment["spec"]
    budget = manifests.of("PodDisruptionBudget").get(program)
    if program == "ingestion":
        checks.equal(spec.get("replicas"), 1, f"{where}: one replica")
        checks.equal(get(spec, "strategy", "type"), "Recreate", f"{where}: strategy Recreate")
        pod = spec["template"]["spec"]
        checks.equal(get(pod, "securityContext", "fsGroup"), UID, f"{where}: the volume is its group's")
        claims = {v["name"]: get(v, "persistentVolumeClaim", "claimName")
                  for v in pod.get("volumes", [])}
        mounts = {m["mountPath"]: claims.get(m["name"])
                  for m in pod["containers"][0].get("volumeMounts", []) if not m.get("readOnly")}
        variables = environment(pod, manifests.of("ConfigMap"))
        claim = mounts.get(variables.get("SOS_DATA_DIR", "/var/lib/sos"))
        checks.that(claim in manifests.of("PersistentVolumeClaim"),
                    f"{where}: the data directory is a persistent volume", mounts)
        checks.equal(budget, None, f"{where}: no disruption budget blocks its node")
        return
    checks.equal(get(spec, "strategy", "type"), "RollingUpdate", f"{where}: strategy RollingUpdate")
    checks.equal(get(spec, "strategy", "rollingUpdate"), {"maxUnavailable": 0, "maxSurge": 1},
                 f"{where}: maxUnavailable 0, maxSurge 1")
    constraints = spec["template"]["spec"].get("topologySpreadConstraints") or []
    checks.equal([(c["topologyKey"], get(c, "labelSelector", "matchLabels", NAME)) for c in constraints],
                 [("kubernetes.io/hostname", program)], f"{where}: replicas spread over nodes")
    volumes = spec["template"]["spec"].get("volumes", [])
    checks.that(not volumes, f"{where}: keeps no state", volumes)
    if spec.get("replicas", 1) > 1:
        checks.that(budget, f"{where}: has a disruption budget")
    if budget:
        checks.equal(get(budget, "spec", "selector", "matchLabels"), spec["selector"]["matchLabels"],
                     f"{where}: the budget selects its pods")
        checks.that((get(budget, "spec", "maxUnavailable") or 0) >= 1,
                    f"{where}: the budget lets a node drain", budget["spec"])


def check_network(checks, where, manifests):
    policies = manifests.of("NetworkPolicy")
    deny_all = [name for name, policy in policies.items()
                if policy["spec"]["podSelector"] == {}
                and set(policy["spec"].get("policyTypes", [])) == {"Ingress", "Egress"}
                and not policy["spec"].get("ingress") and not policy["spec"].get("egress")]
    checks.that(deny_all, f"{where}: a policy denies everything to all pods")
    for name, policy in policies.items():
        types = set(policy["spec"].get("policyTypes", []))
        rules = {kind for kind in ("Ingress", "Egress") if policy["spec"].get(kind.lower())}
        checks.that(rules <= types, f"{where}: policy {name} declares the directions it allows", types)

    out, out_of_namespace = connections(policies, "egress", "to")
    into, into_namespace = connections(policies, "ingress", "from")
    into = {(caller, callee, port) for callee, caller, port in into}
    arrows = {(caller, callee, f"{port}/TCP") for caller, callee, port in ARROWS}
    for arrow in sorted(arrows):
        checks.that(arrow in out, f"{where}: {arrow[0]} may call {arrow[1]}")
        checks.that(arrow in into, f"{where}: {arrow[1]} may be called by {arrow[0]}")
    checks.that(out == into, f"{where}: each allow has its counterpart", sorted(out ^ into))
    checks.that(out | into == arrows, f"{where}: nothing else may talk within the namespace",
                sorted((out | into) - arrows))

    dns = str({"namespaceSelector": {"matchLabels": {NAMESPACE: "kube-system"}},
               "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}})
    checks.equal(out_of_namespace,
                 {(program, dns, port) for program in SERVICES for port in ("53/UDP", "53/TCP")},
                 f"{where}: the four services may ask DNS and nothing else outside; Redis nothing")
    access = str({"namespaceSelector": {"matchLabels": {"sos.access": "true"}}})
    checks.equal(into_namespace, {(program, access, f"{GRPC_PORT}/TCP") for program in SERVICES},
                 f"{where}: namespaces with sos.access may call the four services; others nothing")


def check_manifests(checks, path):
    where = os.path.splitext(os.path.basename(path))[0]
    manifests = Manifests(path)
    deployments = manifests.of("Deployment")
    checks.equal(set(deployments), {*SERVICES, "redis"}, f"{where}: the four services and Redis")
    others = {o["kind"] for o in manifests.objects} & {
        "Pod", "Job", "CronJob", "DaemonSet", "StatefulSet", "ReplicaSet", "Role", "ClusterRole"}
    checks.that(not others, f"{where}: no other workloads and no rights in the cluster", others)

    namespaces = manifests.of("Namespace")
    checks.equal(set(namespaces), {"sos"}, f"{where}: one namespace")
    for mode in ("enforce", "audit", "warn"):
        checks.equal(get(namespaces, "sos", "metadata", "labels", f"pod-security.kubernetes.io/{mode}"),
                     "restricted", f"{where}: Pod Security {mode} is restricted")
    astray = [f"{o['kind']}/{o['metadata']['name']}" for o in manifests.objects
              if o["kind"] != "Namespace" and o["metadata"].get("namespace") != "sos"]
    checks.that(not astray, f"{where}: everything is in the namespace", astray)

    for program, deployment in deployments.items():
        check_pod(checks, f"{where}/{program}", deployment["spec"]["template"]["spec"])
    for program in SERVICES:
        if program not in deployments:
            continue  # Reported above.
        deployment = deployments[program]
        name = f"{where}/{program}"
        check_service_pod(checks, name, program, deployment, manifests)
        check_environment(checks, name, program, deployment["spec"]["template"]["spec"],
                          manifests.of("ConfigMap"))
        check_service(checks, name, program, deployment, manifests)
        check_scaling(checks, name, program, deployment, manifests)
    check_network(checks, where, manifests)
    # An overlay may run one replica; the base is what others start from.
    if where == "base":
        for program in SCALED:
            checks.that(get(deployments, program, "spec", "replicas") >= 2,
                        f"{where}/{program}: at least two replicas")


def main(paths):
    if not paths:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    checks = Checks()
    for path in paths:
        check_manifests(checks, path)
    print(f"{checks.passed} passed, {checks.failed} failed")
    return 1 if checks.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
