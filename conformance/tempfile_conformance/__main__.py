"""`python -m tempfile_conformance` is `tempfile-conformance`."""

from tempfile_conformance.cli import main

if __name__ == "__main__":
    main()
