"""The teacher of a demo's vote gives places: closes the lists, waits for the worker's plans, picks one and shows it."""

import time

from tools.co_curriculum.demo_way import Room

PATIENCE = 20.0
"""Seconds."""


def give_places(room: Room) -> None:
    teacher, until = room.teacher, time.monotonic() + PATIENCE
    teacher.submit(room.page(teacher, "topic-vote/places").form_to("/places/close"), {"confirmed": "1"})
    teacher.submit(room.page(teacher, "topic-vote/places").form_to("/places/plans"))
    shown = room.page(teacher, "topic-vote/places")
    while time.monotonic() < until and not any(form.action.endswith("/pick") for form in shown.forms):
        time.sleep(0.2)
        shown = room.page(teacher, "topic-vote/places")
    teacher.submit(shown.form_to("/pick"))
    teacher.submit(room.page(teacher, "topic-vote/places").form_to("/places/publish"))
