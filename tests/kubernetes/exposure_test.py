# SPDX-License-Identifier: Apache-2.0
"""Encryption, tokens, secrets and who may talk to whom, where a variant has them."""

from kubernetes.manifests import (ARROWS, CACHING, EXTERNAL, GRPC_PORT, HTTP_PORT, METRICS_PORT, NAME, NAMESPACE, POSTGRES_PORT,
                                  REDIS_PORT, SENTINEL_PORT, SERVERS, SERVICES, STORING, every_server, get, having)


def mounts(pod):
    """{path: volume} of the first container of a pod."""
    return {m["mountPath"]: m["name"] for m in pod["containers"][0].get("volumeMounts", [])}


def variable(variant, name):
    """How a variable of ingestion is given."""
    return {v["name"]: v for v in variant.pod("ingestion")["containers"][0].get("env", [])}.get(name)


@having()
@every_server
def test_a_server_is_open_for_development_alone(variant, program):
    # In clear text without authentication. The base is no deployment.
    variables = variant.environment(program)
    guarded = "SOS_TLS_CERTIFICATE" in variables and "SOS_AUTH_JWKS" in variables
    assert guarded == ("auth" in variant.parts)
    assert (variables.get("SOS_INSECURE") == "true") == (variant.name == "development")


@having("tls")
@every_server
def test_a_certificate_is_a_secret_by_reference_and_services_are_asked_for_theirs(variant, program):
    pod, variables = variant.pod(program), variant.environment(program)
    volumes = {v["name"]: v for v in pod.get("volumes", [])}
    assert get(volumes, mounts(pod).get("/etc/sos/tls", ""), "secret", "secretName") == f"sos-{program}-tls"
    for name in ("SOS_TLS_CERTIFICATE", "SOS_TLS_KEY", "SOS_TLS_CA"):
        assert variables.get(name, "").startswith("/etc/sos/tls/"), name
    assert variables.get("SOS_TLS_CLIENTS") in ("optional", "required")


@having("auth")
@every_server
def test_tokens_are_checked_against_mounted_keys_of_one_issuer_for_one_audience(variant, program):
    variables = variant.environment(program)
    assert variables.get("SOS_AUTH_JWKS", "").startswith("/etc/sos/identity/")
    assert "/etc/sos/identity" in mounts(variant.pod(program))
    assert variables.get("SOS_AUTH_ISSUER") and variables.get("SOS_AUTH_AUDIENCE")


@having("auth")
@every_server
def test_the_servers_know_each_other_by_name(variant, program):
    assert set(variant.environment(program).get("SOS_AUTH_SERVICES", "").split(",")) == set(SERVERS)


@having("auth")
@every_server
def test_each_caller_is_limited_and_reflection_is_off(variant, program):
    variables = variant.environment(program)
    assert int(variables.get("SOS_CALLER_RATE", 0)) > 0 and int(variables.get("SOS_CALLER_CONCURRENCY", 0)) > 0
    assert variables.get("SOS_REFLECTION") == "false"


@having()
def test_the_database_is_a_secret_by_reference(variant):
    if "sqlite" not in variant.parts:
        assert get(variable(variant, "SOS_POSTGRES"), "valueFrom", "secretKeyRef", "name") == "sos-postgres"


@having("redis-tls")
def test_those_that_cache_speak_tls_to_redis_through_stunnel_and_to_nothing_else(variant):
    for program in CACHING:
        assert [c["name"] for c in variant.pod(program)["containers"]] == [program, "stunnel"]
        assert variant.environment(program).get("SOS_REDIS_ADDRESS") == "unix:/run/redis/redis.sock", program


@having("postgres-tls")
def test_whatever_connects_to_the_database_has_its_authority(variant):
    owners = {"ingestion": variant.deployments["ingestion"], "migration": variant.of("Job")["migration"],
              "backup": variant.of("CronJob")["backup"]["spec"]["jobTemplate"]}
    for name, owner in owners.items():
        assert "/etc/sos/postgres" in mounts(owner["spec"]["template"]["spec"]), name


