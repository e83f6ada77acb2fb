import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from lti_tools.pure.coach.coach import LANGUAGES, Code, look
from lti_tools.pure.coach.languages import language_of
from lti_tools.pure.coach.lists import FOLDER, lists, read
from lti_tools.pure.coach.rubric import same_word
from lti_tools.pure.coach.tokens import plain, tokens_of
from lti_tools.registry import folder_of


def codes(text: str, language: str = "en") -> frozenset[Code]:
    found = look(text, language)
    assert found is not None
    return found.codes


def harsh_words(text: str, language: str = "en") -> list[str]:
    found = look(text, language)
    assert found is not None
    return [text[finding.start : finding.end] for finding in found.findings if finding.end]


# -- specific


def test_bare_praise_is_short_and_vague():
    assert codes("Good job!") >= {Code.TOO_SHORT, Code.VAGUE, Code.NO_WHERE, Code.NO_WHY, Code.NO_HOW}


def test_a_comment_that_says_where_why_and_how_lacks_nothing():
    found = codes("In paragraph 2 the graph has no units, so I can't compare the rivers. Add litres per second.")
    assert found == {Code.SAYS_WHERE, Code.SAYS_WHY, Code.SAYS_HOW}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I like it because it is good and interesting.", "en"),
        ("Мне нравится, потому что это классно и интересно.", "ru"),
        ("Me gusta porque es bueno e interesante.", "es"),
        ("Menga yoqdi, chunki yaxshi va qiziqarli.", "uz"),
    ],
)
def test_because_without_a_reason_is_none(text: str, language: str):
    assert codes(text, language) >= {Code.VAGUE, Code.NO_WHY}


def test_a_quotation_says_where():
    assert Code.SAYS_WHERE in codes("“Water boils at 90 degrees” is only true in high mountains.")


def test_grammar_is_never_judged():
    assert codes("in paragraf 2 teh grafh have no unit so i not understand how many water river have, plz add litres")
    assert Code.VAGUE not in codes("in paragraph 2 teh grafh have no unit so i not understand river, plz add litres")


# -- tone


def test_an_insult_is_shown_where_it_stands():
    text = "You are an idiot, but the table on page 2 is right."
    assert harsh_words(text) == ["idiot"]
    assert Code.INSULT in codes(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This is not stupid at all.", "en"),
        ("I wouldn't say that your idea is stupid.", "en"),
        ("Nobody here is an idiot.", "en"),
        ("Это совсем не глупо и не бред.", "ru"),
        ("No eres tonta para nada.", "es"),
        ("Sen ahmoq emassan.", "uz"),
        ("Bu bemaʼni gap emas.", "uz"),
    ],
)
def test_what_is_denied_is_not_harsh(text: str, language: str):
    assert harsh_words(text, language) == []


@pytest.mark.parametrize(
    "text",
    [
        "You write “only an idiot believes this” in the second part.",
        "> you are a moron\nWho says this line, the king?",
        "The line `stupid = True` needs a better name.",
    ],
)
def test_what_is_quoted_is_not_harsh(text: str):
    assert harsh_words(text) == []


def test_a_single_word_in_quotation_marks_thrown_at_somebody_is():
    assert harsh_words('You are an "idiot".') == ["idiot"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("I felt stupid.", "en"), ("Я дурак, не понял график.", "ru"), ("Me sentí tonto.", "es")],
)
def test_words_about_oneself_are_not_harsh(text: str, language: str):
    assert harsh_words(text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("you are st*pid", "en"),
        ("you are stu*pid", "en"),
        ("what an i d i o t", "en"),
        ("what an I.D.I.O.T", "en"),
        ("you are stuuuuupid", "en"),
        ("you are an 1d10t", "en"),
        ("f*** you", "en"),
        ("you are stuріd", "en"),
        ("ты тyпoй", "ru"),
        ("ты д*рак", "ru"),
        ("ты д у р а к", "ru"),
        ("eres est*pida", "es"),
        ("eres idióta", "es"),
        ("sen a h m o q", "uz"),
        ("sen ahm*q", "uz"),
    ],
)
def test_disguised_words_are_seen_through(text: str, language: str):
    assert harsh_words(text, language) != []


@pytest.mark.parametrize("apostrophe", "'’‘ʻʼ`")
def test_uzbek_apostrophes_are_all_the_same(apostrophe: str):
    assert plain(f"bema{apostrophe}ni", "uz") == "bemani"
    assert harsh_words(f"Bu gʻirt bema{apostrophe}ni gap.", "uz")


