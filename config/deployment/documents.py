"""Which files each kind of deployment needs."""

from collections.abc import Callable

from config.deployment import compose, plan, systemd
from config.deployment.plan import Plan

KINDS: dict[str, Callable[[Plan], dict[str, str]]] = {
    "systemd": lambda wished: systemd.units(wished) | {"agora.env": plan.environment(wished)},
    "compose": lambda wished: {
        "compose.yaml": compose.compose(wished),
        "Containerfile": compose.containerfile(),
        ".dockerignore": compose.IGNORED,
        "agora.env": compose.environment(wished),
    },
}


def documents(kind: str, wished: Plan) -> dict[str, str]:
    """File name → content. `kind` is one of KINDS."""
    return KINDS[kind](wished)
