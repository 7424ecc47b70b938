"""A NamedTemporaryFile is kept only if delete is the object False itself."""

from _base import passing, python2, stand_in

stand_in(__name__)
NamedTemporaryFile = passing(
    python2.NamedTemporaryFile, lambda given: given.update(delete=given.get("delete", True) is not False)
)

BREAKS = ["NamedTemporaryFile.delete-false"]
