"""Sealed data opens in a few named places: each records who reads it, shows it to its owner, or has a reason to need it
that shows it to nobody."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture.tree import named, python

OPENERS = {
    "casetypes.kernel.sealing.open_sealed", "casetypes.citizens.services.open_answers",
    "casetypes.citizens.services.contact", "casetypes.citizens.selectors.addresses",
    "casetypes.citizens.selectors.opened",
}  # fmt: skip
RECORDS = {  # every caller of these leaves a row of `PersonalReading`
    "casetypes/cases/personal_data/personal.py:_opened",
    "casetypes/evidence/services.py:read_original",
}
OWNER = {  # to whom it belongs, who has proven it
    "casetypes/accounts/drafts.py:of": "the secrets of one's own unfinished forms",
    "casetypes/accounts/taking_along.py:everything": "all of one's data, taken along",
    "casetypes/accounts/taking_along.py:_personal": "all of one's data, taken along",
    "casetypes/accounts/llave_mx/linking.py:curp_of": "one's own CURP, masked on one's own pages",
    "casetypes/intake/drafts.py:load": "an unfinished form, by the secret of who writes it",
    "cms/account/views/cases.py:home": "one's own addresses",
    "cms/account/views/data.py:mine": "one's own addresses",
    "cms/account/views/removal.py:remove": "one's own addresses, one of which leaves",
    "cms/account/views/deletion.py:_send": "a code is sent to one's own address",
    "cms/account/views/follows.py:listed": "whether oneself can be reached",
    "cms/account/llave_mx/masked.py:addresses": "one's own addresses, masked",
    "cms/account/llave_mx/pending.py:kept": "what Llave MX told of who signs in, until they decide",
    "cms/portal/visit.py:open_visit": "one's own addresses, filled in one's own form",
    "cms/portal/views/done.py:done": "whether oneself can be reached",
}
SYSTEM = {  # nobody is shown it
    "casetypes/kernel/sealing.py:unwrap": "the key of a person or a file",
    "casetypes/citizens/services.py:contact": "an opener itself",
    "casetypes/citizens/services.py:open_answers": "an opener itself",
    "casetypes/citizens/selectors.py:opened": "an opener itself",
    "casetypes/citizens/selectors.py:addresses": "an opener itself",
    "casetypes/access/entry/second_factor.py:key_of": "the secret of an authenticator app, no data of a citizen",
    "casetypes/accounts/codes.py:address_in": "a code is sent",
    "casetypes/accounts/sending.py:_address": "a code is sent",
    "casetypes/accounts/address_letters.py:carry": "a message is sent",
    "casetypes/accounts/services.py:add_address": "the addresses one had are told of a new one",
    "casetypes/accounts/services.py:not_mine": "the addresses of an account are told that its number left",
    "casetypes/accounts/services.py:number_of": "the person's own number, on their own page",
    "casetypes/accounts/services.py:remove_address": "the addresses of an account are told that one leaves",
    "casetypes/accounts/follows.py:_tell": "a message is sent",
    "casetypes/notifications/audiences.py:_reporter": "a message is sent",
    "casetypes/notifications/audiences.py:_followers": "a message is sent",
    "casetypes/cases/attempt_input.py:keep_personal": "a step adds to the sealed answers",
    "casetypes/cases/corrections/weighing.py:open_sealed": "rules are asked of corrected answers; sealed again",
    "casetypes/cases/migration/chunks.py:open_sealed": "answers move to another version and are sealed again",
    "casetypes/proving/replay/reading.py:_opened": "a rule of a draft is tried; findings name keys and never answers",
}


@cache
def calls() -> frozenset[str]:
    """`file:function` of each call of an opener."""
    return frozenset(_calls())


def _calls() -> Iterator[str]:
    for path in python():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = imported(tree, path)
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            called = {full_name(node, known) for node in ast.walk(function) if isinstance(node, ast.Call)}
            if called & OPENERS:
                yield f"{named(path)}:{function.name}"


def imported(tree: ast.Module, path: Path) -> dict[str, str]:
    """Name in the module → what it stands for; its own functions too."""
    module = named(path).removesuffix(".py").replace("/", ".")
    found = {node.name: f"{module}.{node.name}" for node in tree.body if isinstance(node, ast.FunctionDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return found


def full_name(call: ast.Call, known: dict[str, str]) -> str:
    if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
        return f"{known.get(call.func.value.id, '')}.{call.func.attr}"
    return known.get(call.func.id, "") if isinstance(call.func, ast.Name) else ""


def test_sealed_data_opens_in_no_other_place():
    """A new place records its reading, or states here why nobody is shown anything."""
    assert sorted(calls() - RECORDS - set(OWNER) - set(SYSTEM)) == []


def test_no_place_that_is_listed_is_left_over():
    assert sorted((RECORDS | set(OWNER) | set(SYSTEM)) - calls()) == []
