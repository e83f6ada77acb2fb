"""A kind of long work for tests: writes a draft a step, so that what happened twice or never can be counted."""

from sqlalchemy.orm import Session

from lti_tools.errors import Refusal
from lti_tools.kit.jobs.declared import JobKind, Made, Progress, Work
from lti_tools.store.tables.activities import Draft


def step(work: Work) -> Progress:
    """Count from one to `arguments["to"]`; at `arguments["refuse_at"]` refuse, at `arguments["fail_at"]` fail."""
    number, last = work.done + 1, work.arguments["to"]
    if number == work.arguments.get("refuse_at"):
        raise Refusal("This number is not for counting.")
    if number == work.arguments.get("fail_at"):
        raise ZeroDivisionError

    def write(db: Session) -> None:
        person = {"activity_id": work.activity_id, "person_id": work.person_id}
        db.add(Draft(**person, field=f"{work.job_id}-{work.cursor.get('next', 1)}", text="x", updated_at=work.now))

    if number < last:
        return Progress(done=number, total=last, cursor={"next": number + 1}, write=write)
    made = Made(work.files.put(b"counted"), "count.txt")
    return Progress(done=number, total=last, write=write, finished=True, result={"counted": number}, made=made)


COUNTING = JobKind(code="toy.counting", title="Counting", step=step, results={"counted": "Counted"})
MANY = JobKind(code="toy.many", title="Counting often", step=step, several=True)
KINDS = {COUNTING.code: COUNTING, MANY.code: MANY}
