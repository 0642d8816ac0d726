# SPDX-License-Identifier: Apache-2.0
"""Pods and their containers, whatever they run: no rights, no node, no root."""

import re

from kubernetes.manifests import get, having


@having()
def test_no_pod_has_a_right_in_the_cluster_or_anything_of_its_node(variant):
    for name, pod in variant.pods():
        assert pod.get("automountServiceAccountToken") is False, name
        assert pod.get("enableServiceLinks") is False, name
        host = [key for key in ("hostNetwork", "hostPID", "hostIPC") if pod.get(key)]
        host += [v["name"] for v in pod.get("volumes", []) if "hostPath" in v]
        assert not host, name


@having()
def test_every_pod_runs_as_a_user_who_is_not_root_under_the_seccomp_profile_of_the_runtime(variant):
    for name, pod in variant.pods():
        context = pod.get("securityContext") or {}
        assert context.get("runAsNonRoot") is True, name
        assert (context.get("runAsUser") or 0) > 0, name
        assert get(context, "seccompProfile", "type") == "RuntimeDefault", name


@having()
def test_no_pod_has_an_init_container_but_sidecars(variant):
    for name, pod in variant.pods():
        helpers = pod.get("initContainers", [])
        assert all(c.get("restartPolicy") == "Always" for c in helpers), f"{name}: {helpers}"


@having()
def test_every_container_keeps_the_user_of_its_pod_and_can_change_nothing(variant):
    for name, container in variant.containers():
        context = container.get("securityContext") or {}
        assert not set(context) & {"runAsUser", "runAsNonRoot", "privileged", "seccompProfile"}, name
        assert context.get("readOnlyRootFilesystem") is True, name
        assert context.get("allowPrivilegeEscalation") is False, name
        assert context.get("capabilities") == {"drop": ["ALL"]}, name


@having()
def test_every_container_requests_and_is_limited_in_cpu_memory_and_ephemeral_storage(variant):
    for name, container in variant.containers():
        for kind in ("requests", "limits"):
            resources = get(container, "resources", kind) or {}
            assert {"cpu", "memory", "ephemeral-storage"} <= set(resources), f"{kind} of {name}"


@having()
def test_every_image_has_a_tag_or_digest_and_not_latest(variant):
    for name, container in variant.containers():
        image = container["image"]
        assert re.search(r"(:[^/]+|@sha256:[0-9a-f]{64})$", image) and not image.endswith(":latest"), name


@having("pinned")
def test_every_image_is_pinned_by_digest(variant):
    """Named by what it is, so that nobody can put another one under its name."""
    for name, container in variant.containers():
        assert re.search(r"@sha256:[0-9a-f]{64}$", container["image"]), name
