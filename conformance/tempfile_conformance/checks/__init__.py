"""The checks: one module per chapter or idea, each check trying to break exactly one guarantee."""
