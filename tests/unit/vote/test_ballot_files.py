"""Files of ballots: what we write we read back, known files come out as published, broken ones name their fault."""

import contextlib
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.vote.test_outcomes import ballots, card
from tools.co_curriculum.domain.ballot_files import formats
from tools.co_curriculum.domain.ballot_files.election import Broken, Election, Fault, grouped
from tools.co_curriculum.domain.ballot_files.examples import EXAMPLES
from tools.co_curriculum.domain.ballots import Kind
from tools.co_curriculum.domain.methods import METHODS, Method
from tools.co_curriculum.domain.outcomes import count
from tools.co_curriculum.domain.publishing import publish
from tools.co_curriculum.service.practice import methods_for, practise

WRITTEN = [
    (formats.Format.BLT, Method.SCHULZE),
    (formats.Format.ABIF, Method.SCHULZE),
    (formats.Format.ABIF, Method.STARS),
    (formats.Format.PB, Method.EQUAL_SHARES),
    (formats.Format.PB, Method.DOTS),
]


@pytest.mark.parametrize(("ending", "method"), WRITTEN)
@pytest.mark.parametrize("seed", range(12))
def test_what_is_written_is_read_back_and_counts_the_same(ending, method, seed):
    rules, rows = card(method), ballots(method, Random(seed).randint(15, 40), seed)
    document = publish(rules, rows, undecided=2, entitled=50)
    assert ending in formats.offered(document)
    first = formats.published(document, 'A vote: 7 "new" topics')
    again = formats.read(formats.WRITERS[ending](first).encode())
    assert sorted(map(tuple, again.rows)) == sorted(map(tuple, rows))
    assert (again.options, again.kind) == (first.options, first.kind)
    told = rules if ending is formats.Format.PB and method is Method.EQUAL_SHARES else None
    assert not told or (again.weeks, again.costs) == (told.weeks, told.costs)
    assert again.undecided == (2 if ending is formats.Format.BLT else 0)
    one, other = (count(formats.card(it, method), it.rows) for it in (first, again))
    assert one["winners"] == other["winners"]


names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(
    lambda text: text.split() and not set(text) & set('[]"')
)


@settings(max_examples=25)
@given(st.lists(names.map(lambda text: " ".join(text.split())), min_size=2, max_size=5, unique=True))
def test_any_name_survives_every_format(options):
    size = len(options)
    for ending, kind in ((formats.Format.BLT, Kind.RANKED), (formats.Format.ABIF, Kind.RANKED)):
        row = tuple(range(1, size + 1))
        election = Election("Title", tuple(options), kind, ((3, row),))
        assert formats.read(formats.WRITERS[ending](election).encode()) == election
    bought = Election("Title", tuple(options), Kind.APPROVAL, grouped([(1,) * size]), costs=(1,) * size, weeks=2)
    assert formats.read(formats.WRITERS[formats.Format.PB](bought).encode()) == bought


@pytest.mark.parametrize("method", Method)
def test_only_published_ballots_can_be_had_and_never_those_of_a_small_class(method):
    rows = ballots(method, 12)
    assert formats.offered(publish(card(method), rows, undecided=0, entitled=20)) == ()
    few = publish(card(method, whole=True, secrecy="secret"), rows[:4], undecided=0, entitled=20)
    assert formats.offered(few) == ()
    whole = publish(card(method, whole=True), rows, undecided=0, entitled=20)
    fits = METHODS[method].kind in (Kind.RANKED, Kind.STARS, Kind.DOTS) or METHODS[method].weeks
    assert bool(formats.offered(whole)) == fits


@pytest.mark.parametrize(
    ("name", "method", "winners"),
    [
        ("capital", Method.SCHULZE, {"Nashville"}),
        ("capital", Method.BORDA, {"Nashville"}),
        ("capital", Method.IRV, {"Knoxville"}),
        ("circle", Method.SCHULZE, {"E"}),
        ("circle", Method.RANKED_PAIRS, {"A"}),
        ("circle", Method.IRV, {"C"}),
        ("food", Method.STV, {"Chocolate", "Oranges", "Strawberries"}),
        ("stars", Method.STAR, {"Media"}),
        ("weeks", Method.EQUAL_SHARES, {"Robots", "Rivers", "Bees", "Poems"}),
    ],
)
def test_the_examples_come_out_as_they_are_known_to(name, method, winners):
    found = practise(EXAMPLES[name].text.encode(), method.value)
    assert {found.election.options[one] for one in found.outcome["winners"]} == winners


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_counted_by_every_method_that_fits_it(name):
    text = EXAMPLES[name].text.encode()
    first = practise(text, EXAMPLES[name].method.value)
    assert first.card.method is EXAMPLES[name].method
    for method in methods_for(first.election):
        assert practise(text, method.value).outcome["winners"]


