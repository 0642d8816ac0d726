# SPDX-License-Identifier: Apache-2.0
"""The variants of the deployment as kustomize builds them, and how to read them."""

import hashlib
import os
import re
import shutil
import subprocess

import pytest
from harness.real_suite import ROOT

# The services with an RPC listener, and every server: web is a client of theirs and serves HTTP.
SERVICES = ("ingestion", "indicator", "eligibility", "reporting")
SERVERS = (*SERVICES, "web")
GRPC_PORT = 8080
HTTP_PORT = 8088
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
    ("web", "ingestion", GRPC_PORT),
    ("web", "indicator", GRPC_PORT),
    ("web", "eligibility", GRPC_PORT),
    ("web", "reporting", GRPC_PORT),
}

# What each variant has beside the servers.
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


class Manifests:
    """The objects of one built kustomization."""

    def __init__(self, text):
        import yaml
        self.objects = [o for o in yaml.safe_load_all(text) if o]

    def of(self, kind):
        return {o["metadata"]["name"]: o for o in self.objects if o["kind"] == kind}


class Variant(Manifests):
    """`parts` is what it has beside the servers."""

    def __init__(self, name, text):
        super().__init__(text)
        self.name, self.parts = name, VARIANTS[name]
        self.deployments, self.config_maps = self.of("Deployment"), self.of("ConfigMap")

    def pod(self, program):
        return self.deployments[program]["spec"]["template"]["spec"]

    def environment(self, program):
        return environment(self.pod(program), self.config_maps)

    def pods(self):
        """(kind/name, pod) of everything that runs pods."""
        for kind in ("Deployment", "StatefulSet", "Job"):
            for name, workload in self.of(kind).items():
                yield f"{kind}/{name}", workload["spec"]["template"]["spec"]
        for name, workload in self.of("CronJob").items():
            yield f"CronJob/{name}", workload["spec"]["jobTemplate"]["spec"]["template"]["spec"]

    def containers(self):
        """(kind/name/container, container) of all of them, sidecars as well."""
        for name, pod in self.pods():
            for container in pod["containers"] + pod.get("initContainers", []):
                yield f"{name}/{container['name']}", container


def having(*parts):
    """Tests every variant that has these parts, all of them if none is named."""
    return pytest.mark.parametrize("variant", [name for name, found in VARIANTS.items() if set(parts) <= found], indirect=True)


every_server = pytest.mark.parametrize("program", SERVERS)
every_service = pytest.mark.parametrize("program", SERVICES)


def skip_unless_buildable():
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not installed")
    # kubectl tells its kustomize since 1.24; older ones do not know all fields used here.
    told = subprocess.run(["kubectl", "version", "--client"], capture_output=True, text=True, check=False).stdout
    if not re.search(r"^Kustomize Version", told, re.MULTILINE):
        pytest.skip("this kubectl is older than 1.27")
    pytest.importorskip("yaml", reason="PyYAML is not installed (Debian: python3-yaml)")


def kustomize(folder):
    done = subprocess.run(["kubectl", "kustomize", folder], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{folder} does not build: {done.stderr}"
    return done.stdout


def agency_overlay(folder):
    """The overlay that k8s/README.md shows to agencies, with digests that stand for theirs."""
    shutil.copy(ROOT / "k8s" / "components" / "redis-tls" / "stunnel.conf", folder)
    section = (ROOT / "k8s" / "README.md").read_text(encoding="utf-8").split("\n## An overlay of your own\n", 1)[1]
    shown = re.search(r"^```yaml\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)[1]
    production = os.path.relpath(ROOT / "k8s" / "overlays" / "production", folder)
    digest = hashlib.sha256(b"an image").hexdigest()
    (folder / "kustomization.yaml").write_text(shown.replace("../production", production).replace("sha256:...", f"sha256:{digest}"))
    return folder


def build(name, folder):
    """`folder` is an empty one, for an overlay that the project does not have as files."""
    if name == "agency":
        return Variant(name, kustomize(agency_overlay(folder)))
    return Variant(name, kustomize(ROOT / "k8s" / ("base" if name == "base" else f"overlays/{name}")))


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


def bytes_of(quantity):
    """A quantity of memory, such as 512Mi or 4Gi."""
    number, unit = re.fullmatch(r"([0-9]+)(Ki|Mi|Gi)", str(quantity)).groups()
    return int(number) << {"Ki": 10, "Mi": 20, "Gi": 30}[unit]
