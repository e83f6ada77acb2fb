"""Lists that teachers bring, and the people whom their lines mean."""

import pytest

from lti_tools.errors import Refusal
from lti_tools.kit.groups.importing import read_import
from lti_tools.kit.groups.matching import MOST_ROWS, Unmatched, directory, look_up, read_table
from lti_tools.kit.groups.store import Listed

PEOPLE = [
    Listed(1, "Ana Ruiz", "Ana", "Ruiz", "ana@school.example", "u-1"),
    Listed(2, "Ben Okoro", "Ben", "Okoro", "ben@school.example", "u-2"),
    Listed(3, "Ana Ruiz", "Ana", "Ruiz", "ana2@school.example", "u-3"),
    Listed(4, "Дина Каримова", "Дина", "Каримова", "", "u-4"),
]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ben@school.example", 2),
        ("BEN@School.example", 2),
        ("u-2", 2),
        ("ben  okoro", 2),
        ("Okoro Ben", 2),
        ("Okoro, Ben", 2),
        ("КАРИМОВА ДИНА", 4),
        ("Ana Ruiz", Unmatched.SEVERAL),
        ("ana2@school.example", 3),
        ("Zoe", Unmatched.UNKNOWN),
        ("", Unmatched.UNKNOWN),
    ],
)
def test_a_word_means_the_one_person_whom_it_can_mean(word: str, expected: int | Unmatched):
    assert look_up(directory(PEOPLE), [word]) == expected


def test_of_several_columns_the_first_telling_one_counts():
    assert look_up(directory(PEOPLE), ["Ana Ruiz", "u-3"]) == 3


@pytest.mark.parametrize(
    "text",
    [
        "name,group\nBen Okoro,Reds\n",
        "\ufeffGroup;E-mail\r\nReds;ben@school.example\r\n",
        "name\tcanvas_user_id\tgroup_name\nsomebody\tu-2\tReds",
        "Имя;Группа\nBen Okoro;Reds",
        "u-2,Reds",
        '"Okoro, Ben","Reds"\n\n',
    ],
)
def test_lists_of_many_makes_are_read(text: str):
    found = read_import(text, PEOPLE)
    assert (found.groups, found.problems) == ({"Reds": [2]}, [])


def test_what_a_line_lacks_is_said_with_its_number():
    found = read_import("name,group\nBen Okoro,Reds\nZoe,Reds\nAna Ruiz,Reds\nu-4,\nu-2,Blues\nu-2,reds\n", PEOPLE)
    assert found.groups == {"Reds": [2]}
    assert [(one.line, one.why) for one in found.problems] == [
        (3, Unmatched.UNKNOWN),
        (4, Unmatched.SEVERAL),
        (5, Unmatched.NO_GROUP),
        (6, Unmatched.TWICE),
    ]


@pytest.mark.parametrize("text", ["x,y\n" * (MOST_ROWS + 1), "x" * 400_000, 'a,"b\nc'])
def test_lists_that_are_too_long_or_broken_are_refused_or_read_as_they_stand(text: str):
    if text.endswith("c"):
        assert read_table(text).rows[0][1][0] == "a"
    else:
        with pytest.raises(Refusal):
            read_table(text)
