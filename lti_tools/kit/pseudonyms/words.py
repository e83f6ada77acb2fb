"""The words of pseudonyms: friendly, of no rank and no country; animals that no pupil minds being called.

In Russian and Spanish every animal here is masculine, so that every adjective goes with every animal.
"""

from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy

ADJECTIVES = (
    lazy("Blue"), lazy("Green"), lazy("Golden"), lazy("Silver"), lazy("Orange"), lazy("Violet"), lazy("Turquoise"),
    lazy("Scarlet"), lazy("Emerald"), lazy("Amber"), lazy("Calm"), lazy("Curious"), lazy("Brave"), lazy("Patient"),
    lazy("Cheerful"), lazy("Nimble"), lazy("Quiet"), lazy("Bright"), lazy("Starry"), lazy("Sunny"), lazy("Northern"),
    lazy("Southern"), lazy("Playful"), lazy("Friendly"), lazy("Gentle"), lazy("Snowy"), lazy("Mountain"),
    lazy("River"), lazy("Forest"), lazy("Sea"), lazy("Lunar"), lazy("Dreamy"),
)  # fmt: skip
ANIMALS = (
    lazy("Tiger"), lazy("Elephant"), lazy("Bear"), lazy("Hedgehog"), lazy("Beaver"), lazy("Badger"), lazy("Lion"),
    lazy("Camel"), lazy("Leopard"), lazy("Penguin"), lazy("Dolphin"), lazy("Crab"), lazy("Falcon"), lazy("Raven"),
    lazy("Swan"), lazy("Pelican"), lazy("Kangaroo"), lazy("Moose"), lazy("Deer"), lazy("Bison"), lazy("Raccoon"),
    lazy("Hamster"), lazy("Cricket"), lazy("Octopus"), lazy("Salmon"), lazy("Chameleon"), lazy("Crocodile"),
    lazy("Flamingo"), lazy("Woodpecker"), lazy("Condor"), lazy("Sparrow"), lazy("Kingfisher"), lazy("Jaguar"),
    lazy("Buffalo"), lazy("Dragon"), lazy("Griffin"), lazy("Phoenix"), lazy("Unicorn"), lazy("Parrot"), lazy("Gecko"),
)  # fmt: skip


def spoken(adjective: int, animal: int, repeat: int) -> str:
    """The name in the reader's language: "Blue Badger", and "Blue Badger 2" for repeat 1."""
    words = {"adjective": str(ADJECTIVES[adjective]), "animal": str(ANIMALS[animal])}
    if repeat:
        return _("%(adjective)s %(animal)s %(number)s", **words, number=repeat + 1)
    return _("%(adjective)s %(animal)s", **words)
