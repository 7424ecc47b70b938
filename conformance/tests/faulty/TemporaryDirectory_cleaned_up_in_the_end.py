"""cleanup() leaves the removal to the end of the with statement, where there is one."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    inside = False

    def __enter__(self):
        self.inside = True
        return super().__enter__()

    def __exit__(self, *error):
        self.inside = False
        return super().__exit__(*error)

    def cleanup(self):
        if not self.inside:
            super().cleanup()


BREAKS = ["TemporaryDirectory.cleanup"]
FOLLOWS = [
    "TemporaryDirectory.delete-false-cleanup",
    "TemporaryDirectory.removes-once",
    "TemporaryDirectory.errors-raised",
    "TemporaryDirectory.ends-once",
]
SOMETIMES = ["TemporaryDirectory.ignores-cleanup-errors"]
