# SPDX-License-Identifier: Apache-2.0
"""Holds built manifests against the rules that every deployment of the suite keeps.

    policy_test.py BUILT.yaml...

Prints one line a check, then `N passed, N failed`; exits 1 if a check failed.
"""

import os
import re
import sys

import yaml

SERVICES = ("ingestion", "indicator", "eligibility", "reporting")
GRPC_PORT = 8080
HEALTH_PORT = 8081
METRICS_PORT = 9464
REDIS_PORT, SENTINEL_PORT, POSTGRES_PORT = 6379, 26379, 5432
UID = 10001
CACHING = ("indicator", "eligibility", "reporting")
STORING = ("ingestion", "migration", "backup")

# The architecture's picture: who calls whom, and at which port.
ARROWS = {
    ("indicator", "ingestion", GRPC_PORT),
    ("eligibility", "ingestion", GRPC_PORT),
    ("eligibility", "indicator", GRPC_PORT),
    ("reporting", "ingestion", GRPC_PORT),
    ("reporting", "indicator", GRPC_PORT),
    ("reporting", "eligibility", GRPC_PORT),
}

# What each variant has beside the four services.
VARIANTS = {
    "base": set(),
    "development": {"sqlite"},
    "staging": {"postgres", "redis", "tls", "auth", "metrics", "rulebooks", "migration", "backup", "audit-log"},
    "production": {"tls", "auth", "metrics", "rulebooks", "migration", "backup", "external", "redis-tls", "postgres-tls", "audit-log"},
}
# What an agency puts over production, as k8s/README.md shows it: its own addresses, and every image by digest.
VARIANTS["agency"] = VARIANTS["production"] | {"pinned"}
# Where PostgreSQL and Redis are external.
EXTERNAL = {"production": ("192.0.2.0/24", "198.51.100.0/24"), "agency": ("10.20.30.40/32", "10.20.30.50/32")}

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
    helpers = pod.get("initContainers", [])
    checks.that(all(c.get("restartPolicy") == "Always" for c in helpers), f"{where}: no init container but sidecars", helpers)
    for container in pod["containers"] + helpers:
        check_container(checks, f"{where}/{container['name']}", container)


def check_container(checks, where, container):
    context = container.get("securityContext") or {}
    overrides = sorted(set(context) & {"runAsUser", "runAsNonRoot", "privileged", "seccompProfile"})
    checks.that(not overrides, f"{where}: the container keeps the pod's user", overrides)
    checks.equal(context.get("readOnlyRootFilesystem"), True, f"{where}: read-only root")
    checks.equal(context.get("allowPrivilegeEscalation"), False, f"{where}: no privilege escalation")
    checks.equal(context.get("capabilities"), {"drop": ["ALL"]}, f"{where}: no capabilities")
    for kind in ("requests", "limits"):
        resources = get(container, "resources", kind) or {}
        checks.that({"cpu", "memory", "ephemeral-storage"} <= set(resources),
                    f"{where}: {kind} of CPU, memory and ephemeral storage", sorted(resources))
    image = container["image"]
    checks.that(re.search(r"(:[^/]+|@sha256:[0-9a-f]{64})$", image) and not image.endswith(":latest"),
                f"{where}: the image has a tag or digest, and not latest", image)


def check_pinned(checks, where, manifests):
    """Every image is named by what it is, so that nobody can put another one under its name."""
    for name, pod in pods_of(manifests):
        for container in pod["containers"] + pod.get("initContainers", []):
            checks.that(re.search(r"@sha256:[0-9a-f]{64}$", container["image"]),
                        f"{where}/{name}/{container['name']}: the image is pinned by digest", container["image"])
def bytes_of(quantity):
    """A quantity of memory, such as 512Mi or 4Gi."""
    number, unit = re.fullmatch(r"([0-9]+)(Ki|Mi|Gi)", str(quantity)).groups()
    return int(number) << {"Ki": 10, "Mi": 20, "Gi": 30}[unit]


