"""Units for systemd 250 or later: one per process, a target for all of them.

The processes see the system read-only, their own folder and the network, and nothing else; secrets come as
credentials, which only they can read. `systemd-analyze security agora-web` says how little is left open.
"""

from config.deployment.plan import CONFIGURATION, Plan
from config.runtime.processes import ALL, OPTIONAL_SECRETS, PREPARE, SECRETS, Process

CLOSED = """\
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
ProcSubset=pid
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RemoveIPC=yes
LockPersonality=yes
CapabilityBoundingSet=
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
UMask=0027
"""
TARGET = """\
[Unit]
Description=Ágora: everything of this city on this machine
Wants={services}

[Install]
WantedBy=multi-user.target
"""


def units(plan: Plan) -> dict[str, str]:
    """File name → content."""
    services = [process for process in ALL if process is not PREPARE]
    names = " ".join(unit_name(process) for process in services)
    made = {unit_name(process): _unit(process, plan) for process in ALL}
    return made | {"agora.target": TARGET.format(services=names)}


def unit_name(process: Process) -> str:
    return f"agora-{process.name}.service"


def _unit(process: Process, plan: Plan) -> str:
    after = "network-online.target" + ("" if process is PREPARE else f" {unit_name(PREPARE)}")
    needs = [] if process is PREPARE else [f"Requires={unit_name(PREPARE)}", "PartOf=agora.target"]
    head = [f"Description={process.title}", f"After={after}", "Wants=network-online.target", *needs]
    lines = ["[Unit]", *head, "", "[Service]", *_service(process, plan), *_account(plan), *_secrets()]
    return "\n".join(lines) + "\n" + CLOSED + "\n[Install]\nWantedBy=agora.target\n"


def _service(process: Process, plan: Plan) -> list[str]:
    settings = {"DJANGO_SETTINGS_MODULE": "config.settings.prod", "AGORA_VAR": "%S/agora"}
    settings |= {"PYTHONUNBUFFERED": "1", "XDG_CACHE_HOME": "%C/agora"} | process.settings
    own = [f"RuntimeDirectory=agora-{process.name}"] if process.counts else []
    if process.counts:
        settings["PROMETHEUS_MULTIPROC_DIR"] = f"%t/agora-{process.name}"
    return [
        *_type(process),
        *_commands(process, plan),
        f"WorkingDirectory={plan.directory}",
        f"EnvironmentFile={CONFIGURATION}/agora.env",
        *(f"Environment={name}={value}" for name, value in settings.items()),
        "StateDirectory=agora",
        "CacheDirectory=agora",
        *own,
        f"MemoryMax={process.memory}",
        "TasksMax=256",
    ]


def _type(process: Process) -> list[str]:
    if process.steps:
        return ["Type=oneshot", "RemainAfterExit=yes", "TimeoutStartSec=30min"]
    kind = "notify" if process.notifies else "exec"
    stop = [f"TimeoutStopSec={process.stop_seconds}", "KillMode=mixed"]
    return [f"Type={kind}", "Restart=always", "RestartSec=2", *stop]


def _commands(process: Process, plan: Plan) -> list[str]:
    # %S is /var/lib; the city's folder is named by the environment, as the command line's ${CITY}.
    whole = (
        [process.arguments("%S/agora/${CITY}")] if process.argv else [list(step) for step in process.steps]
    )
    return [f"ExecStart={plan.python} {' '.join(parts)}" for parts in whole]


def _account(plan: Plan) -> list[str]:
    if plan.user:
        return [f"User={plan.user}"]
    return ["User=agora", "DynamicUser=yes"]


def _secrets() -> list[str]:
    folder = f"{CONFIGURATION}/credentials"
    return [f"LoadCredential={name}:{folder}/{name}" for name in (*SECRETS, *OPTIONAL_SECRETS)]
