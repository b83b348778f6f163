"""What we ship for containers and Kubernetes says what the workshop really is: its options, its ports, its names."""

import json
import re
import shlex
import subprocess
import sys
from dataclasses import fields
from fnmatch import fnmatch
from pathlib import Path

import click
import kubernetes_validate
import pytest
import yaml

from tests.server import Server
from tests.test_docs import files
from workshop.cli import serve
from workshop.paths import ROOT
from workshop.serve.ways import Way
from workshop.settings import settings

DEPLOY = ROOT / "deploy"
MANIFESTS = [
    (path.name, manifest)
    for path in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for manifest in yaml.safe_load_all(path.read_text(encoding="utf-8"))
]
#: The oldest and the newest version of Kubernetes that we look at.
VERSIONS = ("1.33", kubernetes_validate.latest_version())
PORTS = {"people": 8866, "desk": 8867}
CONTAINERFILE = re.sub(r"\\\n\s*", "", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))


def of_kind(kind: str) -> list[dict]:
    return [manifest for _, manifest in MANIFESTS if manifest["kind"] == kind]


def the(kind: str) -> dict:
    (found,) = of_kind(kind)
    return found


def pod() -> dict:
    return the("Deployment")["spec"]["template"]


def container() -> dict:
    (found,) = pod()["spec"]["containers"]
    return found


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.*)$", CONTAINERFILE, re.MULTILINE)


def understood(arguments: list[str]) -> click.Context:
    """Return what “workshop serve” makes of these arguments; it refuses those that it does not know."""
    assert arguments[0] == "serve"
    context = serve.make_context("serve", arguments[1:])
    Way(proxies=context.params["proxies"], address=context.params["address"]).check()
    return context


def known_variables(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the variables of the environment that the workshop's settings change by."""
    named = set(
        re.findall(r"WORKSHOP_[A-Z_]+", (ROOT / "workshop" / "settings.py").read_text(encoding="utf-8"))
    )
    known = set()
    for name in named:
        with monkeypatch.context() as changed:
            for other in named:
                changed.delenv(other, raising=False)
            before = settings()
            changed.setenv(name, "/other")
            after = settings()
        if any(getattr(before, field.name) != getattr(after, field.name) for field in fields(before)):
            known.add(name)
    return known


# Kubernetes


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("file", "manifest"), MANIFESTS, ids=lambda part: part if isinstance(part, str) else part["kind"]
)
def test_a_manifest_is_what_kubernetes_expects(file: str, manifest: dict, version: str) -> None:
    kubernetes_validate.validate(manifest, version, strict=True)
    assert manifest["kind"] == "Namespace" or manifest["metadata"]["namespace"] == "workshop", file


def test_the_servers_are_started_with_options_that_there_are_and_listen_where_the_manifest_says() -> None:
    chosen = understood(container()["args"]).params
    listens = {"people": chosen["port"], "desk": chosen["facilitator_port"] or chosen["port"] + 1}
    assert {port["name"]: port["containerPort"] for port in container()["ports"]} == listens == PORTS
    assert chosen["no_browser"]
    assert chosen["facilitator_host"] == chosen["host"] == "0.0.0.0"  # a service comes from outside the pod


def test_the_servers_are_told_of_variables_that_the_workshop_reads_and_no_secret_is_shipped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    secret = the("Secret")
    assert secret["stringData"].keys() <= known_variables(monkeypatch)
    assert [source["secretRef"]["name"] for source in container()["envFrom"]] == [secret["metadata"]["name"]]
    assert "env" not in container()
    assert secret["stringData"]["WORKSHOP_SECRET"] == "CHANGE-THIS"
    assert ":PASSWORD@" in secret["stringData"]["WORKSHOP_DATABASE_URL"]
    # A service's name makes variables too, and "workshop" would make WORKSHOP_PORT.
    assert pod()["spec"]["enableServiceLinks"] is False


def test_a_secret_that_nobody_changed_opens_no_workshop(tmp_path: Path) -> None:
    from tests.test_cli import sentence, workshop

    secret = the("Secret")["stringData"]["WORKSHOP_SECRET"]
    done = workshop("serve", "--no-browser", "--port", 0, "--data", tmp_path, WORKSHOP_SECRET=secret)
    assert "WORKSHOP_SECRET needs 32" in sentence(done)


def test_a_pod_can_do_nothing_but_serve() -> None:
    spec = pod()["spec"]
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert spec["automountServiceAccountToken"] is False
    limits = container()["securityContext"]
    assert limits == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {volume["name"] for volume in spec["volumes"]} == {
        mount["name"] for mount in container()["volumeMounts"]
    }
    assert {mount["mountPath"] for mount in container()["volumeMounts"]} == {"/data", "/tmp"}