def test_level_places_withdrawals_comments_and_skipped_places_of_blt_are_read():
    found = formats.read(
        b'4 2 # places\n-2\n3 1 3=4 0\n(id1) 2 4 - 2 0\n1 2 0\n1 0\n0\n"Ada" "Ben"\n"Cy"\n"Di"\n"Council"\n'
    )
    assert found.options == ("Ada", "Cy", "Di")
    assert found.ballots == ((3, (1, 2, 2)), (2, (0, 0, 1)))
    assert (found.undecided, found.winners, found.title, found.has_ties) == (2, 2, "Council", True)


def test_names_in_brackets_ratings_and_undeclared_options_of_abif_are_read():
    told = formats.read('{"title": "Kür"}\n=蘇:[蘇業]\n=D:[Doña G]\n# ballots\n2: 蘇/400 > D/10\n1*D\n'.encode())
    assert (told.kind, told.options, told.ballots) == (Kind.RANKED, ("蘇業", "Doña G"), ((2, (1, 2)), (1, (0, 1))))
    stars = formats.read(b"2:[A b]/5,C/0\n1:C/3\n")
    assert (stars.kind, stars.ballots) == (Kind.STARS, ((2, (5, 0)), (1, (0, 3))))
    order = formats.read(b"2:A/80,B/90,C/80\n")
    assert order.ballots == ((2, (2, 1, 2)),)


def test_a_city_s_budget_becomes_small_numbers():
    found = formats.read(
        b"META\nkey; value\nbudget; 2500.00\nvote_type; approval\nPROJECTS\nproject_id; cost; name\n"
        b'7; 1000; "Bench; oak"\n9; 500; Bench\n\nVOTES\nvoter_id; age; vote\na; 34; "7,9"\nb; 20; \n'
    )
    assert (found.options, found.costs, found.weeks) == (("Bench; oak", "Bench"), (2, 1), 5)
    assert (found.rows, found.undecided) == ([(1, 1)], 1)


HEAD = "META\nkey;value\nbudget;3\nvote_type;approval\nPROJECTS\nproject_id;cost\n1;1\n2;1\nVOTES\nvoter_id;vote\n"


@pytest.mark.parametrize(
    ("content", "fault", "line"),
    [
        (b"\xff\xfe3 1", Fault.TEXT, 0),
        (b"1:A>B\0", Fault.TEXT, 0),
        (b"Dear class", Fault.FORMAT, 0),
        (b"", Fault.FORMAT, 0),
        (b"3 1\n2 1 4 0\n0\nA\nB\nC\n", Fault.UNKNOWN, 2),
        (b"3 1\n2 1 2=1 0\n0\nA\nB\nC\n", Fault.REPEATED, 2),
        (b"3 1\n2 1 x 0\n0\nA\nB\nC\n", Fault.NUMBER, 2),
        (b"3 1\n2.5 1 0\n0\nA\nB\nC\n", Fault.NUMBER, 2),
        (b"3 1\n2 1 2", Fault.END, 0),
        (b"3 1\n2 1 0\n0\nA\nB\n", Fault.NAMES, 3),
        (b"3 1\n2 0\n0\nA\nB\nC\n", Fault.EMPTY, 0),
        (b"2 1\n30000 1 0\n0\nA\nB\n", Fault.BALLOTS, 0),
        (b"9999 1\n0\n", Fault.OPTIONS, 1),
        (b"2:A>B\n1:A>A\n", Fault.REPEATED, 2),
        (b"2:A>>B\n", Fault.LINE, 1),
        (b"2:A,B\n", Fault.LINE, 1),
        (b"=A:[Ada]\n=B:[Ben]\n2:A>C\n", Fault.UNKNOWN, 3),
        (b"2:A>B\nnonsense\n", Fault.LINE, 2),
        (b"2:A\n", Fault.OPTIONS, 0),
        (b"{broken\n2:A>B\n", Fault.LINE, 1),
        (HEAD.replace("approval", "delegation").encode(), Fault.KIND, 0),
        ((HEAD + "1;1,3\n").encode(), Fault.UNKNOWN, 11),
        ((HEAD + "1;1,1\n").encode(), Fault.REPEATED, 11),
        (HEAD.replace("2;1\n", "2;none\n").encode(), Fault.BUDGET, 8),
        (HEAD.replace("budget;3", "budget;0").encode(), Fault.BUDGET, 0),
        (HEAD.split("VOTES", maxsplit=1)[0].encode(), Fault.END, 0),
        (HEAD.encode(), Fault.EMPTY, 0),
    ],
)
def test_a_broken_file_names_its_fault_and_its_line(content, fault, line):
    with pytest.raises(Broken) as found:
        formats.read(content)
    assert (found.value.fault, found.value.line) == (fault, line)


@given(
    st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)),
    st.sampled_from(["", "META\n", "3 1\n", "2:"]),
)
def test_no_file_does_more_than_be_refused(content, head):
    with contextlib.suppress(Broken):
        formats.read(head.encode() + content)
