"""Two works side by side."""

from tools.peer_review.service.alike import side_by_side

OWN = "The school garden needs water in July, because the beds dry out."
COPIED = "I think that the school garden needs water in July, because the beds dry out. So build a reservoir."


def test_two_texts_in_pieces_are_the_texts_and_what_both_have_is_marked() -> None:
    pieces = side_by_side(OWN, COPIED)
    assert ["".join(piece.text for piece in one) for one in pieces] == [OWN, COPIED]
    assert [piece.shared for piece in pieces[1]] == [False, True, False]
