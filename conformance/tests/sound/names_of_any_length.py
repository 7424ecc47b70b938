"""The random part of a name is eleven to seventeen characters long, with hyphens among them."""

import secrets

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__, tempfile_reference)
change(_names.Names, next=lambda names: secrets.token_urlsafe(8 + secrets.randbelow(5)))
