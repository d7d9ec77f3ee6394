"""A compose file (and the image it builds) for one machine or a swarm of them; PostgreSQL and Valkey included.

Secrets are files beside it, mounted where `<NAME>_FILE` points to. What is outside the file system of the image is
two volumes: the data of the city, and the servers' own.
"""

from typing import Any

import yaml

from config.deployment.plan import WANTED, Plan, assignment
from config.runtime.processes import ALL, OPTIONAL_SECRETS, PREPARE, SECRETS, Process

DATA = "/var/lib/agora"
HEALTH = "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=5)"
IGNORED = "".join(f"{name}\n" for name in (".git", ".venv", "var", "secrets", "agora.env", "**/__pycache__"))
CONTAINERFILE = """\
# The image of Ágora: `docker build -f Containerfile .` or `podman build .` in the checkout.
FROM python:3.11-slim-bookworm
RUN apt-get update \\
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 \\
 && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/agora
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt
COPY . .
RUN python config/runtime/__main__.py messages \\
 && useradd --system --uid 10001 --home-dir {data} --create-home agora
ENV PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=config.settings.prod AGORA_VAR={data} XDG_CACHE_HOME={data}/cache
USER agora
VOLUME {data}
EXPOSE 8000
CMD {command}
"""


def compose(plan: Plan) -> str:
    """The text of compose.yaml."""
    services: dict[str, Any] = {process.name: _service(process, plan) for process in ALL}
    services |= {"database": _database(), "broker": _broker()}
    secrets = {_secret(name): {"file": f"./secrets/{name}"} for name in (*SECRETS, *OPTIONAL_SECRETS)}
    secrets["database_password"] = {"file": "./secrets/DATABASE_PASSWORD"}
    document = {
        "services": services,
        "secrets": secrets,
        "volumes": {"data": {}, "database": {}, "broker": {}},
    }
    said = "# Written by `manage.py deployment compose`; secrets are files in ./secrets, settings are in ./agora.env.\n"
    return said + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)


def containerfile() -> str:
    web = next(process for process in ALL if process.serves)
    command = "[" + ", ".join(f'"{part}"' for part in ("python", *web.argv)) + "]"
    return CONTAINERFILE.format(data=DATA, command=command)


def environment(plan: Plan) -> str:
    """agora.env for containers: they listen on all of their own addresses."""
    settings = WANTED | {"CITY": plan.city, "HOST": "0.0.0.0"}
    return "".join(f"{assignment(name, value)}\n" for name, value in settings.items())


def _service(process: Process, plan: Plan) -> dict[str, Any]:
    environment = process.settings | {f"{name}_FILE": f"/run/secrets/{_secret(name)}" for name in _given()}
    service: dict[str, Any] = {
        "image": "agora",
        "build": {"context": ".", "dockerfile": "Containerfile"},
        "command": _command(process, plan),
        "env_file": "agora.env",
        "environment": environment,
        "secrets": [_secret(name) for name in _given()],
        "volumes": [f"data:{DATA}"],
        "read_only": True,
        "tmpfs": ["/tmp"],  # noqa: S108
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "mem_limit": process.memory.lower(),
        "stop_grace_period": f"{process.stop_seconds}s",
    }
    if process.counts:
        service["tmpfs"] = ["/tmp", "/run/agora:uid=10001"]  # noqa: S108
        environment["PROMETHEUS_MULTIPROC_DIR"] = "/run/agora"
    if process is PREPARE:
        return service | {"restart": "no", "depends_on": _when("service_healthy", "database", "broker")}
    service |= {
        "restart": "unless-stopped",
        "depends_on": _when("service_completed_successfully", PREPARE.name),
    }
    if process.serves:
        service |= {"ports": ["127.0.0.1:8000:8000"], "healthcheck": _health("python", "-c", HEALTH)}
    return service


def _command(process: Process, plan: Plan) -> list[str]:
    if process.argv:
        return ["python", *process.arguments(f"{DATA}/{plan.city}")]
    steps = " && ".join(" ".join(("python", *step)) for step in process.steps)
    return ["sh", "-c", steps]


def _database() -> dict[str, Any]:
    return {
        "image": "postgres:18",
        "environment": {
            "POSTGRES_USER": "agora",
            "POSTGRES_DB": "agora",
            "POSTGRES_PASSWORD_FILE": "/run/secrets/database_password",
        },
        "secrets": ["database_password"],
        "volumes": ["database:/var/lib/postgresql"],
        "restart": "unless-stopped",
        "healthcheck": _health("pg_isready", "-U", "agora"),
    }


def _broker() -> dict[str, Any]:
    return {
        "image": "valkey/valkey:8",
        "command": ["valkey-server", "--appendonly", "yes"],
        "volumes": ["broker:/data"],
        "restart": "unless-stopped",
        "healthcheck": _health("valkey-cli", "ping"),
    }


def _health(*command: str) -> dict[str, Any]:
    return {
        "test": ["CMD", *command],
        "interval": "10s",
        "timeout": "6s",
        "retries": 6,
        "start_period": "30s",
    }


def _when(condition: str, *services: str) -> dict[str, dict[str, str]]:
    return {service: {"condition": condition} for service in services}


def _given() -> tuple[str, ...]:
    return (*SECRETS, *OPTIONAL_SECRETS)


def _secret(name: str) -> str:
    return name.lower()