def default_read_memory():
    """The default of SOS_READ_MEMORY, from where the program has it."""
    path = os.path.join(os.path.dirname(__file__), "..", "..", "services", "ingestion", "files", "read_cost.h")
    with open(path, encoding="utf-8") as file:
        found = re.search(r"kDefaultReadMemoryBytes = int64_t\{([0-9]+)\} << ([0-9]+);", file.read())
    return int(found[1]) << int(found[2])


def check_read_memory(checks, where, pod, config_maps, variant):
    """What ingestion may take to read files, and 512 MiB beside it, is within the limit of its pod."""
    reading = int(environment(pod, config_maps).get("SOS_READ_MEMORY") or default_read_memory())
    for kind in ("limits",) if variant == "development" else ("limits", "requests"):
        memory = bytes_of(get(pod["containers"][0], "resources", kind, "memory"))
        checks.that(memory >= reading + (512 << 20), f"{where}: {kind} of memory cover SOS_READ_MEMORY", (memory, reading))


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
    sleep = get(pod, "containers", 0, "lifecycle", "preStop", "sleep", "seconds") or 0
    drain = seconds(variables.get("SOS_DRAIN_TIMEOUT", "10s"))
    checks.that(sleep > 0, f"{where}: the pod leaves DNS before it stops (preStop)", sleep)
    delay = seconds(variables.get("SOS_DRAIN_DELAY", "0s"))
    checks.that(delay > 0, f"{where}: says that it is going before it goes", delay)
    checks.that(grace > sleep + delay + drain, f"{where}: the grace period exceeds preStop, drain delay and drain timeout",
                f"{grace} s against {sleep} + {delay:g} + {drain:g} s")
    checks.equal(variables.get("SOS_HEALTH_LISTEN", "").rpartition(":")[2], str(HEALTH_PORT),
                 f"{where}: answers probes on the port of its probes")
    checks.equal(variables.get("SOS_LISTEN"), f"[::]:{GRPC_PORT}",
                 f"{where}: listens for others, on the port of its Service")

    if where.startswith("production") and program == "ingestion":
        checks.equal(variables.get("SOS_COMMIT_DIGEST_REQUIRED"), "true", f"{where}: commits say which bytes they mean")

    wanted = {(callee, port) for caller, callee, port in ARROWS if caller == program}
    called = set()
    for name, value in variables.items():
        if name.endswith("_TARGET"):
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
        checks.equal(found, {"grpc": {"port": HEALTH_PORT, "service": health}},
                     f"{where}: {probe} asks gRPC for {health}")


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


def check_sqlite(checks, where, deployment, manifests):
    """Ingestion on a volume: one writer, which never overlaps with the next."""
    spec = deployment["spec"]
    checks.equal(spec.get("replicas"), 1, f"{where}: one replica")
    checks.equal(get(spec, "strategy", "type"), "Recreate", f"{where}: strategy Recreate")
    pod = spec["template"]["spec"]
    checks.equal(get(pod, "securityContext", "fsGroup"), UID, f"{where}: the volume is its group's")
    claims = {v["name"]: get(v, "persistentVolumeClaim", "claimName") for v in pod.get("volumes", [])}
    mounts = {m["mountPath"]: claims.get(m["name"])
              for m in pod["containers"][0].get("volumeMounts", []) if not m.get("readOnly")}
    variables = environment(pod, manifests.of("ConfigMap"))
    claim = mounts.get(variables.get("SOS_DATA_DIR", "/var/lib/sos"))
    checks.that(claim in manifests.of("PersistentVolumeClaim"), f"{where}: the data directory is a persistent volume", mounts)
    for kind in ("PodDisruptionBudget", "HorizontalPodAutoscaler"):
        checks.equal(manifests.of(kind).get("ingestion"), None, f"{where}: no {kind}")


