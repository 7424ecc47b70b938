"""Holds any implementation of tempfile against the promises of its documentation."""
