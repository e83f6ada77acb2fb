import pytest

from lti_tools.kit.duplicates.duplicates import MOST, look_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The school garden", "School garden, the"),
        ("Where our water comes from", "Where does our water come from?"),
        ("Птицы нашего города", "птицы Нашего города!"),
        ("Oʻzbek qoʻshiqlari", "O'zbek qo‘shiqlari"),
        ("El jardín de la escuela", "El jardin de la escuela"),
    ],
)
def test_the_same_title_typed_twice_is_found(one: str, other: str):
    assert look_alike(["Something else altogether", one, "Bees", other]) == [(1, 3)]


def test_different_titles_and_empty_ones_are_not_alike():
    assert look_alike(["Robots", "Rivers", "Bees", "", "!", "Sounds of the night"]) == []


def test_the_most_alike_pair_comes_first_and_long_lists_are_cut():
    assert look_alike(["school gardens", "school garden", "school garden"])[0] == (1, 2)
    assert look_alike([*(str(place) * 9 for place in range(MOST)), "x", "x"]) == look_alike(
        [str(place) * 9 for place in range(MOST)]
    )