def check_scaling(checks, where, program, deployment, manifests, variant):
    spec = deployment["spec"]
    checks.equal(get(spec, "strategy", "type"), "RollingUpdate", f"{where}: strategy RollingUpdate")
    checks.equal(get(spec, "strategy", "rollingUpdate"), {"maxUnavailable": 0, "maxSurge": 1},
                 f"{where}: maxUnavailable 0, maxSurge 1")
    constraints = spec["template"]["spec"].get("topologySpreadConstraints") or []
    checks.equal([(c["topologyKey"], get(c, "labelSelector", "matchLabels", NAME)) for c in constraints],
                 [("kubernetes.io/hostname", program)], f"{where}: replicas spread over nodes")
    kept = [v["name"] for v in spec["template"]["spec"].get("volumes", []) if "persistentVolumeClaim" in v]
    checks.that(not kept, f"{where}: keeps no state of its own", kept)
    budget = manifests.of("PodDisruptionBudget").get(program)
    checks.that(budget, f"{where}: has a disruption budget")
    checks.equal(get(budget, "spec", "selector", "matchLabels"), spec["selector"]["matchLabels"],
                 f"{where}: the budget selects its pods")
    checks.that((get(budget, "spec", "maxUnavailable") or 0) >= 1, f"{where}: the budget lets a node drain", budget)
    if variant == "development":
        return
    scaler = manifests.of("HorizontalPodAutoscaler").get(program)
    checks.equal(get(scaler, "spec", "scaleTargetRef", "name"), program, f"{where}: an autoscaler scales it")
    checks.that((get(scaler, "spec", "minReplicas") or 0) >= 2 and spec.get("replicas", 0) >= 2,
                f"{where}: at least two replicas", (get(scaler, "spec", "minReplicas"), spec.get("replicas")))


def check_security(checks, where, manifests, parts):
    """Encryption and tokens where the variant has them, and reflection off where outsiders call."""
    for program in SERVICES:
        pod = manifests.of("Deployment")[program]["spec"]["template"]["spec"]
        variables = environment(pod, manifests.of("ConfigMap"))
        mounted = {m["mountPath"]: m["name"] for m in pod["containers"][0].get("volumeMounts", [])}
        volumes = {v["name"]: v for v in pod.get("volumes", [])}
        # Servers in clear text without authentication start for development only. The base is no deployment.
        guarded = "SOS_TLS_CERTIFICATE" in variables and "SOS_AUTH_JWKS" in variables
        checks.equal((guarded, variables.get("SOS_INSECURE") == "true"),
                     ("auth" in parts, where == "development"), f"{where}/{program}: is open for development alone")
        if "tls" in parts:
            secret = get(volumes, mounted.get("/etc/sos/tls", ""), "secret", "secretName")
            checks.equal(secret, f"sos-{program}-tls", f"{where}/{program}: its certificate is a secret by reference")
            for name in ("SOS_TLS_CERTIFICATE", "SOS_TLS_KEY", "SOS_TLS_CA"):
                checks.that(variables.get(name, "").startswith("/etc/sos/tls/"), f"{where}/{program}: {name} lies there", variables.get(name))
            checks.that(variables.get("SOS_TLS_CLIENTS") in ("optional", "required"), f"{where}/{program}: asks services for certificates")
        if "auth" in parts:
            checks.that(variables.get("SOS_AUTH_JWKS", "").startswith("/etc/sos/identity/") and "/etc/sos/identity" in mounted,
                        f"{where}/{program}: checks tokens against mounted keys")
            checks.that(variables.get("SOS_AUTH_ISSUER") and variables.get("SOS_AUTH_AUDIENCE"), f"{where}/{program}: pins issuer and audience")
            checks.that(int(variables.get("SOS_CALLER_RATE", 0)) > 0 and int(variables.get("SOS_CALLER_CONCURRENCY", 0)) > 0,
                        f"{where}/{program}: limits each caller")
            checks.equal(variables.get("SOS_REFLECTION"), "false", f"{where}/{program}: reflection is off")


