"""Starts the Python agent without compiling it each time.

    python python_start.py python_agent.py

Python keeps the code of what it imports, but compiles its main program at every start, and where nothing can fork every
trial is a start. The code is kept in the file that ``TEMPFILE_CONFORMANCE_CODE`` names, if it does, and read from there
by the same interpreter only. It runs on whatever the agent runs on.
"""

import marshal
import os
import sys


def _code(program, kept):
    try:
        with open(kept, "rb") as stream:
            return marshal.load(stream)
    except (EnvironmentError, EOFError, ValueError, TypeError):
        pass
    with open(program, "rb") as stream:
        code = compile(stream.read(), program, "exec", dont_inherit=True)
    if kept:
        new = "%s.%d" % (kept, os.getpid())
        try:
            with open(new, "wb") as stream:
                marshal.dump(code, stream)
            # Whole or not at all, whoever else starts just now.
            os.rename(new, kept)
        except EnvironmentError:
            pass
    return code


sys.argv = sys.argv[1:]
__doc__, __file__ = None, sys.argv[0]
exec(_code(__file__, os.environ.pop("TEMPFILE_CONFORMANCE_CODE", "")))
