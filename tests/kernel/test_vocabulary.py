from casetypes.kernel import vocabulary


def test_no_word_stands_twice_in_its_list():
    for words in (
        vocabulary.ROLES,
        vocabulary.PUBLIC_STATUSES,
        vocabulary.FINAL_KINDS,
        vocabulary.PRIORITIES,
    ):
        assert len(set(words)) == len(words)
