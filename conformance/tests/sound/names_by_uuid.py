"""The random part of a name is a UUID in hexadecimal digits, one of which is always the same."""

import uuid

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__, tempfile_reference)
change(_names.Names, next=lambda names: uuid.uuid4().hex)
