"""The files of one job: its steps' halves and its result, forgotten together."""

from dataclasses import dataclass

from lti_tools.web.files import FileStore


def space(activity_id: int, job_id: int) -> str:
    return f"activity-{activity_id}/job-{job_id}"


@dataclass(frozen=True)
class JobFiles:
    store: FileStore
    activity_id: int
    job_id: int

    def put(self, content: bytes) -> str:
        """Keep `content`, return its key."""
        return self.store.put(content, space(self.activity_id, self.job_id))

    def get(self, key: str) -> bytes:
        return self.store.get(key)

    def remove(self, key: str) -> None:
        self.store.remove(key)
