"""The form of one criterion of a rubric."""

from typing import Any

from wtforms import BooleanField, RadioField

from lti_tools.web.forms import Form, LinesField, LongTextField, TextField, WholeNumberField
from lti_tools.web.locale import gettext as _
from lti_tools.web.locale import lazy
from tools.peer_review.domain.rubric import criteria
from tools.peer_review.domain.rubric.criteria import Criterion, Kind, Level

LINE = 700


class CriterionForm(Form):
    """One criterion."""

    title = TextField(lazy("What is looked at?"), max_length=criteria.TITLE)
    text = LongTextField(lazy("What does that mean?"), required=False, max_length=criteria.TEXT, rows=3)
    kind = RadioField(
        lazy("How is it judged?"),
        choices={
            Kind.LEVELS.value: lazy("By levels with a description"),
            Kind.SCALE.value: lazy("By a number on a scale"),
            Kind.YES_NO.value: lazy("By yes or no"),
            Kind.ERRORS.value: lazy("By counting mistakes"),
            Kind.COMMENT.value: lazy("By words alone"),
            Kind.COMPARE.value: lazy("By comparing works two at a time"),
        },
        default=Kind.LEVELS.value,
    )
    levels = LinesField(
        lazy("Levels"),
        required=False,
        max_entries=criteria.MOST_LEVELS,
        entry_length=LINE,
        render_kw={"rows": 5},
        description=lazy(
            "One level a line, the best first: points, title and description with “|” between them, "
            "such as “3 | Convincing | Every claim has evidence”."
        ),
    )
    most = WholeNumberField(
        lazy("Highest number"),
        required=False,
        least=1,
        most=criteria.MOST_SCALE,
        description=lazy("Of a scale, the best. Of mistakes, the number from which on nothing is left."),
    )
    weight = WholeNumberField(
        lazy("Weight in the mark"),
        least=0,
        most=criteria.MOST_WEIGHT,
        default=1,
        description=lazy("2 counts twice as much as 1, and 0 counts for nothing."),
    )
    required = BooleanField(lazy("A comment is required"), default=True)
    starters = LinesField(
        lazy("Beginnings of sentences"),
        required=False,
        max_entries=criteria.MOST_STARTERS,
        entry_length=200,
        render_kw={"rows": 3},
        description=lazy("One a line, such as “What convinced me was”. They help to begin."),
    )

    shown_when = {
        "levels": "kind=levels",
        "most": "kind=scale errors",
        "weight": "kind=levels scale yes-no errors compare",
    }

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if not good:
            return False
        if self.kind.data == Kind.LEVELS:
            problem = self._level_problem()
            if problem:
                self.levels.errors = [problem]
        if self.kind.data in (Kind.SCALE, Kind.ERRORS) and self.most.data is None:
            self.most.errors = [_("Say which number is the highest.")]
        return not self.levels.errors and not self.most.errors

    def _level_problem(self) -> str:
        lines = self.levels.data or []
        if len(lines) < 2:
            return _("Write two levels at least.")
        for line in lines:
            if _level(line) is None:
                return _("“%(line)s” has no points from 0 to 100 and no title with “|” between them.", line=line[:40])
        return ""


def _level(line: str) -> Level | None:
    """ "3 | Convincing | Every claim has evidence"; None for anything else."""
    points, bar, rest = line.partition("|")
    title, _bar, text = rest.partition("|")
    points, title = points.strip(), title.strip()
    if not bar or not points.isascii() or not points.isdigit() or not title or len(title) > criteria.TITLE:
        return None
    return Level(title, int(points), text.strip()) if len(points) <= 3 and int(points) <= 100 else None


def form_of(criterion: Criterion | None) -> CriterionForm:
    """Filled in with a criterion, or empty for a new one."""
    if criterion is None:
        return CriterionForm()
    lines = [" | ".join(filter(None, (str(one.points), one.title, one.text))) for one in criterion.levels]
    return CriterionForm(
        title=criterion.title,
        text=criterion.text,
        kind=criterion.kind.value,
        levels=lines,
        most=criterion.most or None,
        weight=criterion.weight,
        required=criterion.required,
        starters=list(criterion.starters),
    )


def criterion_of(form: CriterionForm, key: str) -> Criterion:
    """The criterion of a valid form."""
    kind, data = Kind(form.kind.data), form.data
    levels = [_level(line) for line in data["levels"] or ()] if kind is Kind.LEVELS else []
    return Criterion(
        key=key,
        title=data["title"],
        kind=kind,
        text=data["text"] or "",
        weight=data["weight"] if data["weight"] is not None else 1,
        levels=tuple(level for level in levels if level),
        most=(data["most"] or 0) if kind in (Kind.SCALE, Kind.ERRORS) else 0,
        required=bool(data["required"]),
        starters=tuple(data["starters"] or ()),
    )
