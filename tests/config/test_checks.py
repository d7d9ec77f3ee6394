"""`make test` says how it went, in numbers, and fails when anything failed."""

import gettext

from config.runtime import messages
from config.runtime.checks import NO_BROWSER, Stage, Tally, read_report, summarise

REPORT = f"""<?xml version="1.0"?><testsuites><testsuite>
<testcase name="a"/><testcase name="b"/><testcase name="c"><failure message="no"/></testcase>
<testcase name="d"><error message="broken"/></testcase>
<testcase name="e"><skipped message="the real data is not here"/></testcase>
<testcase name="f"><skipped message="{NO_BROWSER}"/></testcase>
</testsuite></testsuites>"""


def test_the_numbers_are_those_of_pytests_report(tmp_path):
    report = tmp_path / "pytest.xml"
    report.write_text(REPORT, encoding="utf-8")
    assert read_report(report) == Tally(passed=2, failed=2, skipped=2, journeys=1)


def test_a_run_that_never_wrote_a_report_counts_nothing(tmp_path):
    assert read_report(tmp_path / "missing.xml") == Tally()


def test_every_stage_passed_means_success(capsys):
    assert summarise([Stage("lint", True, 1.0), Stage("tests", True, 61.0)], Tally(passed=7), 62.0) == 0
    assert "7 passed, 0 failed, 0 skipped" in capsys.readouterr().out


def test_one_failed_stage_fails_all_and_is_named(capsys):
    assert summarise([Stage("lint", False, 1.0), Stage("tests", True, 2.0)], Tally(passed=7), 3.0) == 1
    out = capsys.readouterr().out
    assert "make test failed: lint" in out
    assert "7 passed, 1 failed, 0 skipped" in out


def test_skipped_browser_journeys_are_said_loudly(capsys):
    summarise([Stage("tests", True, 2.0)], Tally(passed=7, skipped=3, journeys=3), 3.0)
    assert "!!! 3 browser journeys were skipped" in capsys.readouterr().out


def test_translations_are_compiled_without_gettext_programs(tmp_path, monkeypatch):
    folder = tmp_path / "themes" / "base" / "locale" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Street"\nmsgstr "Calle"\n'
    (folder / "django.po").write_text(po, encoding="utf-8")
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    assert messages.compile_all() == 1
    assert messages.compile_all() == 0
    assert gettext.translation("django", folder.parent.parent, ["es"]).gettext("Street") == "Calle"
