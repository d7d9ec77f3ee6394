"""The OpenAPI description holds our own version 1 only."""


def only_ours(endpoints: list[tuple[str, str, str, object]]) -> list[tuple[str, str, str, object]]:
    """Wagtail's admin brings REST views of its own; they are not for others."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
