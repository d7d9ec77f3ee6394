"""Addresses and answers of the administration of people, in short."""

from tests.access.acting_on_people import user

LIST = "/admin/personas/"


def of(name: str, rest: str = "") -> str:
    return f"{LIST}{user(name).pk}/{rest}"


def text(answer) -> str:
    return answer.content.decode()


def names(answer) -> set[str]:
    return {row.user.username for row in answer.context["rows"]}
