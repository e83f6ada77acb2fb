"""WTForms' own error sentences said our way, through our catalogues: it speaks no Uzbek and stiff English."""

from lti_tools.web.locale import Lazy, lazy, reader

_CHOICE = lazy("Choose one of the options offered.")
_WHOLE = lazy("Enter a whole number.")

TEXTS: dict[str, Lazy] = {
    "This field is required.": lazy("Please fill this in."),
    "Not a valid choice.": _CHOICE,
    "Invalid Choice: could not coerce.": _CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOICE,
    "'%(value)s' is not a valid choice for this field.": _CHOICE,
    "'%(value)s' are not valid choices for this field.": _CHOICE,
    "Not a valid integer value.": _WHOLE,
    "Not a valid decimal value.": lazy("Enter a number."),
    "Not a valid float value.": lazy("Enter a number."),
    "Number must be at least %(min)s.": lazy("Enter a number of %(min)s or more."),
    "Number must be at most %(max)s.": lazy("Enter a number of %(max)s or less."),
    "Number must be between %(min)s and %(max)s.": lazy("Enter a number from %(min)s to %(max)s."),
    "Not a valid datetime value.": lazy("Enter a date and a time."),
    "Not a valid date value.": lazy("Enter a date."),
    "Not a valid time value.": lazy("Enter a time."),
    "Invalid email address.": lazy("Enter an e-mail address, such as name@school.example."),
    "Invalid URL.": lazy("Enter a web address that begins with https://."),
    "Invalid input.": lazy("This is not what is asked for here."),
    "Field must be equal to %(other_name)s.": lazy("The two entries differ."),
}


class Translations:
    """What WTForms asks for its sentences; those not in the table stay English and show up in a test."""

    def gettext(self, string: str) -> str:
        return _ours(string)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return _ours(singular if n == 1 else plural)


def _ours(string: str) -> str:
    text = TEXTS.get(string)
    return string if text is None else reader().texts.one(text)
