# SPDX-License-Identifier: Apache-2.0
"""The variants of the deployment, each built once, without a cluster."""

import functools
import pathlib
import tempfile

import pytest

pytest.register_assert_rewrite("kubernetes.manifests")
from kubernetes import manifests  # noqa: E402


@pytest.fixture(scope="session")
def built():
    """A function: the variant of a name."""
    manifests.skip_unless_buildable()
    with tempfile.TemporaryDirectory() as name:
        yield functools.cache(lambda variant: manifests.build(variant, pathlib.Path(name)))


@pytest.fixture
def variant(request, built):
    """See `having` in manifests.py."""
    return built(request.param)
