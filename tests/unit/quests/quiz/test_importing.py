import io
import zipfile
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.gamification.domain.quiz.gift import Skipped, read_gift, share_of
from tools.gamification.domain.quiz.marking import mark
from tools.gamification.domain.quiz.qti import PackageInvalid, read_qti
from tools.gamification.domain.quiz.questions import Choice, Cloze, Number, Ordering, Several, Short

GIFT = r"""// a comment
$CATEGORY: maths

::Capital:: [html]What is the capital of France? {
  =Paris#Right
  ~Lyon#A city all the same
  ~%50%Versailles#Once

  ~Rome
  ####It has been since 987.
}

Which are prime? {~%33.33333%2 ~%33.33333%3 ~%33.33333%5 ~%-100%4}

The sun is a star. {TRUE#No, it is#Yes}
Water boils at 50 degrees. {F}

When was Ulysses published? {#1922:2}

How large is pi? {#=3.1415:0.0005 =%50%3..4#Roughly}

Who wrote Faust? {=Goethe =Johann Wolfgang von Goethe =%25%Schiller#His friend}

Match. {=France -> Paris =Italy -> Rome =Spain -> Madrid = -> Oslo}

Two plus {=two =2} is four.

Tell us about yourself. {}

A set is written \{1, 2\}\: how many? {=2 ~1\=1}

No answer here at all

Broken {=a ~b
"""


def test_gift_is_read_kind_by_kind():
    found = read_gift(GIFT)
    by = {question.prompt: question for question in found.questions}
    capital = by["What is the capital of France?"]
    assert (capital.title, capital.explanation) == ("Capital", "It has been since 987.")
    assert isinstance(capital.body, Choice)
    assert [mark(capital.body, place).percent for place in range(4)] == [100, 0, 50, 0]
    assert mark(capital.body, 1).feedback == ("A city all the same",)
    primes = by["Which are prime?"].body
    assert isinstance(primes, Several)
    assert (mark(primes, (0, 1, 2)).percent, mark(primes, (0, 1, 2, 3)).percent) == (100, 0)
    pi = by["How large is pi?"].body
    assert isinstance(pi, Number)
    assert [mark(pi, one).percent for one in ("3.1419", "3.2", "4.1")] == [100, 50, 0]
    faust = by["Who wrote Faust?"].body
    assert isinstance(faust, Short)
    assert [mark(faust, one).percent for one in ("GOETHE", "schiller", "kant")] == [100, 25, 0]
    rows = by["Match."].body
    assert isinstance(rows, Cloze)
    assert [gap.label for gap in rows.gaps] == ["France", "Italy", "Spain"]
    assert [option.text for option in rows.gaps[0].body.options] == ["Paris", "Rome", "Madrid", "Oslo"]
    escaped = by["A set is written {1, 2}: how many?"].body
    assert [option.text for option in escaped.options] == ["2", "1=1"]


def test_two_statements_without_a_blank_line_are_one_block_that_is_named():
    assert Skipped("15", "several-blocks") in read_gift(GIFT).skipped


def test_what_gift_holds_and_we_do_not_mark_is_named_with_its_line():
    reasons = {(one.where, one.reason) for one in read_gift(GIFT).skipped}
    assert {("28", "open-question"), ("32", "no-answer"), ("34", "brace-open")} <= reasons


def test_missing_words_become_a_gap():
    found = next(one for one in read_gift(GIFT).questions if isinstance(one.body, Cloze) and not one.prompt)
    assert found.body.parts[0] == "Two plus "
    assert found.body.parts[2] == " is four."
    assert mark(found.body, ("two",)).share == 1


def test_true_and_false_speak_the_course_language_and_give_the_right_remark():
    (found,) = read_gift("Is it? {FALSE#wrong#right}", ("Rost", "Yolgʻon")).questions
    assert [option.text for option in found.body.options] == ["Rost", "Yolgʻon"]
    assert mark(found.body, 1).feedback == ("right",)
    assert mark(found.body, 0).feedback == ("wrong",)


@pytest.mark.parametrize(
    ("percent", "share"),
    [
        ("33.33333", Fraction(1, 3)),
        ("16.66667", Fraction(1, 6)),
        ("-14.28571", Fraction(-1, 7)),
        ("90", Fraction(9, 10)),
    ],
)
def test_percentages_mean_the_fraction_they_stand_for(percent, share):
    assert share_of(percent) == share


@given(st.text(alphabet=st.sampled_from("ab {}=~#%\\:5.->\n/$T"), max_size=80))
def test_no_text_breaks_the_reader(text):
    found = read_gift(text)
    for question in found.questions:
        mark(question.body, None)


def item(body: str, declaration: str = "", title: str = "Title") -> str:
    return (
        f'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="{title}">'
        f"{declaration}<itemBody>{body}</itemBody>"
        '<modalFeedback outcomeIdentifier="F" identifier="a" showHide="show">Look at <b>chapter 2</b>.</modalFeedback>'
        "</assessmentItem>"
    )


def declared(values: str, cardinality: str = "single", kind: str = "identifier", more: str = "") -> str:
    correct = "".join(f"<value>{one}</value>" for one in values.split())
    return (
        f'<responseDeclaration identifier="R" cardinality="{cardinality}" baseType="{kind}">'
        f"<correctResponse>{correct}</correctResponse>{more}</responseDeclaration>"
    )


CHOICES = "".join(f'<simpleChoice identifier="{one}">Choice <em>{one}</em></simpleChoice>' for one in "ABC")


def only(xml: str):
    found = read_qti(xml.encode())
    assert found.skipped == ()
    (question,) = found.questions
    return question


