"""Nothing is wrong with this one: the reference, reached as the faulty ones reach it."""

from _base import stand_in

stand_in(__name__)
