from xlflow.excel.verbs import VERBS, verb_named


def test_names_are_ascii_identifiers_and_unique():
    names = [verb.name for verb in VERBS]
    assert all(name.isascii() and name.isidentifier() for name in names)
    assert len(set(names)) == len(names)


def test_icons_are_named_as_office_names_them():
    assert all(verb.icon.isascii() and verb.icon.isalpha() for verb in VERBS)


def test_a_verb_of_another_version_is_unknown():
    assert verb_named("check") is VERBS[0]
    assert verb_named("nothing") is None
