from casetypes.audit import services


def test_whoever_records_is_told_that_nothing_personal_may_enter():
    assert "No personal data" in services.record.__doc__
