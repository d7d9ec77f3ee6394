"""The first texts, read from texts/<language>.yaml."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).parent / "texts"


class PageText(BaseModel):
    """One page as first written; `body` is a StreamField's raw data."""

    model_config = ConfigDict(extra="forbid")

    title: str
    type: Literal["", "notice", "guide"] = ""
    headline: str = ""
    lead: str = ""
    version: str = ""
    in_force_from: date | None = None
    body: list[dict[str, Any]] = Field(default_factory=list)
    children: dict[str, "PageText"] = Field(default_factory=dict)


def read(language: str, city: str) -> dict[str, PageText]:
    """Pages by slug ("home" first) with the city's name filled in; a language without texts reads English."""
    path = FOLDER / f"{language}.yaml"
    source = (path if path.is_file() else FOLDER / "en.yaml").read_text(encoding="utf-8")
    document = yaml.safe_load(source)
    return {slug: PageText.model_validate(_fill(text, city)) for slug, text in document.items()}


def _fill(value: Any, city: str) -> Any:
    if isinstance(value, str):
        return value.replace("{city}", city)
    if isinstance(value, dict):
        return {key: _fill(each, city) for key, each in value.items()}
    return [_fill(each, city) for each in value] if isinstance(value, list) else value