def test_everything_is_about_the_same_pods_and_the_facilitators_door_is_on_no_ingress() -> None:
    labels = pod()["metadata"]["labels"]
    selectors = [
        the("Deployment")["spec"]["selector"]["matchLabels"],
        the("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        the("NetworkPolicy")["spec"]["podSelector"]["matchLabels"],
        *(service["spec"]["selector"] for service in of_kind("Service")),
    ]
    assert all(selector == labels for selector in selectors)
    services = {service["metadata"]["name"]: service["spec"]["ports"] for service in of_kind("Service")}
    for ports in services.values():
        assert [port["port"] for port in ports] == [PORTS[port["targetPort"]] for port in ports]
    backends = [
        path["backend"]["service"]
        for rule in the("Ingress")["spec"]["rules"]
        for path in rule["http"]["paths"]
    ]
    assert [backend["port"]["name"] for backend in backends] == ["people"]
    assert [port["name"] for port in services[backends[0]["name"]]] == ["people"]
    opened = [port["port"] for rule in the("NetworkPolicy")["spec"]["ingress"] for port in rule["ports"]]
    assert opened == [PORTS["people"]]


def test_people_come_to_the_address_that_the_servers_give_them() -> None:
    host = understood(container()["args"]).params["address"].removeprefix("https://")
    ingress = the("Ingress")["spec"]
    assert [rule["host"] for rule in ingress["rules"]] == [host]
    assert ingress["tls"][0]["hosts"] == [host]
    assert the("Ingress")["metadata"]["annotations"]["haproxy.org/cookie-persistence"]


def test_a_server_may_go_only_where_its_database_is() -> None:
    policy = the("NetworkPolicy")["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    database = the("Secret")["stringData"]["WORKSHOP_DATABASE_URL"]
    first = policy["egress"][0]
    assert first["ports"] == [{"port": 5432}]
    assert f"@{first['to'][0]['ipBlock']['cidr'].removesuffix('/32')}/" in database
    assert len(policy["egress"]) == 2  # and to who knows the names of hosts


@pytest.mark.parametrize("probe", ["startupProbe", "readinessProbe", "livenessProbe"])
def test_a_probe_says_whether_a_real_server_works(probe: str, served: Server) -> None:
    command = container()[probe]["exec"]["command"]
    assert_tells(command, served)


def assert_tells(command: list[str], served: Server) -> None:
    """Make sure that a command ends well for a server that works, and badly where there is none."""
    assert command[0] == "python"
    for host, works in ((served.host, True), ("127.0.0.1:9", False)):
        told = [part.replace("127.0.0.1:8866", host) for part in command[1:]]
        assert told != command[1:]
        done = subprocess.run([sys.executable, *told], capture_output=True, timeout=60, check=False)
        assert (done.returncode == 0) is works


# The container


def test_the_container_is_made_of_files_that_are_there_and_of_no_records() -> None:
    wanted = [part for line in instructions("COPY") for part in line.split()[:-1]]
    known = {path.relative_to(ROOT).as_posix() for path in files()}
    assert wanted
    for name in wanted:
        assert any(path == name or path.startswith(name) for path in known), name
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert next(line for line in ignored if not line.startswith("#")) == "*"
    let_in = [line[1:] for line in ignored if line.startswith("!")]
    for name in wanted:
        assert any(pattern.startswith(name.rstrip("/")) for pattern in let_in), name
    for record in ("data/workshop.db", "data/workshop.db-wal", "data/secrets/cookies", "data/meeting.age"):
        assert not any(fnmatch(record, pattern) for pattern in let_in)
    shipped = [path for path in known if path.startswith("data/")]
    assert all(any(fnmatch(path, pattern) for pattern in let_in) for path in shipped)


def test_the_container_starts_a_command_that_there_is_as_nobody_in_particular(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    entry, command = (json.loads(instructions(name)[0]) for name in ("ENTRYPOINT", "CMD"))
    assert entry == ["tini", "--", "workshop"]
    chosen = understood(command).params
    exposed = [int(port) for port in instructions("EXPOSE")[0].split()]
    assert exposed == [chosen["port"], chosen["port"] + 1] == list(PORTS.values())
    user = instructions("USER")[0]
    security = pod()["spec"]["securityContext"]
    assert user == f"{security['runAsUser']}:{security['runAsGroup']}"
    assert not user.startswith("0")
    variables = dict(part.split("=", 1) for line in instructions("ENV") for part in shlex.split(line))
    ours = {name for name in variables if name.startswith("WORKSHOP_")}
    assert ours <= known_variables(monkeypatch)
    assert variables["WORKSHOP_DATA"] == instructions("VOLUME")[0] == "/data"
    assert not any("SECRET" in name or "URL" in name for name in variables)


def test_the_container_says_whether_it_works(served: Server) -> None:
    (line,) = instructions("HEALTHCHECK")
    assert_tells(json.loads(line[line.index("CMD ") + 4 :]), served)


def test_the_container_has_a_python_that_the_workshop_runs_on() -> None:
    (base,) = instructions("FROM")
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    version = base.removeprefix("python:").removesuffix("-slim")
    assert f"python={version}" in environment["dependencies"]
