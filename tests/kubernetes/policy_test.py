# SPDX-License-Identifier: Apache-2.0
"""Holds the built manifests against the rules that every deployment of the suite keeps."""

import re

import pytest
from harness.real_suite import ROOT
from kubernetes.manifests import (ARROWS, GRPC_PORT, HEALTH_PORT, HTTP_PORT, METRICS_PORT, NAME, SERVERS, UID, VARIANTS,
                                  bytes_of, every_server, every_service, get, having, seconds)


@having()
def test_a_variant_has_its_workloads_and_no_others(variant):
    """No secret written down and no rights in the cluster, either."""
    assert set(variant.deployments) == set(SERVERS)
    assert set(variant.of("StatefulSet")) == variant.parts & {"redis", "postgres"}
    assert {*variant.of("Job"), *variant.of("CronJob")} == variant.parts & {"migration", "backup"}
    assert not {o["kind"] for o in variant.objects} & {
        "Pod", "DaemonSet", "ReplicaSet", "Secret", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"}


@having()
def test_everything_is_in_one_namespace_of_restricted_pods(variant):
    namespaces = variant.of("Namespace")
    assert set(namespaces) == {"sos"}
    for mode in ("enforce", "audit", "warn"):
        assert get(namespaces, "sos", "metadata", "labels", f"pod-security.kubernetes.io/{mode}") == "restricted", mode
    assert not [f"{o['kind']}/{o['metadata']['name']}" for o in variant.objects
                if o["kind"] != "Namespace" and o["metadata"].get("namespace") != "sos"]


@having()
@every_server
def test_a_service_runs_as_its_own_account_which_gives_no_token(variant, program):
    pod = variant.pod(program)
    assert get(pod, "securityContext", "runAsUser") == UID
    assert pod.get("serviceAccountName") == program
    account = variant.of("ServiceAccount").get(program)
    assert get(account, "automountServiceAccountToken") is False


def asked_by(variant, program, probe):
    """Whom a probe asks, and what."""
    return {key: value for key, value in (variant.pod(program)["containers"][0].get(probe) or {}).items()
            if key in ("grpc", "exec", "httpGet", "tcpSocket")}


def ports_of(variant, program):
    return {p.get("name"): p["containerPort"] for p in variant.pod(program)["containers"][0].get("ports", [])}


def assert_selected(deployment, service):
    """The pods of a deployment are those that it and its Service select."""
    labels = deployment["spec"]["template"]["metadata"]["labels"].items()
    for kind, selector in (("Service", get(service, "spec", "selector")),
                           ("Deployment", deployment["spec"]["selector"]["matchLabels"])):
        assert selector and selector.items() <= labels, f"the {kind} selects the pods: {selector}"


@having()
@every_service
@pytest.mark.parametrize("probe, health", (("startupProbe", "liveness"), ("livenessProbe", "liveness"), ("readinessProbe", "readiness")))
def test_a_probe_asks_grpc_for_health(variant, program, probe, health):
    assert asked_by(variant, program, probe) == {"grpc": {"port": HEALTH_PORT, "service": health}}


@having()
@pytest.mark.parametrize("probe, path", (("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")))
def test_a_probe_of_web_asks_the_listener_of_metrics(variant, probe, path):
    assert asked_by(variant, "web", probe) == {"httpGet": {"port": "metrics", "path": path}}
    assert ports_of(variant, "web")["metrics"] == METRICS_PORT
    assert variant.environment("web").get("SOS_METRICS_LISTEN", "").rpartition(":")[2] == str(METRICS_PORT)


@having()
@every_server
def test_the_variables_of_a_service_are_its_own_and_no_secret(variant, program):
    references = [source.get("configMapRef", {}).get("name") for source in variant.pod(program)["containers"][0].get("envFrom", [])]
    assert references and set(references) <= set(variant.config_maps)
    variables = variant.environment(program)
    assert not [name for name in variables if re.search(r"^[A-Z]+_(PORT|HOST)$", name) and not name.startswith("SOS_")], (
        "named as Kubernetes names its own")
    assert not [name for name, value in variables.items() if re.search(r"PASSWORD|TOKEN|SECRET", name) and value is not None]


@having()
@every_server
def test_a_pod_says_that_it_is_going_before_it_goes_and_has_the_time_to(variant, program):
    pod, variables = variant.pod(program), variant.environment(program)
    grace = pod.get("terminationGracePeriodSeconds", 30)
    sleep = get(pod, "containers", 0, "lifecycle", "preStop", "sleep", "seconds") or 0
    drain = seconds(variables.get("SOS_DRAIN_TIMEOUT", "10s"))
    delay = seconds(variables.get("SOS_DRAIN_DELAY", "0s"))
    assert sleep > 0, "the pod leaves DNS before it stops (preStop)"
    assert delay > 0, "the server says that it is going before it goes"
    assert grace > sleep + delay + drain, "the grace period exceeds preStop, drain delay and drain timeout"


@having()
@every_service
def test_a_service_listens_where_its_name_and_its_probes_ask(variant, program):
    variables = variant.environment(program)
    assert variables.get("SOS_HEALTH_LISTEN", "").rpartition(":")[2] == str(HEALTH_PORT)
    assert variables.get("SOS_LISTEN") == f"[::]:{GRPC_PORT}"


@having()
@every_server
def test_a_server_is_told_the_addresses_of_those_it_may_call(variant, program):
    called = set()
    for name, value in variant.environment(program).items():
        if name.endswith("_TARGET"):
            host, _, port = (value or "").removeprefix("dns:///").rpartition(":")
            called.add((host, int(port)))
    assert called == {(callee, port) for caller, callee, port in ARROWS if caller == program}


@pytest.mark.parametrize("variant", ("production",), indirect=True)
def test_commits_say_which_bytes_they_mean(variant):
    assert variant.environment("ingestion").get("SOS_COMMIT_DIGEST_REQUIRED") == "true"


@having()
@every_service
def test_a_service_is_headless_speaks_grpc_and_ends_at_the_port_of_its_pods(variant, program):
    deployment = variant.deployments[program]
    service = variant.of("Service").get(program)
    assert get(service, "spec", "clusterIP") == "None"
    port = dict(get(service, "spec", "ports", 0) or {})
    assert (port.get("name"), port.get("port"), port.get("appProtocol")) == ("grpc", GRPC_PORT, "kubernetes.io/h2c")
    named = ports_of(variant, program)
    target = port.get("targetPort", port.get("port"))
    assert named.get(target, target) == GRPC_PORT
    assert_selected(deployment, service)


@having()
def test_web_has_one_address_whose_port_80_ends_at_its_pods_and_which_nothing_opens_to_the_world(variant):
    service = variant.of("Service").get("web")
    assert get(service, "spec", "type") == "ClusterIP" and get(service, "spec", "clusterIP") is None
    ports = get(service, "spec", "ports")
    assert [(p["name"], p["port"], p["targetPort"]) for p in ports] == [("http", 80, "http")]
    assert ports[0]["appProtocol"] == ("https" if "tls" in variant.parts else "http")
    assert ports_of(variant, "web")["http"] == HTTP_PORT
    assert variant.environment("web").get("SOS_HTTP_LISTEN") == f"[::]:{HTTP_PORT}"
    assert_selected(variant.deployments["web"], service)
    assert not {o["kind"] for o in variant.objects} & {"Ingress", "Gateway", "HTTPRoute"}
    assert {get(s, "spec", "type") or "ClusterIP" for s in variant.of("Service").values()} == {"ClusterIP"}


@having("sqlite")
def test_ingestion_on_a_volume_is_one_writer_which_never_overlaps_with_the_next(variant):
    spec = variant.deployments["ingestion"]["spec"]
    assert spec.get("replicas") == 1
    assert get(spec, "strategy", "type") == "Recreate"
    pod = spec["template"]["spec"]
    assert get(pod, "securityContext", "fsGroup") == UID
    claims = {v["name"]: get(v, "persistentVolumeClaim", "claimName") for v in pod.get("volumes", [])}
    mounts = {m["mountPath"]: claims.get(m["name"])
              for m in pod["containers"][0].get("volumeMounts", []) if not m.get("readOnly")}
    variables = variant.environment("ingestion")
    claim = mounts.get(variables.get("SOS_DATA_DIR", "/var/lib/sos"))
    assert claim in variant.of("PersistentVolumeClaim"), f"the data directory is a persistent volume: {mounts}"
    for kind in ("PodDisruptionBudget", "HorizontalPodAutoscaler"):
        assert variant.of(kind).get("ingestion") is None, kind


# What runs as several replicas.
SCALED = [(name, program) for name, parts in VARIANTS.items() for program in SERVERS
          if (program, "sqlite" in parts) != ("ingestion", True)]
scaled = pytest.mark.parametrize("variant, program", SCALED, indirect=["variant"])


@scaled
def test_a_new_version_is_rolled_out_without_a_replica_less(variant, program):
    spec = variant.deployments[program]["spec"]
    assert get(spec, "strategy", "type") == "RollingUpdate"
    assert get(spec, "strategy", "rollingUpdate") == {"maxUnavailable": 0, "maxSurge": 1}


@scaled
def test_replicas_spread_over_nodes_and_keep_no_state_of_their_own(variant, program):
    pod = variant.pod(program)
    constraints = pod.get("topologySpreadConstraints") or []
    assert [(c["topologyKey"], get(c, "labelSelector", "matchLabels", NAME)) for c in constraints] == [("kubernetes.io/hostname", program)]
    assert not [v["name"] for v in pod.get("volumes", []) if "persistentVolumeClaim" in v]


@scaled
def test_a_disruption_budget_selects_the_pods_and_lets_a_node_drain(variant, program):
    budget = variant.of("PodDisruptionBudget").get(program)
    assert budget
    assert get(budget, "spec", "selector", "matchLabels") == variant.deployments[program]["spec"]["selector"]["matchLabels"]
    assert (get(budget, "spec", "maxUnavailable") or 0) >= 1


@pytest.mark.parametrize("variant, program", [pair for pair in SCALED if pair[0] != "development"], indirect=["variant"])
def test_an_autoscaler_keeps_at_least_two_replicas(variant, program):
    scaler = variant.of("HorizontalPodAutoscaler").get(program)
    assert get(scaler, "spec", "scaleTargetRef", "name") == program
    assert (get(scaler, "spec", "minReplicas") or 0) >= 2
    assert variant.deployments[program]["spec"].get("replicas", 0) >= 2


def default_read_memory():
    """The default of SOS_READ_MEMORY, from where the program has it."""
    text = (ROOT / "services" / "ingestion" / "files" / "read_cost.h").read_text(encoding="utf-8")
    found = re.search(r"kDefaultReadMemoryBytes = int64_t\{([0-9]+)\} << ([0-9]+);", text)
    return int(found[1]) << int(found[2])


@having()
def test_what_ingestion_may_take_to_read_files_and_512_mib_beside_it_is_within_the_memory_of_its_pod(variant):
    reading = int(variant.environment("ingestion").get("SOS_READ_MEMORY") or default_read_memory())
    for kind in ("limits",) if variant.name == "development" else ("limits", "requests"):
        memory = bytes_of(get(variant.pod("ingestion")["containers"][0], "resources", kind, "memory"))
        assert memory >= reading + (512 << 20), kind
