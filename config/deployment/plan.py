"""What the documents need to know of an installation."""

from dataclasses import dataclass

from config.runtime.processes import OPTIONAL_SECRETS, SECRETS

CONFIGURATION = "/etc/agora"
WANTED = {
    "CITY": "torreon",
    "PUBLIC_URL": "https://agora.example",
    "ALLOWED_HOSTS": "agora.example",
    "TRUSTED_PROXIES": "1",
    "EMAIL_FROM": "Ágora <no-reply@agora.example>",
    "HOST": "127.0.0.1",
    "PORT": "8000",
    "WEB_WORKERS": "2",
    "WORKERS": "2",
}


@dataclass(frozen=True)
class Plan:
    """`directory`: where the checkout and its .venv are; `user`: a fixed account instead of one per boot."""

    directory: str = "/opt/agora"
    user: str = ""
    city: str = "torreon"

    @property
    def python(self) -> str:
        return f"{self.directory}/.venv/bin/python"


def assignment(name: str, value: str) -> str:
    """A line that systemd, compose and a shell all read alike."""
    return f'{name}="{value}"' if set(value) & set(" <>;&|#") else f"{name}={value}"


def environment(plan: Plan) -> str:
    """The file of settings that are no secrets, with what a city has to change."""
    lines = [assignment(name, value) for name, value in (WANTED | {"CITY": plan.city}).items()]
    secrets = "\n".join(f"#   {name}" for name in (*SECRETS, *OPTIONAL_SECRETS))
    return (
        "# Settings of Ágora; README, Settings, says what each one is. Secrets are no part of this file:\n"
        f"# each is a file of its name in {CONFIGURATION}/credentials (0600, root). The last three may be empty.\n"
        f"{secrets}\n" + "\n".join(lines) + "\n"
    )
