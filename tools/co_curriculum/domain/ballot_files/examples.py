"""Elections to try counts on: known ones in which the way to count decides, and weeks that three groups share."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.co_curriculum.domain.methods import Method


@dataclass(frozen=True)
class Example:
    """A file of ballots, and the method that it is counted by first."""

    text: str
    method: Method


EXAMPLES: Mapping[str, Example] = {
    "capital": Example(
        """{"title": "A capital for Tennessee"}
42:Memphis>Nashville>Chattanooga>Knoxville
26:Nashville>Chattanooga>Knoxville>Memphis
15:Chattanooga>Knoxville>Nashville>Memphis
17:Knoxville>Chattanooga>Nashville>Memphis
""",
        Method.IRV,
    ),
    "circle": Example(
        """{"title": "Schulze's 45 voters"}
5:A>C>B>E>D
5:A>D>E>C>B
8:B>E>D>A>C
3:C>A>B>E>D
7:C>A>E>B>D
2:C>B>A>D>E
7:D>C>E>B>A
8:E>B>A>D>C
""",
        Method.SCHULZE,
    ),
    "food": Example(
        """5 3
4 1 0
2 2 1 0
8 3 4 0
4 3 5 0
1 4 0
1 5 0
0
"Oranges"
"Pears"
"Chocolate"
"Strawberries"
"Sweets"
"Food for 20 guests: three kinds"
""",
        Method.STV,
    ),
    "stars": Example(
        """{"title": "Stars in a class of 20"}
=C:[Climate]
=M:[Media]
=S:[Space]
8:C/5,M/4,S/0
7:S/5,M/4,C/0
5:M/5,S/1,C/0
""",
        Method.STAR,
    ),
    "weeks": Example(
        """META
key;value
description;Four weeks, three groups
country;
unit;
instance;
num_projects;5
num_votes;8
budget;4
vote_type;approval
rule;equalshares
PROJECTS
project_id;cost;name
1;1;Robots
2;1;Rivers
3;1;Bees
4;1;Poems
5;2;A trip
VOTES
voter_id;vote
1;1,2,3
2;1,2,3
3;1,2,3
4;1,2,3
5;1,2,3
6;4
7;4
8;4,5
""",
        Method.EQUAL_SHARES,
    ),
}