def check_store(checks, where, manifests, parts):
    ingestion = manifests.of("Deployment")["ingestion"]["spec"]["template"]["spec"]["containers"][0]
    by_name = {v["name"]: v for v in ingestion.get("env", [])}
    if "sqlite" not in parts:
        checks.equal(get(by_name, "SOS_POSTGRES", "valueFrom", "secretKeyRef", "name"), "sos-postgres",
                     f"{where}: the database is a secret by reference")
    if "redis-tls" in parts:
        for program in CACHING:
            pod = manifests.of("Deployment")[program]["spec"]["template"]["spec"]
            checks.equal([c["name"] for c in pod["containers"]], [program, "stunnel"], f"{where}/{program}: speaks TLS to Redis through stunnel")
            checks.equal(environment(pod, manifests.of("ConfigMap")).get("SOS_REDIS_ADDRESS"), "unix:/run/redis/redis.sock",
                         f"{where}/{program}: and to nothing else")
    if "postgres-tls" in parts:
        jobs = {"migration": manifests.of("Job")["migration"], "backup": manifests.of("CronJob")["backup"]["spec"]["jobTemplate"]}
        pods = {"ingestion": manifests.of("Deployment")["ingestion"], **jobs}
        for name, owner in pods.items():
            mounted = [m["mountPath"] for m in owner["spec"]["template"]["spec"]["containers"][0].get("volumeMounts", [])]
            checks.that("/etc/sos/postgres" in mounted, f"{where}/{name}: has the authority of the database", mounted)
    if "audit-log" in parts:
        for program in ("ingestion", "indicator"):
            helpers = manifests.of("Deployment")[program]["spec"]["template"]["spec"].get("initContainers", [])
            checks.equal([c["name"] for c in helpers], ["audit-log"], f"{where}/{program}: its audit log is shipped")
    if "migration" in parts:
        checks.that("migration" in manifests.of("Job"), f"{where}: a Job brings the tables up to date")
        checks.equal(get(by_name, "SOS_POSTGRES_MIGRATE", "value"), "false", f"{where}: and the servers do not")
    if "backup" in parts:
        job = manifests.of("CronJob").get("backup")
        checks.equal(get(job, "spec", "jobTemplate", "spec", "template", "spec", "containers", 0, "args"),
                     ["backup", "--postgres", "/backups"], f"{where}: a backup is made by schedule")
        checks.equal(get(job, "spec", "concurrencyPolicy"), "Forbid", f"{where}: one at a time")


