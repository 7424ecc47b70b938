"""The program. Signals are answered from the first moment on, before anything slow is imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line and ends the process with one of the documented exit codes.

    Ctrl-C and SIGTERM end it in the same way, with code 3 and nothing left behind.
    """
    try:
        from tempfile_conformance import interrupts

        interrupts.install()
        from tempfile_conformance.cli import main as run

        code = run()
    except KeyboardInterrupt:
        print("Interrupted; nothing was judged.", file=sys.stderr)  # noqa: T201
        code = 3
    sys.exit(code)


if __name__ == "__main__":
    main()
