"""What is pasted into the editor by mistake or in bad faith: told on the page, never an error of the server."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from casetypes.access.models import User
from cms.studio.models import Draft
from tests.cast import sign_in
from tests.definitions.loader.hostile import HOSTILE, KIB, PLAIN

pytestmark = pytest.mark.django_db

KEPT = (
    "a bomb of aliases", "ten thousand brackets", "a null byte", "half a sign", "nothing", "UTF-16 with its mark",
    "writing that turns around", "wrong on every line", "257 KiB", "a formula nested too deeply",
)  # fmt: skip
GRAPHS = {
    "nine hundred states": "".join(f"  s{i}: {{public: received}}\n" for i in range(900)),
    "one long way": "".join(f"  s{i}: {{public: in_process}}\n" for i in range(300)),
}


@pytest.fixture
def hugos() -> Client:
    client = Client(raise_request_exception=True)
    sign_in(client, User.objects.get(username="hugo"))
    return client


def pasted(content: bytes) -> str:
    """What a browser sends of a file that is not UTF-8: a replacement for what it cannot read."""
    return content.decode("utf-8", "replace")


def test_the_check_beside_the_editor_names_what_is_wrong_with_every_one(hugos, draft: Draft):
    address = reverse("studio_check", args=[draft.pk])
    for hostile in HOSTILE:
        if len(hostile.content) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            continue
        answer = hugos.post(address, {"text": pasted(hostile.content)})
        assert answer.status_code == 200, hostile.name
        assert answer.context.get("refusal") or answer.context["check"].errors, hostile.name


def test_what_can_be_kept_is_kept_and_the_page_comes_back(hugos, draft: Draft):
    address = reverse("studio_draft", args=[draft.pk])
    for name in KEPT:
        [text] = [pasted(one.content) for one in HOSTILE if one.name == name]
        draft.refresh_from_db()
        answer = hugos.post(address, {"do": "save", "text": text, "revision": draft.revision})
        assert answer.status_code in (302, 422), name
        assert hugos.get(address).status_code == 200, name


def test_a_paste_of_ten_megabytes_is_refused_before_it_is_read(hugos, draft: Draft):
    answer = hugos.post(reverse("studio_check", args=[draft.pk]), {"text": "x" * 10 * KIB * KIB})
    assert answer.status_code in (400, 413) or answer.context["refusal"]


@pytest.mark.parametrize("name", GRAPHS)
def test_a_service_too_large_to_draw_is_still_checked(hugos, draft: Draft, name):
    states = [line.strip().partition(":")[0] for line in GRAPHS[name].splitlines()]
    arrows = "".join(
        f"  t{i}: {{from: [{one}], to: {other}, by: [supervisor]}}\n"
        for i, (one, other) in enumerate(zip(states, states[1:], strict=False))
    )
    text = PLAIN.replace("states:\n", "states:\n" + GRAPHS[name], 1).replace(
        "transitions:\n", "transitions:\n" + arrows, 1
    )
    assert hugos.post(reverse("studio_check", args=[draft.pk]), {"text": text}).status_code == 200