def check_network(checks, where, manifests, parts):
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
    arrows = {(caller, callee, f"{port}/TCP") for caller, callee, port in arrows_of(parts)}
    for arrow in sorted(arrows):
        checks.that(arrow in out, f"{where}: {arrow[0]} may call {arrow[1]}")
        checks.that(arrow in into, f"{where}: {arrow[1]} may be called by {arrow[0]}")
    checks.that(out == into, f"{where}: each allow has its counterpart", sorted(out ^ into))
    checks.that(out | into == arrows, f"{where}: nothing else may talk within the namespace",
                sorted((out | into) - arrows))

    dns = str({"namespaceSelector": {"matchLabels": {NAMESPACE: "kube-system"}},
               "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}})
    askers = {*SERVICES} | ({"redis"} & parts) | ({"migration", "backup"} & parts)
    outside = {(program, dns, port) for program in askers for port in ("53/UDP", "53/TCP")}
    if "external" in parts:
        postgres, redis = (str({"ipBlock": {"cidr": cidr}}) for cidr in EXTERNAL[where])
        outside |= {(program, postgres, f"{POSTGRES_PORT}/TCP") for program in STORING}
        outside |= {(program, redis, f"{REDIS_PORT}/TCP") for program in CACHING}
    checks.that(out_of_namespace == outside, f"{where}: outside, only DNS and what is external may be asked", out_of_namespace ^ outside)
    access = str({"namespaceSelector": {"matchLabels": {"sos.access": "true"}}})
    callers = {(program, access, f"{GRPC_PORT}/TCP") for program in SERVICES}
    if "metrics" in parts:
        prometheus = str({"namespaceSelector": {"matchLabels": {"sos.metrics": "true"}}})
        callers |= {(program, prometheus, f"{METRICS_PORT}/TCP") for program in SERVICES}
    checks.that(into_namespace == callers, f"{where}: from outside, only labeled namespaces may call", into_namespace ^ callers)


def arrows_of(parts):
    arrows = set(ARROWS)
    if "redis" in parts:
        arrows |= {(caller, "redis", port) for caller in (*CACHING, "redis") for port in (REDIS_PORT, SENTINEL_PORT)}
    if "postgres" in parts:
        arrows |= {(caller, "postgres", POSTGRES_PORT) for caller in STORING}
    return arrows


def pods_of(manifests):
    """(kind/name, pod) of everything that runs pods."""
    for kind in ("Deployment", "StatefulSet", "Job"):
        for name, workload in manifests.of(kind).items():
            yield f"{kind}/{name}", workload["spec"]["template"]["spec"]
    for name, workload in manifests.of("CronJob").items():
        yield f"CronJob/{name}", workload["spec"]["jobTemplate"]["spec"]["template"]["spec"]


def check_manifests(checks, path):
    where = os.path.splitext(os.path.basename(path))[0]
    parts = VARIANTS[where]
    manifests = Manifests(path)
    deployments = manifests.of("Deployment")
    checks.equal(set(deployments), set(SERVICES), f"{where}: the four services")
    checks.equal(set(manifests.of("StatefulSet")), parts & {"redis", "postgres"}, f"{where}: its stores")
    checks.equal({*manifests.of("Job"), *manifests.of("CronJob")}, parts & {"migration", "backup"}, f"{where}: its jobs")
    others = {o["kind"] for o in manifests.objects} & {
        "Pod", "DaemonSet", "ReplicaSet", "Secret", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"}
    checks.that(not others, f"{where}: no other workloads, no secret written down, no rights in the cluster", others)

    namespaces = manifests.of("Namespace")
    checks.equal(set(namespaces), {"sos"}, f"{where}: one namespace")
    for mode in ("enforce", "audit", "warn"):
        checks.equal(get(namespaces, "sos", "metadata", "labels", f"pod-security.kubernetes.io/{mode}"),
                     "restricted", f"{where}: Pod Security {mode} is restricted")
    astray = [f"{o['kind']}/{o['metadata']['name']}" for o in manifests.objects
              if o["kind"] != "Namespace" and o["metadata"].get("namespace") != "sos"]
    checks.that(not astray, f"{where}: everything is in the namespace", astray)

    for name, pod in pods_of(manifests):
        check_pod(checks, f"{where}/{name}", pod)
    for program in SERVICES:
        deployment = deployments[program]
        name = f"{where}/{program}"
        check_service_pod(checks, name, program, deployment, manifests)
        check_environment(checks, name, program, deployment["spec"]["template"]["spec"],
                          manifests.of("ConfigMap"))
        check_service(checks, name, program, deployment, manifests)
        if program == "ingestion" and "sqlite" in parts:
            check_sqlite(checks, name, deployment, manifests)
        else:
            check_scaling(checks, name, program, deployment, manifests, where)
    check_read_memory(checks, f"{where}/ingestion", deployments["ingestion"]["spec"]["template"]["spec"],
                      manifests.of("ConfigMap"), where)
    check_security(checks, where, manifests, parts)
    if "pinned" in parts:
        check_pinned(checks, where, manifests)
    check_store(checks, where, manifests, parts)
    check_network(checks, where, manifests, parts)


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