def test_a_qti_choice_is_read_with_prompt_and_explanation():
    asked = f'<choiceInteraction responseIdentifier="R"><prompt>Which?</prompt>{CHOICES}</choiceInteraction>'
    body = f"<p>Read  this.</p>{asked}"
    found = only(item(body, declared("B")))
    assert (found.prompt, found.title, found.explanation) == ("Read this.\n\nWhich?", "Title", "Look at **chapter 2**.")
    assert isinstance(found.body, Choice)
    assert [mark(found.body, place).percent for place in range(3)] == [0, 100, 0]
    assert found.body.options[0].text == "Choice *A*"


def test_qti_3_is_read_as_qti_2():
    found = only(
        '<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="i" title="t">'
        '<qti-response-declaration identifier="R" cardinality="multiple" base-type="identifier">'
        "<qti-correct-response><qti-value>A</qti-value><qti-value>C</qti-value></qti-correct-response>"
        '<qti-mapping default-value="0"><qti-map-entry map-key="A" mapped-value="2"/>'
        '<qti-map-entry map-key="C" mapped-value="1"/><qti-map-entry map-key="B" mapped-value="-3"/></qti-mapping>'
        '</qti-response-declaration><qti-item-body><qti-choice-interaction response-identifier="R" max-choices="0">'
        + CHOICES.replace("simpleChoice", "qti-simple-choice")
        + "</qti-choice-interaction></qti-item-body></qti-assessment-item>"
    )
    assert isinstance(found.body, Several)
    assert [mark(found.body, one).percent for one in ((0, 2), (0,), (2,), (0, 1, 2))] == [100, 66, 33, 0]


def test_several_without_a_mapping_take_back_for_wrong_ones():
    body = f'<choiceInteraction responseIdentifier="R">{CHOICES}</choiceInteraction>'
    found = only(item(body, declared("A B", "multiple")))
    assert [mark(found.body, one).percent for one in ((0, 1), (0,), (0, 1, 2))] == [100, 50, 50]


def test_a_qti_order_and_entries():
    ordered = f'<orderInteraction responseIdentifier="R">{CHOICES}</orderInteraction>'
    found = only(item(ordered, declared("C A B", "ordered")))
    assert isinstance(found.body, Ordering)
    assert found.body.items == ("Choice *C*", "Choice *A*", "Choice *B*")
    entry = '<p>How much is 1/2? <textEntryInteraction responseIdentifier="R"/></p>'
    found = only(
        item(entry, declared("0.5", kind="float")).replace(
            "<itemBody>",
            '<responseProcessing><equal toleranceMode="absolute" tolerance="0.1 0.1"><variable identifier="R"/>'
            '<correct identifier="R"/></equal></responseProcessing><itemBody>',
        )
    )
    assert isinstance(found.body, Number)
    assert found.body.accepted[0].tolerance == Decimal("0.1")
    assert found.prompt == "How much is 1/2?"
    more = '<mapping><mapEntry mapKey="York" mappedValue="1"/><mapEntry mapKey="york" mappedValue="0.5"/></mapping>'
    inside = '<p>Now is the winter made glorious by this sun of <textEntryInteraction responseIdentifier="R"/>!</p>'
    found = only(item(inside, declared("York", kind="string", more=more)))
    assert isinstance(found.body, Cloze)
    assert mark(found.body, ("YORK",)).share == 1
    assert found.body.parts[-1] == "!"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<p>Only text</p>", "no-answer"),
        ('<extendedTextInteraction responseIdentifier="R"/>', "open-question"),
        ('<p><img src="a.png" alt=""/></p><choiceInteraction responseIdentifier="R"/>', "picture"),
        ('<hotspotInteraction responseIdentifier="R"/>', "kind-unknown"),
        ('<choiceInteraction responseIdentifier="other"/>', "damaged"),
        (f'<choiceInteraction responseIdentifier="R">{CHOICES}</choiceInteraction>', "no-right-option"),
        (f'<orderInteraction responseIdentifier="R">{CHOICES}</orderInteraction>', "no-right-answer"),
    ],
)
def test_an_item_that_cannot_be_taken_is_named_with_the_reason(body, reason):
    found = read_qti(item(body, declared("Z")).encode())
    assert [(one.where, one.reason, one.title) for one in found.skipped] == [("i", reason, "Title")]


def packed(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(f"{name}.xml", text)
    return out.getvalue()


def test_a_package_gives_its_items_in_order_and_names_what_is_damaged():
    good = item(f'<choiceInteraction responseIdentifier="R">{CHOICES}</choiceInteraction>', declared("A"), "{}")
    found = read_qti(packed(imsmanifest="<m/>", q10=good.replace("{}", "ten"), q2=good.replace("{}", "two"), q3="<a"))
    assert [one.title for one in found.questions] == ["two", "ten"]
    assert [(one.where, one.reason) for one in found.skipped] == [("q3.xml", "damaged")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-qti"),
        (b"\x89PNG", "no-qti"),
        (b"<html/>", "no-items"),
        (b"PK\x03\x04 nothing", "damaged"),
        (packed(big="<a>" + " " * 3_000_000 + "</a>"), "too-large"),
        (packed(**{f"q{number}": "<a/>" for number in range(501)}), "too-large"),
    ],
)
def test_what_is_no_qti_is_refused_with_a_reason(content, code):
    with pytest.raises(PackageInvalid, match=f"^{code}$"):
        read_qti(content)


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>',
        '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>',
    ],
)
def test_entities_of_a_document_type_are_never_opened(bomb):
    assert [one.reason for one in read_qti(bomb.encode()).skipped] == ["damaged"]
