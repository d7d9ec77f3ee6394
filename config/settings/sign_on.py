"""Single sign-on. Providers stand in the city's sign_on.yaml; only their secrets come from here."""

from config import env


def SSO_SECRET(provider: str) -> str:  # noqa: N802  a setting; asked by the key of a provider
    """What the provider gave this platform as its secret; "" for a client without one."""
    return env.text("SSO_SECRET_" + provider.upper().replace("-", "_"))


SSO_PATIENCE = env.number("SSO_PATIENCE", 5)  # seconds a provider may take for one answer
