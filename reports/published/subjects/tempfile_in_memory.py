"""`memory_tempfile.MemoryTempfile`, whose methods stand for the functions of `tempfile`, as a module."""

from memory_tempfile import MemoryTempfile

_made = []


def _function(name):
    def function(*arguments, **keywords):
        if not _made:
            # Only now, as a program does it: it looks at the environment and at what is mounted.
            _made.append(MemoryTempfile(fallback=True))
        return getattr(_made[0], name)(*arguments, **keywords)

    function.__name__ = name
    function.__wrapped__ = getattr(MemoryTempfile, name)
    return function


for _name in (
    *("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryDirectory", "mkstemp", "mkdtemp"),
    *("gettempdir", "gettempdirb", "gettempprefix", "gettempprefixb"),
):
    globals()[_name] = _function(_name)
