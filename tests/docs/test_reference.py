"""What a steward, an operator or a developer can use is written down, or the build fails; and nothing else is."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import URLPattern, URLResolver, get_resolver

from casetypes.definitions.linter.pages import rule_pages
from casetypes.definitions.schema import city, service
from casetypes.kernel import extension_points, vocabulary
from casetypes.kernel.extension_points import ExtensionPoint
from casetypes.kernel.registry import Registry, channels, definition_commands, effects, field_types, guards
from casetypes.notifications import words
from tests.architecture.tree import CODE, ROOT, python

REFERENCE = (ROOT / "workflows_yaml" / "REFERENCE.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
OURS = set(CODE)


def section(text: str, title: str) -> str:
    """What stands under the heading that holds these words, up to the next one."""
    found = re.search(
        rf"^## [^\n]*{re.escape(title)}[^\n]*\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE
    )
    assert found, title
    return found[1]


def first_cells(text: str) -> set[str]:
    """Names in back-quotes in the first column of the tables."""
    rows = [line.replace("\\|", "/").split("|")[1] for line in text.splitlines() if line.startswith("|")]
    return {name for cell in rows for name in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize(
    ("title", "registry"), [("Field types", field_types), ("Effects", effects), ("Guards", guards)]
)
def test_every_plugin_has_its_row_and_no_row_is_left_over(title: str, registry: Registry):
    documented = first_cells(section(REFERENCE, title)) - {"type"}
    assert documented == set(registry.keys())


def test_every_option_of_a_field_type_is_named():
    rows = {
        line.split("|")[1].strip(" `"): line
        for line in section(REFERENCE, "Field types").splitlines()
        if line.startswith("| `")
    }
    common = set(service.AnyField.__origin__.model_fields)
    files = {"accept", "max_size"}
    for key, field_type in field_types.items():
        own = set(field_type.Options.model_fields) - common - (files if key == "signature" else set())
        assert [option for option in sorted(own) if f"`{option}" not in rows[key]] == [], key


def test_every_channel_is_named():
    assert [key for key in channels if f"`{key}`" not in section(REFERENCE, "Messages")] == []


def test_every_lint_rule_has_its_row_and_no_row_is_left_over():
    assert first_cells(section(REFERENCE, "Lint rules")) == set(rule_pages())


def test_every_word_of_a_message_is_explained(report):
    case = report("bache")
    known = set(words.facts(case, case.events.first(), "es"))
    explained = set(re.findall(r"\{\{ (\w+) \}\}", section(REFERENCE, "Messages")))
    assert known <= explained
    assert explained - known == {"pregunta", "motivo"}


@pytest.mark.parametrize(
    "closed_list",
    [vocabulary.ROLES, vocabulary.PUBLIC_STATUSES, vocabulary.FINAL_KINDS, vocabulary.PRIORITIES],
)
def test_every_word_of_the_closed_lists_is_named(closed_list: tuple[str, ...]):
    assert [word for word in closed_list if f"`{word}`" not in REFERENCE] == []


def test_every_key_of_a_transition_a_clock_and_a_message_is_named():
    for model in (service.Transition, service.Opening, service.Clock, city.MessageTemplate):
        keys = {field.alias or name for name, field in model.model_fields.items()}
        assert [key for key in sorted(keys) if not re.search(rf"`[^`]*\b{key}\b[^`]*`", REFERENCE)] == [], (
            model
        )


def test_every_subcommand_of_definitions_has_its_row():
    rows = {name.split()[0] for name in first_cells(section(REFERENCE, "Commands"))}
    assert set(definition_commands) <= rows


def settings_read() -> set[str]:
    """Names of the environment that the product asks for."""
    asked = re.compile(r"""env\.(?:text|flag|number|words)\(\s*"([A-Z_]+)""")
    environment = re.compile(r"""os\.environ(?:\.get\(|\[)\s*"([A-Z_]+)""")
    found: set[str] = set()
    for path in python():
        text = path.read_text(encoding="utf-8")
        found |= set(asked.findall(text)) | set(environment.findall(text))
    return found - BELONGS_TO_THE_SYSTEM


BELONGS_TO_THE_SYSTEM = {
    "PATH", "TERM", "NO_COLOR", "DEBIAN_FRONTEND", "PLAYWRIGHT_BROWSERS_PATH", "ARGS", "YES", "SUDO_UID",
    "DJANGO_SETTINGS_MODULE", "AGORA_TEST_FILES", "PYTEST_XDIST_WORKER", "LANG", "HOME",
    "SOURCE_DATE_EPOCH", "CREDENTIALS_DIRECTORY",
}  # fmt: skip


def test_every_setting_has_its_row_and_no_row_is_left_over():
    assert first_cells(section(README, "Settings")) == settings_read()


def our_commands() -> set[str]:
    return {name for name, app in get_commands().items() if app.split(".")[0] in OURS}


def test_every_command_of_ours_has_its_row():
    assert first_cells(section(README, "Commands")) >= our_commands()


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+): .*##", makefile, re.MULTILINE))


def test_the_make_targets_of_the_documents_exist_and_all_are_named():
    documents = [README, ARCHITECTURE, (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")]
    named = {name for text in documents for name in re.findall(r"`[^`\n]*\bmake ([a-z]+)", text)}
    named |= set(re.findall(r"^(?:[A-Z_]+=\S+ )*make ([a-z]+)", README, re.MULTILINE))
    assert named - targets() == set()
    assert targets() - named == set()


def test_the_commands_of_the_documents_exist():
    documents = [*ROOT.glob("*.md"), *(ROOT / "workflows_yaml").glob("*.md")]
    for path in documents:
        called = set(re.findall(r"manage\.py ([a-z_]+)", path.read_text(encoding="utf-8")))
        assert called <= set(get_commands()), path.name


def addresses(resolver: URLResolver, prefix: str = "") -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            found.add(path)
        elif path.startswith("api/"):
            found |= addresses(entry, path)
    return found


def test_every_address_of_the_api_is_documented():
    api = {
        path
        for path in addresses(get_resolver())
        if path.startswith("api/v1/") or path in {"healthz", "readyz", "metrics"}
    }
    assert len(api) > 8
    spoken = {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", path) for path in api if "<path:" not in path}
    documented = first_cells(section(ARCHITECTURE, "The API"))
    assert documented == spoken


def test_every_extension_point_is_documented():
    points = {name for name, value in vars(extension_points).items() if isinstance(value, ExtensionPoint)}
    assert first_cells(section(ARCHITECTURE, "Extension points")) == points


@pytest.mark.parametrize(
    "path", [*ROOT.glob("*.md"), *(ROOT / "workflows_yaml").glob("*.md")], ids=lambda p: p.name
)
def test_links_of_the_documents_lead_somewhere(path: Path):
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8"))
    broken = [each for each in targets if "://" not in each and not (path.parent / each).exists()]
    assert broken == []


def test_folders_named_in_the_tree_exist():
    tree = re.search(r"```\n(config/.*?)```", ARCHITECTURE, re.DOTALL)[1]
    names = re.findall(r"^(\w+)/", tree, re.MULTILINE)
    assert [name for name in names if not (ROOT / name).is_dir()] == []
