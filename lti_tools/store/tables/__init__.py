"""The platform's own tables (prefix `lti_`), one module per aggregate; importing this package registers them all."""

from lti_tools.store.tables import activities, admin, events, grades, people, retries, schools, sessions

PREFIX = "lti_"

__all__ = ["PREFIX", "activities", "admin", "events", "grades", "people", "retries", "schools", "sessions"]
