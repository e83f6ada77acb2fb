"""The part of the settings form about a teacher's own reviews and how reviews make a mark."""

from typing import Any

from wtforms import BooleanField, RadioField

from lti_tools.web.forms import WholeNumberField
from lti_tools.web.locale import lazy
from tools.peer_review import grading
from tools.peer_review.domain.aggregation.marks import Method


def method_field() -> Any:
    return RadioField(
        lazy("How do reviews make a mark?"),
        choices={
            Method.WEIGHTED.value: lazy("Reviewers who are strict, mild or careless are evened out"),
            Method.MEAN.value: lazy("The plain mean"),
            Method.MEDIAN.value: lazy("The median"),
        },
        default=Method.WEIGHTED.value,
    )


def single_marks_field() -> Any:
    return BooleanField(
        lazy("Authors see what each reviewer chose"),
        description=lazy("Else they see every word, and the mark as a whole. Single marks make people anxious."),
    )


def teacher_review_field() -> Any:
    return RadioField(
        lazy("If you review a work yourself"),
        choices={
            grading.FINAL: lazy("Your review is the mark"),
            grading.COUNTS: lazy("It counts as much as some reviews of students"),
        },
        default=grading.FINAL,
    )


def teacher_weight_field() -> Any:
    return WholeNumberField(
        lazy("As how many reviews does yours count?"), required=False, least=1, most=grading.MOST_WEIGHT, default=3
    )