def test_yo_and_accents_may_be_left_out():
    assert plain("ЁЖ", "ru") == plain("еж", "ru")
    assert plain("PÁRRAFO", "es") == "parrafo"
    assert plain("niño", "es") == "niño"
    assert plain("мой", "ru") == "мой"


@pytest.mark.parametrize(
    ("text", "harsh"),
    [
        ("DELETE THIS AND START AGAIN FROM PAGE ONE!!!", True),
        ("I LOVE THIS SO MUCH, GREAT PICTURES!!!", False),
        ("Compare NASA, ESA, JAXA and ISRO in table 1.", False),
        ("AB | CD | EF | GH | IJ | KL", False),
        ("This is SO important, see page 2.", False),
    ],
)
def test_shouting_is_a_whole_comment_in_capitals_that_is_no_praise(text: str, harsh: bool):
    assert (Code.SHOUTING in codes(text)) is harsh


@pytest.mark.parametrize(
    "text", ["**Two things:** the *table* and the ***map***.", "5*3 is not 16, see line 2", "C# and a*b"]
)
def test_stars_of_markdown_and_sums_hide_nothing(text: str):
    assert harsh_words(text) == []


def test_hardly_a_text_of_the_suite_itself_is_harsh():
    texts = []
    for path in (folder_of("lti_tools") / "translations").glob("*/messages.po"):
        with path.open("rb") as file:
            texts += [(path.parent.name, one.string) for one in read_po(file) if one.id and isinstance(one.string, str)]
    assert len(texts) > 500
    harsh = [(text, harsh_words(text, language)) for language, text in texts if text and harsh_words(text, language)]
    assert len(harsh) <= len(texts) // 500, harsh


# -- rubric


def test_a_rubric_counts_criteria_whose_words_are_used():
    found = look("The sources in part 2 are old, look for newer ones.", "en", ["Use of sources", "Structure"])
    assert found is not None
    assert (found.rubric_share, found.rubric_unused) == (0.5, ("Structure",))
    assert Code.RUBRIC_USED in found.codes


@pytest.mark.parametrize(
    ("one", "other", "language", "same"),
    [
        ("источник", "источниками", "ru", True),
        ("manba", "manbalaringizdan", "uz", True),
        ("fuente", "fuentes", "es", True),
        ("structure", "structured", "en", True),
        ("plan", "planetarium", "en", False),
        ("вывод", "выбор", "ru", False),
    ],
)
def test_words_are_the_same_whatever_their_endings(one: str, other: str, language: str, same: bool):
    assert same_word(one, other, language) is same


def test_without_a_rubric_nothing_is_said_about_one():
    found = look("Good job!", "en")
    assert found is not None
    assert found.rubric_share is None
    assert not found.codes & {Code.RUBRIC_USED, Code.RUBRIC_UNUSED}


# -- languages


@pytest.mark.parametrize(
    ("text", "likely", "language"),
    [
        ("Во втором абзаце нет источника.", "en", "ru"),
        ("In the second paragraph there is no source.", "ru", "en"),
        ("En el segundo párrafo falta la fuente, añádela.", "en", "es"),
        ("Ikkinchi xatboshida manba yoʻq, uni qoʻshish kerak.", "en", "uz"),
        ("ok", "uz", "uz"),
        ("Das ist eine gute Arbeit, aber im zweiten Absatz fehlt die Quelle.", "en", ""),
        ("Сенинг ишинг жуда яхши, лекин хулоса йўқ", "uz", ""),
        ("这个很好", "en", ""),
        ("12345 !!!", "en", ""),
    ],
)
def test_the_language_of_a_comment_is_told_by_its_words(text: str, likely: str, language: str):
    assert language_of(text, likely) == language


def test_nothing_is_said_in_a_language_that_the_coach_does_not_know():
    assert look("Du bist ein Idiot", "de") is None
    assert look("  ", "en") is None


# -- lists


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_lists_have_the_same_sections_without_empty_ones(language: str):
    sections = read((FOLDER / f"{language}.txt").read_text("utf-8"), language)
    assert all(sections.values())
    assert set(sections) | {"you"} == set(read((FOLDER / "en.txt").read_text("utf-8"), "en"))
    assert lists(language) is lists(language)


def test_an_entry_outside_a_section_is_refused():
    with pytest.raises(ValueError, match="line 1"):
        read("stupid", "en")


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_any_text_can_be_looked_at(text: str, language: str):
    found = look(text, language)
    for finding in found.findings if found else ():
        assert 0 <= finding.start <= finding.end <= len(text)
    for token in tokens_of(text, language):
        assert text[token.start : token.end]
    language_of(text, language)