@having("audit-log")
def test_audit_logs_are_shipped(variant):
    for program in ("ingestion", "indicator"):
        assert [c["name"] for c in variant.pod(program).get("initContainers", [])] == ["audit-log"], program


@having("migration")
def test_a_job_brings_the_tables_up_to_date_and_the_servers_do_not(variant):
    assert "migration" in variant.of("Job")
    assert get(variable(variant, "SOS_POSTGRES_MIGRATE"), "value") == "false"


@having("backup")
def test_a_backup_is_made_by_schedule_one_at_a_time(variant):
    job = variant.of("CronJob").get("backup")
    arguments = get(job, "spec", "jobTemplate", "spec", "template", "spec", "containers", 0, "args")
    assert arguments == ["backup", "--postgres", "/backups"]
    assert get(job, "spec", "concurrencyPolicy") == "Forbid"


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


def arrows_of(parts):
    arrows = set(ARROWS)
    if "redis" in parts:
        arrows |= {(caller, "redis", port) for caller in (*CACHING, "redis") for port in (REDIS_PORT, SENTINEL_PORT)}
    if "postgres" in parts:
        arrows |= {(caller, "postgres", POSTGRES_PORT) for caller in STORING}
    return arrows


@having()
def test_a_policy_denies_everything_to_all_pods(variant):
    assert [name for name, policy in variant.of("NetworkPolicy").items()
            if policy["spec"]["podSelector"] == {}
            and set(policy["spec"].get("policyTypes", [])) == {"Ingress", "Egress"}
            and not policy["spec"].get("ingress") and not policy["spec"].get("egress")]


@having()
def test_every_policy_declares_the_directions_that_it_allows(variant):
    for name, policy in variant.of("NetworkPolicy").items():
        rules = {kind for kind in ("Ingress", "Egress") if policy["spec"].get(kind.lower())}
        assert rules <= set(policy["spec"].get("policyTypes", [])), name


@having()
def test_within_the_namespace_those_talk_that_must_and_nobody_else(variant):
    out, _ = connections(variant.of("NetworkPolicy"), "egress", "to")
    into, _ = connections(variant.of("NetworkPolicy"), "ingress", "from")
    into = {(caller, callee, port) for callee, caller, port in into}
    arrows = {(caller, callee, f"{port}/TCP") for caller, callee, port in arrows_of(variant.parts)}
    assert arrows and out == arrows, "may call"
    assert into == arrows, "may be called by"


@having()
def test_outside_only_dns_and_what_is_external_may_be_asked(variant):
    _, found = connections(variant.of("NetworkPolicy"), "egress", "to")
    dns = str({"namespaceSelector": {"matchLabels": {NAMESPACE: "kube-system"}},
               "podSelector": {"matchLabels": {"k8s-app": "kube-dns"}}})
    askers = {*SERVERS} | ({"redis", "migration", "backup"} & variant.parts)
    outside = {(program, dns, port) for program in askers for port in ("53/UDP", "53/TCP")}
    if "external" in variant.parts:
        postgres, redis = (str({"ipBlock": {"cidr": cidr}}) for cidr in EXTERNAL[variant.name])
        outside |= {(program, postgres, f"{POSTGRES_PORT}/TCP") for program in STORING}
        outside |= {(program, redis, f"{REDIS_PORT}/TCP") for program in CACHING}
    assert found == outside


@having()
def test_from_outside_only_labeled_namespaces_may_call(variant):
    _, found = connections(variant.of("NetworkPolicy"), "ingress", "from")
    access = str({"namespaceSelector": {"matchLabels": {"sos.access": "true"}}})
    ingress = str({"namespaceSelector": {"matchLabels": {"sos.ingress": "true"}}})
    callers = {(program, access, f"{GRPC_PORT}/TCP") for program in SERVICES} | {("web", ingress, f"{HTTP_PORT}/TCP")}
    if "metrics" in variant.parts:
        prometheus = str({"namespaceSelector": {"matchLabels": {"sos.metrics": "true"}}})
        callers |= {(program, prometheus, f"{METRICS_PORT}/TCP") for program in SERVERS}
    assert found == callers
