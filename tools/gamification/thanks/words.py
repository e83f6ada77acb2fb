"""What a card says, and the picture on it."""

from lti_tools.web.locale import lazy

PHRASES = {
    "explained": lazy("You explained it so that I understood."),
    "patient": lazy("You were patient with me."),
    "listened": lazy("You listened."),
    "idea": lazy("Your idea took us further."),
    "courage": lazy("You tried something difficult."),
    "together": lazy("You brought us together."),
}
PICTURES = {
    "explained": ("circle", "orange", "lamp"),
    "patient": ("circle", "teal", "tree"),
    "listened": ("circle", "purple", "heart"),
    "idea": ("circle", "blue", "star"),
    "courage": ("circle", "red", "mountain"),
    "together": ("circle", "green", "people"),
}
"""Phrase -> shape, colour, symbol."""
