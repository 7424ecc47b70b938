# -*- coding: utf-8 -*-
"""The Python agent: hosts one implementation of ``tempfile`` and speaks the protocol of PROTOCOL.md.

One file, standard library only, unchanged on Python 2.7 and 3.6 to 3.14. Start it with pipes on its standard streams;
it answers one line of JSON per line of JSON. It holds no expectations: it does what it is told and says what it saw.

It is longer than other modules of this project because it has to travel as a single file.
"""

import atexit  # noqa: F401  (preloaded, see _preload)
import binascii
import errno
import functools
import gc
import json
import os
import re
import signal
import stat
import sys
import threading

PROTOCOL = 1
VERSION = "1"
PY2 = sys.version_info[0] == 2
JAVA = sys.platform.startswith("java")
WASM = sys.platform in ("emscripten", "wasi")
# Jython calls its os "java" and tells the real one aside.
OS = str(getattr(os, "_name", os.name)) if JAVA else os.name
POSIX = OS == "posix" and not JAVA
FORKS = hasattr(os, "fork") and not WASM
LINE_LIMIT = 64 * 1024 * 1024
OWN_FILE = os.path.abspath(__file__)

FUNCTIONS = (
    "TemporaryFile",
    "NamedTemporaryFile",
    "SpooledTemporaryFile",
    "TemporaryDirectory",
    "mkstemp",
    "mkdtemp",
    "mktemp",
    "gettempdir",
    "gettempdirb",
    "gettempprefix",
    "gettempprefixb",
)
VARIABLES = ("tempdir", "template")

if PY2:
    text_type = unicode  # noqa: F821
    integer_types = (int, long)  # noqa: F821
    import __builtin__ as builtins
else:
    text_type = str
    integer_types = (int,)
    import builtins


class Refused(Exception):
    """The agent cannot carry out the request; says nothing about the implementation."""


# --- Values on the wire ---------------------------------------------------------------------------------------------


def _native(text):
    """The language's ordinary string for a JSON string (on Python 2.7: bytes in UTF-8)."""
    if not PY2:
        return text
    try:
        return text.encode("ascii")
    except UnicodeEncodeError:
        pass
    out = []
    for char in text:
        point = ord(char)
        # What Python 3 calls surrogateescape: an undecodable byte travels as a lone surrogate.
        out.append(chr(point - 0xDC00) if 0xDC80 <= point <= 0xDCFF else char.encode("utf-8"))
    return b"".join(out)


def _wire_text(data):
    """A Python 2.7 byte string as JSON text, undecodable bytes as lone surrogates."""
    out = []
    # Surrogates in UTF-8 are no text to anybody but Python 2.
    for piece in re.split(b"(\xed)(?=[\xa0-\xbf])", data):
        while piece:
            try:
                out.append(piece.decode("utf-8"))
                break
            except UnicodeDecodeError as error:
                out.append(piece[: error.start].decode("utf-8"))
                undecodable = bytearray(piece[error.start : error.end])
                # Jython's text cannot have a lone surrogate in it.
                out.extend("\\x%02x" % byte if JAVA else unichr(0xDC00 + byte) for byte in undecodable)  # noqa: F821
                piece = piece[error.end :]
    return "".join(out)


def _proc_tells():
    """Whether /proc tells of this process's descriptors. Under wine it is there, but of other numbers."""
    return os.name != "nt" and os.path.isdir("/proc/self/fd")


def _travels(data):
    """Whether a Python 2.7 byte string can be text on the wire: anything, but in Jython only what is UTF-8."""
    if JAVA:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return False
    return True


def _known(value, refs):
    try:
        return refs[value["$ref"]]
    except KeyError:
        raise Refused("there is no object %s" % (value.get("$ref"),))


def decode(value, refs):
    """The Python value that a JSON value of the protocol stands for."""
    if isinstance(value, text_type):
        return _native(value)
    if isinstance(value, list):
        return [decode(item, refs) for item in value]
    if isinstance(value, dict):
        if "$bytes" in value:
            return binascii.unhexlify(value["$bytes"].encode("ascii"))
        if "$text" in value:
            return value["$text"]
        if "$tuple" in value:
            return tuple(decode(item, refs) for item in value["$tuple"])
        if "$ref" in value:
            return _known(value, refs)
        if "$path" in value:
            try:
                import pathlib
            except ImportError:
                raise Refused("this runtime has no path-like objects")
            return pathlib.Path(value["$path"])
        if "$fspath" in value:
            if PY2:
                raise Refused("this runtime has no path-like objects")
            return PathLike(decode(value["$fspath"], refs))
        return dict((_native(key), decode(item, refs)) for key, item in value.items())
    return value


class PathLike(object):
    """A path-like object that is nothing more than that: it tells its path, a string or bytes, when asked."""

    __slots__ = ("_path",)
    __hash__ = None

    def __init__(self, path):
        self._path = path

    def __fspath__(self):
        return self._path


class Descriptors(object):
    """Numbers for what Jython gives in place of descriptors, so that they travel as such; others are themselves."""

    def __init__(self):
        self.known = []

    def number(self, value):
        for place, known in enumerate(self.known):
            if known is value:
                return 1000 + place
        self.known.append(value)
        return 999 + len(self.known)

    def __call__(self, number):
        return self.known[number - 1000] if 0 <= number - 1000 < len(self.known) else number


DESCRIPTORS = Descriptors()
REFS_LOCK = threading.Lock()


class Verbatim(list):
    """JSON as it stands, not to be encoded again."""


def encode(value, refs):
    """The JSON form of a value; what JSON cannot carry stays here and travels as a reference."""
    if isinstance(value, Verbatim):
        return list(value)
    if value is None or isinstance(value, (bool, float) + integer_types):
        return value
    if isinstance(value, text_type):
        return {"$text": value} if PY2 else value
    if isinstance(value, bytes):
        return _wire_text(value) if PY2 and _travels(value) else {"$bytes": binascii.hexlify(value).decode("ascii")}
    if isinstance(value, bytearray):
        return {"$bytes": binascii.hexlify(bytes(value)).decode("ascii")}
    if isinstance(value, tuple):
        return {"$tuple": [encode(item, refs) for item in value]}
    if type(value) is list:
        return [encode(item, refs) for item in value]
    if JAVA and type(value).__module__.startswith("org.python.core.io"):
        return DESCRIPTORS.number(value)
    with REFS_LOCK:
        for number, known in refs.items():
            if known is value:
                break
        else:
            number = max(refs) + 1 if refs else 1
            refs[number] = value
    return {"$ref": number, "type": _type_name(_class(value))}


def _class(value):
    """The class of an object, also where that is one of the old kind (Python 2.7)."""
    return value.__class__ if PY2 and type(value).__name__ == "instance" else type(value)


def _type_name(kind):
    return "%s.%s" % (kind.__module__, kind.__name__)


def encode_error(error):
    """What a caller can see of an exception, and where it was raised."""
    out = {
        "type": type(error).__name__,
        "bases": [base.__name__ for base in type(error).__mro__],
        "message": _printable(error),
        "errno": None,
        "filename": None,
        "where": None,
    }
    if isinstance(error, EnvironmentError):
        out["errno"] = errno.errorcode.get(error.errno, error.errno)
        if error.filename is not None:
            out["filename"] = encode(error.filename, {})
    try:
        # By hand: to import traceback costs a tenth of the start of a process, and some lanes start one for each trial.
        place = sys.exc_info()[2]
        while place is not None:
            code = place.tb_frame.f_code
            if code.co_filename not in (__file__, OWN_FILE) and not code.co_filename.startswith("<"):
                out["where"] = "%s:%s in %s" % (code.co_filename, place.tb_lineno, code.co_name)
            place = place.tb_next
    except Exception:
        pass
    return out


def _printable(error):
    try:
        text = str(error)
    except Exception as problem:
        text = "<unprintable: %r>" % (problem,)
    return _wire_text(text) if PY2 else text


# --- The channel ----------------------------------------------------------------------------------------------------


class Channel(object):
    """Lines in and out on private copies of the standard streams.

    The implementation is left with an empty input and with standard error as its output, so nothing that it prints,
    reads or closes can be taken for the agent's word.
    """

    # The system's own, also where an implementation brings another `os`.
    READ, WRITE = os.read, os.write

    def __init__(self):
        if os.name == "nt":
            import msvcrt

            for number in (0, 1, 2):
                msvcrt.setmode(number, os.O_BINARY)
        self._input = self._private(0)
        self._output = self._private(1)
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        os.dup2(2, 1)
        self._rest = b""

    @staticmethod
    def _private(number):
        copy = os.dup(number)
        if PY2 and POSIX:
            import fcntl

            fcntl.fcntl(copy, fcntl.F_SETFD, fcntl.fcntl(copy, fcntl.F_GETFD) | fcntl.FD_CLOEXEC)
        return copy

    def descriptors(self):
        return (self._input, self._output)

    def read(self):
        """The next message, or None at the end of the conversation."""
        while b"\n" not in self._rest:
            chunk = _again(self.READ, self._input, 65536)
            if not chunk or len(self._rest) > LINE_LIMIT:
                return None
            self._rest += chunk
        line, self._rest = self._rest.split(b"\n", 1)
        return json.loads(line.decode("utf-8"))

    def write(self, message, fresh_line=False):
        data = json.dumps(message).encode("ascii") + b"\n"
        if fresh_line:
            # The trial may have died in the middle of a line.
            data = b"\n" + data
        while data:
            data = data[_again(self.WRITE, self._output, data) :]


class JavaChannel(Channel):
    """The same over Java's streams: Jython has no descriptors to copy."""

    def __init__(self):
        from java.io import ByteArrayInputStream
        from java.lang import System

        self._source, self._sink = getattr(System, "in"), System.out
        System.setIn(ByteArrayInputStream(b""))
        System.setOut(System.err)
        sys.stdin, sys.stdout = open(os.devnull), sys.stderr

    def descriptors(self):
        return ()

    def line(self):
        line = bytearray()
        while True:
            byte = self._source.read()
            if byte < 0:
                return None
            if byte == 10:
                return bytes(line).decode("utf-8")
            line.append(byte)

    def read(self):
        line = self.line()
        return None if line is None else json.loads(line)

    def write(self, message, fresh_line=False):
        self._sink.write(json.dumps(message).encode("ascii") + b"\n")
        self._sink.flush()


def _again(function, *arguments):
    """A system call repeated when a signal interrupts it (older Pythons do not)."""
    while True:
        try:
            return function(*arguments)
        except EnvironmentError as error:
            if error.errno != errno.EINTR:
                raise


# --- Sensing and planting -------------------------------------------------------------------------------------------


class Sensor(object):
    """Sees a name just before it is created or looked up, and can take it first.

    Creation is seen by an audit hook on Python 3.8 and later and by wrapped functions before; look-ups always by
    wrapped functions. Wrappers are put in place before the implementation is imported, so a function that it binds
    at import is the wrapped one too.
    """

    KNOWN = ("open", "mkdir", "lstat", "stat", "symlink", "link", "mkfifo", "close", "write", "chmod", "unlink") + (
        "rmdir",
        "rename",
        "getcwd",
        "lchown",
        "mknod",
    )
    # What gives a second name, or another one, to what is there creates that name.
    NAMING = ("rename", "replace", "link", "symlink")
    WRAPPED = ("lstat", "stat", "access", "rmdir", "unlink", "remove", "open", "mkdir", "chmod", "fchmod") + NAMING
    REAL = {}

    @classmethod
    def know(cls):
        """Notes the functions as they are before anything is wrapped."""
        cls.REAL.update((name, getattr(os, name)) for name in cls.KNOWN if hasattr(os, name))

    def __init__(self, kind=None):
        self.armed = False
        self.plan = None
        self.trap = None
        self.events = []
        self.problem = None
        self.recorder = None
        self._busy = threading.local()
        self.kind = kind or ("audit" if hasattr(sys, "addaudithook") else "wrap")

    def install(self):
        self.wrap()
        if self.kind == "audit":
            sys.addaudithook(self._audit)
        elif POSIX:
            module = sys.modules.get("posix")
            if module is not None:
                module.open, module.mkdir = os.open, os.mkdir

    def wrap(self):
        for name in ("lstat", "stat", "access"):
            self._wrap(os, name, "look")
        for name in ("exists", "lexists"):
            self._wrap(os.path, name, "look")
        if self.kind == "audit":
            return
        for name in ("rmdir", "unlink", "remove"):
            self._wrap(os, name, "remove")
        for name in self.NAMING:
            self._wrap(os, name, "name")
        self._wrap(os, "open", "create")
        self._wrap(os, "mkdir", "create")
        self._wrap(os, "chmod", "chmod")
        self._wrap(os, "fchmod", "chmod")
        if not PY2:
            import io

            self._wrap(io, "open", "create")
        self._wrap(builtins, "open", "create")

    def _wrap(self, module, name, what):
        real = untouched(getattr(module, name, None))
        if real is None:
            return
        sensor = self

        def wrapper(*arguments, **keywords):
            if getattr(INSIDE, "on", False):
                return real(*arguments, **keywords)
            if sensor.trap is not None:
                sensor.approach(arguments[0] if arguments else keywords.get("path"))
            if sensor.armed and what != "remove" and not _opener(arguments, keywords):
                path = arguments[0] if arguments else keywords.get("path", keywords.get("file"))
                detail = arguments[1] if len(arguments) > 1 else keywords.get("flags", keywords.get("mode"))
                if what == "chmod":
                    sensor.changing(arguments[0] if arguments else keywords.get("path", keywords.get("fd")))
                elif what == "name":
                    sensor.sense("create", name, arguments[1] if len(arguments) > 1 else keywords.get("dst"), None)
                else:
                    sensor.sense(what, name, path, detail)
            return real(*arguments, **keywords)

        replace(module, name, real, wrapper)

    def _audit(self, event, arguments):
        if self.recorder is not None:
            self.recorder.note(event, arguments)
        if self.kind != "audit":
            return
        if self.trap is not None and event in self.APPROACHES:
            self.approach(arguments[0])
        if not self.armed:
            return
        if event == "open":
            self._opens(sys._getframe().f_back, *arguments)
        elif event == "os.mkdir":
            self.sense("create", "mkdir", arguments[0], None)
        elif event in ("os.rename", "os.link", "os.symlink"):
            self.sense("create", event[3:], arguments[1], None)
        elif event == "os.chmod":
            self.changing(arguments[0])

    def _opens(self, frame, path, mode, flags):
        """Senses the opening of a path; what a file object announces, with a mode, may be left to its opener."""
        self.opener(frame)
        before, kinds = len(self.events), self.plan["kinds"]
        self.sense("create", "open", path, flags)
        if mode is not None and frame is not None and len(self.events) > before:
            self._busy.announced = self._place(frame), self.events[-1], kinds
            self._busy.aged = self.events[-1]["planted"] is None and self._age()

    @staticmethod
    def _place(frame):
        # Not the frame itself, which would keep what is in it alive.
        return id(frame), frame.f_lasti

    def opener(self, frame):
        """Takes an announcement back if its call has not returned yet: then what opens something now is an opener."""
        announced = getattr(self._busy, "announced", None)
        self.settle()
        while announced and frame is not None:
            if self._place(frame) == announced[0]:
                self._retract(*announced[1:])
                break
            frame = frame.f_back

    def _age(self):
        """Sets the times of the directory back, if that may be done: any change in it shows then."""
        try:
            os.utime(self.plan["directory"], (0, 0))
        except EnvironmentError:
            return False
        return OS == "posix"

    def settle(self):
        """Takes the last announcement back if nothing has come of it: its opener gave what had been opened before."""
        announced = getattr(self._busy, "announced", None)
        self._busy.announced = None
        if not announced or not self._busy.aged:
            return
        try:
            changed = self.REAL["stat"](self.plan["directory"]).st_mtime != 0
        except EnvironmentError:
            changed = True
        if not changed:
            self._retract(*announced[1:])

    def _retract(self, event, kinds):
        """Takes back an event that does not come true, and what was planted for it."""
        self.events[:] = [one for one in self.events if one is not event]
        self.plan["kinds"] = kinds
        if event["planted"] is None:
            return
        self._busy.on = True
        try:
            if event["planted"] in ("gone", "swapped"):
                directory = self.plan["directory"].rstrip(os.sep)
                if event["planted"] == "swapped":
                    self.REAL["unlink"](directory)
                self.REAL["rename"](directory + ".aside", directory)
            else:
                self.REAL["rmdir" if event["planted"] == "directory" else "unlink"](event["full"])
        finally:
            self._busy.on = False

    APPROACHES = ("open", "os.listdir", "os.scandir", "os.rmdir", "os.remove", "os.chmod", "os.rename")

    def approach(self, path):
        """Counts a look at the entry of an ambush; just before the one that was named, puts a link in its place."""
        trap = self.trap
        if getattr(self._busy, "on", False) or isinstance(path, integer_types) or path is None:
            return
        if not isinstance(path, str):
            path = path.encode("utf-8") if PY2 else os.fsdecode(path)
        if os.path.basename(path.rstrip(os.sep)) != os.path.basename(trap["path"]):
            return
        trap["seen"] += 1
        if trap["seen"] != trap["nth"]:
            return
        self._busy.on = True
        try:
            self.REAL["rename"](trap["path"], trap["aside"])
            self.REAL["symlink"](trap["target"], trap["path"])
        except EnvironmentError:
            # It is gone already: the attack comes too late.
            pass
        finally:
            self._busy.on = False

    def changing(self, target):
        """Notes the permissions that something has just before they are changed."""
        if getattr(self._busy, "on", False):
            return
        self._busy.on = True
        try:
            mode = stat.S_IMODE(self.REAL["stat"](target).st_mode)
            self.events.append({"what": "chmod", "call": "chmod", "mode": mode, "planted": None, "full": None})
        except Exception:
            pass
        finally:
            self._busy.on = False

    def sense(self, what, call, path, detail):
        if getattr(self._busy, "on", False) or isinstance(path, integer_types) or path is None:
            return
        if what == "create" and call == "open" and not self._creates(detail):
            return
        self._busy.on = True
        try:
            self._sense(what, call, path, detail)
        finally:
            self._busy.on = False

    @staticmethod
    def _creates(detail):
        if isinstance(detail, integer_types):
            anonymous = getattr(os, "O_TMPFILE", 0)
            return bool(detail & os.O_CREAT) and not (anonymous and detail & anonymous == anonymous)
        return isinstance(detail, (str, text_type)) and any(letter in detail for letter in "wax")

    def _sense(self, what, call, path, detail):
        if not isinstance(path, str):
            path = path.encode("utf-8") if PY2 else os.fsdecode(path)
        plan = self.plan
        if os.path.isabs(path):
            parent = os.path.dirname(path.rstrip(os.sep))
            inside = os.path.realpath(parent) == os.path.realpath(plan["directory"])
        else:
            # Relative to a directory descriptor, which the hook is not told, or to the working directory.
            inside = os.sep not in (path[2:] if path.startswith(os.curdir + os.sep) else path)
        if not inside:
            return
        full = os.path.join(plan["directory"], os.path.basename(path.rstrip(os.sep)))
        event = {"what": what, "call": call, "path": path, "full": full, "planted": None}
        event["flags"] = detail if isinstance(detail, integer_types) else None
        self.events.append(event)
        if plan["at"] != what or not plan["kinds"]:
            return
        try:
            self.REAL["lstat"](full)
        except EnvironmentError:
            kind = plan["kinds"][0]
            if not plan["always"] or len(plan["kinds"]) > 1:
                plan["kinds"] = plan["kinds"][1:]
            if kind == "free":
                return
            try:
                plant(kind, full, plan)
                event["planted"] = kind
            except Exception as error:
                # No matter of the implementation, which must not see it.
                self.problem = "no %s could be planted: %s" % (kind, error)


Sensor.know()


def _opener(arguments, keywords):
    """The opener among the arguments of `open`; no other function that is wrapped has so many."""
    return arguments[7] if len(arguments) > 7 else keywords.get("opener")


class Recorder(object):
    """Notes audit events, and can refuse what they announce, as any audit hook may."""

    def __init__(self, prefix, refuse):
        self.prefix = prefix
        self.refuse = refuse
        self.events = []

    def note(self, event, arguments):
        if not event.startswith(self.prefix):
            return
        there = None
        if arguments and isinstance(arguments[0], (str, bytes)):
            try:
                Sensor.REAL["lstat"](arguments[0])
                there = True
            except OSError:
                there = False
            except ValueError:
                pass
        self.events.append((event, arguments, there))
        if self.refuse:
            raise RuntimeError("refused by an audit hook, on request")


NEED_VICTIM = ("symlink", "symlink-to-directory", "dangling", "hardlink", "swapped")
OCCUPANTS = ("free", "file", "directory", "fifo", "socket", "gone") + NEED_VICTIM


def plant(kind, path, plan):
    """Puts an occupant of the given kind at ``path``."""
    real = Sensor.REAL
    if kind in ("gone", "swapped"):
        directory = plan["directory"].rstrip(os.sep)
        real["rename"](directory, directory + ".aside")
        if kind == "swapped":
            real["symlink"](plan["victims"][kind], directory)
        return
    if kind == "file":
        descriptor = real["open"](path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, int(plan.get("mode", 0o644)))
        real["write"](descriptor, b"occupied")
        real["close"](descriptor)
        if JAVA:
            # Jython's open pays no attention to the mode.
            real["chmod"](path, int(plan.get("mode", 0o644)))
    elif kind == "directory":
        real["mkdir"](path, 0o777)
    elif kind in ("symlink", "symlink-to-directory", "dangling"):
        real["symlink"](plan["victims"][kind], path)
    elif kind == "hardlink":
        real["link"](plan["victims"][kind], path)
    elif kind == "fifo":
        real["mkfifo"](path, 0o644)
    else:
        make_socket(path)
    real["lstat"](path)  # wine only pretends to make symbolic links
    if plan.get("owner") and kind != "hardlink":
        real["lchown"](path, plan["owner"]["uid"], plan["owner"]["gid"])


def make_socket(path):
    """Makes a socket that nobody listens to."""
    if sys.platform.startswith("linux"):
        try:
            # Not by its address, which has to be a short one.
            return Sensor.REAL["mknod"](path, stat.S_IFSOCK | 0o777)
        except (KeyError, EnvironmentError):
            pass
    import socket

    server = socket.socket(socket.AF_UNIX)
    try:
        server.bind(path)
    except Exception as error:
        raise Refused("no socket can be made here: %s" % (error,))
    finally:
        server.close()


# --- Failing on purpose ---------------------------------------------------------------------------------------------


class Faults(object):
    """Lets calls of the operating system fail, or the process end at them, as a plan says.

    The functions are wrapped before the implementation is imported. The plan is felt by the implementation only, not
    by the agent's own operations; and of the calls that name a path only by those in the plan's directory or below.
    """

    # The name of each function in `os`, and that of the call in the protocol (`open` has three).
    CALLS = {
        "open": "open",
        "mkdir": "mkdir",
        "unlink": "unlink",
        "remove": "unlink",
        "rmdir": "rmdir",
        "stat": "stat",
        "lstat": "lstat",
        "chmod": "chmod",
        "fchmod": "chmod",
        "write": "write",
        "fsync": "fsync",
        "close": "close",
        "getcwd": "getcwd",
    }
    NAMES = frozenset(list(CALLS.values()) + ["create", "tmpfile", "fdopen"])

    def __init__(self, sensor):
        self.plan = []
        self.directory = None
        self.at_work = False
        self.sensor = sensor

    def install(self):
        for name, call in self.CALLS.items():
            self._wrap(os, name, call)
        if PY2:
            self._wrap(os, "fdopen", "fdopen")
        else:
            import io

            self._wrap(io, "open", "fdopen")
        self._wrap(builtins, "open", "fdopen")

    def _wrap(self, module, name, call):
        real, faults = untouched(getattr(module, name, None)), self

        def wrapper(*arguments, **keywords):
            if not (faults.plan and faults.at_work) or getattr(INSIDE, "on", False):
                return real(*arguments, **keywords)
            return faults.carry_out(real, call, arguments, keywords)

        if real is not None:
            replace(module, name, real, wrapper)

    @staticmethod
    def _kind(call, target, arguments, keywords):
        """Which call of the protocol it is: opening is several."""
        detail = arguments[1] if len(arguments) > 1 else keywords.get("flags", keywords.get("mode", "r"))
        if call == "open":
            anonymous = getattr(os, "O_TMPFILE", 0)
            if anonymous and detail & anonymous == anonymous:
                return "tmpfile"
            return "create" if detail & os.O_CREAT else "open"
        if call == "fdopen" and not isinstance(target, integer_types) and not keywords.get("opener"):
            return "create" if any(letter in detail for letter in "wax") else "open"
        return call

    def carry_out(self, real, call, arguments, keywords):
        """Calls the real function, or does to it what the plan says."""
        target = arguments[0] if arguments else keywords.get("path", keywords.get("file"))
        call = self._kind(call, target, arguments, keywords)
        for fault in self.plan:
            if fault["call"] == call and self._inside(target, keywords):
                fault["seen"] += 1
                if 0 <= fault["seen"] - fault["nth"] < fault["times"]:
                    fault["struck"] += 1
                    return self._strike(fault, real, target, arguments, keywords)
        return real(*arguments, **keywords)

    def _inside(self, target, keywords):
        if target is None or isinstance(target, integer_types) or keywords.get("dir_fd") is not None:
            return True
        path = target if isinstance(target, str) else target.encode("utf-8") if PY2 else os.fsdecode(target)
        if path.startswith(self.directory + os.sep) and ".." not in path:
            # This may be asked hundreds of thousands of times.
            return True
        if not os.path.isabs(path):
            path = os.path.join(Sensor.REAL["getcwd"](), path)
        return (os.path.normpath(path) + os.sep).startswith(self.directory + os.sep)

    def _strike(self, fault, real, target, arguments, keywords):
        if fault["after"]:
            result = real(*arguments, **keywords)
            if fault["call"] == "fdopen":
                # A file object that fails on its last step has closed its descriptor.
                result.close()
        if fault["call"] in ("open", "create", "tmpfile"):
            self.sensor.opener(sys._getframe())
        if fault["ends"]:
            leave(fault["ends"])
        if fault["interrupt"]:
            raise SystemExit("interrupted, on request")
        number = getattr(errno, fault["errno"])
        kind = IOError if fault["call"] == "fdopen" else OSError
        if target is None or isinstance(target, integer_types):
            raise kind(number, os.strerror(number))
        raise kind(number, os.strerror(number), target)


AGENT = object()
"""Stands for the agent of this interpreter."""


def untouched(function):
    """The function as it was before the agents of earlier interpreters wrapped it, which share some modules."""
    while getattr(function, "agent", AGENT) is not AGENT:
        function = function.real
    return function


def replace(module, name, real, wrapper):
    """Puts a wrapper in the place of a function, also where the runtime lists what that function can do."""
    if not hasattr(real, "__get__"):
        # A builtin function that a class keeps is no method of it, and neither must the wrapper be.
        wrapper = functools.partial(wrapper)
    wrapper.__name__ = wrapper.__qualname__ = name
    wrapper.__doc__ = getattr(real, "__doc__", None)
    wrapper.agent, wrapper.real = AGENT, real
    for collection in ("supports_dir_fd", "supports_follow_symlinks", "supports_fd", "supports_effective_ids"):
        members = getattr(os, collection, None)
        if members is not None and real in members:
            members.add(wrapper)
    setattr(module, name, wrapper)


# --- The implementation ---------------------------------------------------------------------------------------------


class Implementation(object):
    """The module under judgement, imported once; every trial starts from this state."""

    def __init__(self, name, path):
        sys.path[:0] = path
        sys.modules.pop("tempfile", None)
        if name.endswith(".py"):
            self.module = _load_file(name)
        else:
            __import__(name)
            self.module = sys.modules[name]
        self.name = name
        self.simulated = hasattr(self.module, "__tempfile_os__")

    def describe(self):
        module = self.module
        filename = getattr(module, "__file__", None)
        if filename and filename.endswith((".pyc", ".pyo")):
            filename = filename[:-1]
        # The library may lie in an archive, and then os, which is part of the program, need not say where.
        library = os.path.dirname(os.path.dirname(json.__file__))
        standard = bool(filename) and os.path.realpath(os.path.dirname(filename)) == os.path.realpath(library)
        version = getattr(module, "__version__", None)
        edition = getattr(module, "__tempfile_edition__", None)
        return {
            "name": self.name,
            "file": filename and os.path.abspath(filename),
            "version": version if isinstance(version, (str, text_type)) else None,
            "edition": edition if edition is None or isinstance(edition, text_type) else str(edition),
            "standard": standard,
            "simulated": self.simulated,
            "functions": [name for name in FUNCTIONS if hasattr(module, name)],
            "variables": [name for name in VARIABLES if hasattr(module, name)],
        }


def go_over(other):
    """From the system's files to those that an implementation keeps behind an ``os`` of its own.

    From here on scenes are set, names planted and results looked at there, and nowhere else.
    """
    global open, os
    import io

    open, os = io.open, other
    for name in set(Sensor.KNOWN).union(Sensor.WRAPPED, Faults.CALLS):
        if hasattr(os, name):
            setattr(os, name, _as_one_call(getattr(os, name)))
    Sensor.know()


INSIDE = threading.local()


def _as_one_call(function):
    """What a simulation calls of itself to carry out a call is no call of the implementation's."""

    def whole(*arguments, **keywords):
        before, INSIDE.on = getattr(INSIDE, "on", False), True
        try:
            return function(*arguments, **keywords)
        finally:
            INSIDE.on = before

    return whole


def _load_file(filename):
    directory, base = os.path.split(os.path.abspath(filename))
    name = base[:-3]
    sys.path.insert(0, directory)
    if PY2:
        import imp

        return imp.load_source(name, filename)
    import importlib.util

    spec = importlib.util.spec_from_file_location(name, filename)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _preload():
    """Imports what implementations import late: a trial may run as a user who cannot read this Python's files.

    Only where it is done once for many trials.
    """
    for name in (
        "ctypes",
        "errno",
        "fcntl",
        "functools",
        "io",
        "linecache",
        "pathlib",
        "pickle",
        "random",
        "resource",
        "secrets",
        "select",
        "shutil",
        "socket",
        "string",
        "subprocess",
        "traceback",
        "types",
        "warnings",
        "weakref",
        "encodings.ascii",
        "encodings.cp1252",
        "encodings.idna",
        "encodings.latin_1",
        "encodings.utf_16",
        "encodings.utf_16_le",
        "encodings.utf_32",
        "encodings.utf_8",
        "encodings.utf_8_sig",
        "encodings.unicode_escape",
        "encodings.hex_codec",
    ):
        try:
            __import__(name)
        except Exception:
            pass


# --- Confinement (Linux) --------------------------------------------------------------------------------------------

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID = 0x00020000, 0x10000000, 0x20000000
MS_BIND, MS_REC, MS_PRIVATE = 0x1000, 0x4000, 1 << 18


def _libc():
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def _checked(result, what):
    if result != 0:
        import ctypes

        number = ctypes.get_errno()
        raise Refused("%s: %s" % (what, os.strerror(number)))


def private_mounts():
    """Gives this process mounts of its own; an ordinary user gets a user namespace around them."""
    libc = _libc()
    uid, gid = os.geteuid(), os.getegid()
    _checked(libc.unshare(CLONE_NEWNS if uid == 0 else CLONE_NEWNS | CLONE_NEWUSER), "unshare")
    if uid != 0:
        for name, content in (
            ("setgroups", "deny"),
            ("uid_map", "%d %d 1" % (uid, uid)),
            ("gid_map", "%d %d 1" % (gid, gid)),
        ):
            with open("/proc/self/" + name, "w") as stream:
                stream.write(content)
    _checked(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None), "mount --make-rprivate")


def low_ids():
    """Lets the next child of this process be the first of a world of processes of its own: its id is 1."""
    _checked(_libc().unshare(CLONE_NEWPID if os.geteuid() == 0 else CLONE_NEWUSER | CLONE_NEWPID), "unshare")


def drop_capabilities():
    """Gives up what a user namespace granted, so that permissions bite again."""
    import ctypes

    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)()
    _checked(_libc().capset(ctypes.byref(header), ctypes.byref(data)), "capset")


def _possible(*steps):
    """Whether a process may do all that here, found out in a child that tries."""
    if not sys.platform.startswith("linux") or not hasattr(os, "fork"):
        return False
    pid = os.fork()
    if pid == 0:
        try:
            for step in steps:
                step()
            os._exit(0)
        finally:
            os._exit(1)
    return _again(os.waitpid, pid, 0)[1] == 0


def can_confine():
    """Whether private mounts and a private root can be had here."""
    return _possible(private_mounts, lambda: os.chroot("/"))


# --- A trial --------------------------------------------------------------------------------------------------------


class Ending(Exception):
    """The trial is over; how the process ends was asked for."""

    def __init__(self, how):
        Exception.__init__(self, how)
        self.how = how


class Trial(object):
    """One disposable process: its scene, its objects, and every operation of the protocol."""

    # Operations in which the implementation is at work.
    CALLS = frozenset(("call", "method", "apply", "library", "get", "set", "enter", "leave", "iterate"))
    WORK = CALLS | frozenset(("drop", "collect"))

    def __init__(self, implementation, sensor, faults, channel):
        self.module = implementation.module
        self.simulated = implementation.simulated
        self.sensor = sensor
        self.faults = faults
        self.channel = channel
        self.refs = {}

    # setting the scene

    def prepare(self, request):
        user = request.get("user")
        owner = (user["uid"], user["gid"]) if user else None
        directory = _native(request["directory"])
        os.umask(0)
        if self.simulated:
            try:
                os.makedirs(os.path.dirname(directory), 0o755)
            except EnvironmentError:
                pass
        os.mkdir(directory, 0o700)
        if owner:
            os.chown(directory, owner[0], owner[1])
        scene = request.get("scene") or []
        confined = bool(request.get("confine"))
        private = confined or any(item["kind"] == "full" for item in scene)
        if private:
            self._needs_system("mounts")
            private_mounts()
        for item in scene:
            self._build(item, owner)
        if confined:
            for name in ("dev", "proc"):
                # The runtime's own needs: random numbers, the list of open descriptors.
                target = os.path.join(directory, name)
                os.mkdir(target)
                source = ("/" + name).encode("ascii")
                target = target if PY2 else os.fsencode(target)
                _checked(_libc().mount(source, target, None, MS_BIND | MS_REC, None), "mount --bind")
            os.chroot(directory)
        for name, value in (request.get("environment") or {}).items():
            if value is None:
                os.environ.pop(_native(name), None)
            else:
                os.environ[_native(name)] = _native(value)
        os.chdir(_native(request["cwd"]))
        if user:
            os.setgroups([])
            os.setgid(user["gid"])
            os.setuid(user["uid"])
        elif private and os.geteuid() != 0:
            drop_capabilities()
        os.umask(request["umask"])

    def _build(self, item, owner):
        path, kind = _native(item["path"]), item["kind"]
        if kind == "directory":
            os.mkdir(path, 0o700)
        elif kind == "file":
            with open(path, "wb") as stream:
                stream.write(decode(item.get("data", {"$bytes": ""}), {}))
        elif kind == "symlink":
            self._symlink(_native(item["target"]), path)
            return
        elif kind == "fifo":
            self._needs_system("FIFOs")
            os.mkfifo(path)
        elif kind == "socket":
            self._needs_system("sockets")
            plant("socket", path, {})
            return
        elif kind == "chain":
            self._needs_system("room for trees as deep as this in reasonable time")
            self._chain(path, item["depth"])
            return
        elif kind == "full":
            os.mkdir(path, 0o700)
            # One inode is the root of the file system: not even an empty file fits.
            room = item.get("room")
            options = "size=%d" % room if room else "size=64k,nr_inodes=1"
            options += ",mode=0700" + (",uid=%d,gid=%d" % owner if owner else "")
            target = path if PY2 else os.fsencode(path)
            _checked(_libc().mount(b"tmpfs", target, b"tmpfs", 0, options.encode("ascii")), "mount")
            return
        else:
            raise Refused("no scene of kind %r" % (kind,))
        if owner and item.get("owner") != "suite":
            os.chown(path, owner[0], owner[1])
        os.chmod(path, item.get("mode", 0o700 if kind == "directory" else 0o600))

    @staticmethod
    def _chain(path, depth):
        """Directories, each in the one before; made by going down, so that no path becomes too long."""
        before = os.getcwd()
        try:
            os.chdir(path)
            for _ in range(depth):
                os.mkdir("d", 0o700)
                os.chdir("d")
        finally:
            os.chdir(before)

    @staticmethod
    def _symlink(target, path):
        os.symlink(target, path)
        if not os.path.islink(path):
            raise Refused("symbolic links are not really made here")

    # the conversation

    def answer(self, request):
        """The reply to one request, without its id."""
        operation = getattr(self, "op_" + request.get("op", "").replace("-", "_"), None)
        if operation is None:
            return {"refused": "no operation %r" % (request.get("op"),)}
        try:
            self.faults.at_work = request["op"] in self.WORK
            return {"ok": encode(operation(request), self.refs)}
        except Ending:
            raise
        except Refused as refusal:
            return {"refused": str(refusal)}
        except KeyError as error:
            if request["op"] in self.CALLS:
                return {"error": encode_error(error)}
            return {"refused": "no such object or field: %s" % (error,)}
        except (Exception, SystemExit) as error:
            if isinstance(error, (AttributeError, ImportError, NotImplementedError)) and request["op"] not in self.WORK:
                return {"refused": "not to be had on this platform: %s" % (error,)}
            return {"error": encode_error(error)}
        finally:
            self.faults.at_work = False

    def _needs_system(self, what):
        if self.simulated:
            raise Refused("the file system that this implementation brings has no %s" % (what,))

    def _object(self, request, key="object"):
        return _known(request[key], self.refs)

    def _arguments(self, request):
        arguments = [decode(item, self.refs) for item in request.get("arguments", [])]
        keywords = dict((_native(key), decode(item, self.refs)) for key, item in request.get("keywords", {}).items())
        return arguments, keywords

    # the implementation

    def op_call(self, request):
        arguments, keywords = self._arguments(request)
        return getattr(self.module, request["function"])(*arguments, **keywords)

    def op_method(self, request):
        arguments, keywords = self._arguments(request)
        return getattr(self._object(request), request["name"])(*arguments, **keywords)

    def op_get(self, request):
        target = self._object(request) if "object" in request else self.module
        return getattr(target, request["name"])

    def op_set(self, request):
        target = self._object(request) if "object" in request else self.module
        setattr(target, request["name"], decode(request["value"], self.refs))

    def op_has(self, request):
        target = self._object(request) if "object" in request else self.module
        return hasattr(target, request["name"])

    @staticmethod
    def _special(target, name):
        """A special method as the with statement finds it (old-style classes keep theirs on the instance)."""
        if PY2 and type(target).__name__ == "instance":
            return getattr(target, name)
        return getattr(type(target), name).__get__(target, type(target))

    def op_enter(self, request):
        return self._special(self._object(request), "__enter__")()

    def op_leave(self, request):
        leave = self._special(self._object(request), "__exit__")
        if not request.get("raising"):
            return leave(None, None, None)
        try:
            raise ValueError("raised inside the with statement")
        except ValueError:
            return leave(*sys.exc_info())

    def op_iterate(self, request):
        out = []
        for line in self._object(request):
            out.append(line)
            if len(out) >= request.get("limit", 10000):
                break
        return out

    def op_drop(self, request):
        """Forgets an object, so that it can be collected, and collects; if asked to, tells errors without a caller."""
        told, hook = [], getattr(sys, "unraisablehook", None) if request.get("errors") else None
        if hook is not None:
            sys.unraisablehook = lambda unraisable: told.append(unraisable.exc_value)
        try:
            del self.refs[request["object"]["$ref"]]
            _collect()
        finally:
            if hook is not None:
                sys.unraisablehook = hook
        for error in told:
            raise error

    def op_hold(self, request):
        """Has a daemon thread refer to an object to the end of the process, and longer than anything else does."""

        def work(held):
            threading.Event().wait()
            return held

        thread = threading.Thread(target=work, args=(self._object(request),))
        thread.daemon = True
        _start(thread)

    def op_collect(self, request):
        """Collects garbage, the last exception's traceback included."""
        if PY2:
            sys.exc_clear()
        _collect()

    def op_take(self, request):
        """An iterator over an object, or one of its bound methods, to be kept instead of the object."""
        target = self._object(request)
        return iter(target) if request["name"] == "iterator" else getattr(target, request["name"])

    def op_apply(self, request):
        arguments, keywords = self._arguments(request)
        return self._object(request)(*arguments, **keywords)

    def op_library(self, request):
        """Calls a function or class of the runtime's own library, as users put it around or beside a file."""
        module, _, rest = request["name"].partition(".")
        module = builtins.__name__ if module == "builtins" else module
        try:
            target = __import__(module)
            for part in rest.split("."):
                target = getattr(target, part)
        except (ImportError, AttributeError):
            raise Refused("this runtime's library has no %s" % (request["name"],))
        arguments, keywords = self._arguments(request)
        return target(*arguments, **keywords)

    def op_describe(self, request):
        """What an object is: its classes by name, and whether it is a true file object."""
        import inspect
        import io

        target = self._object(request)
        kinds = (io.FileIO, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper)
        if PY2:
            kinds += (file,)  # noqa: F821
        return [[_type_name(kind) for kind in inspect.getmro(_class(target))], isinstance(target, kinds)]

    def op_signature(self, request):
        """The parameters of a function as written: name, kind, and the default as a value where there is one."""
        import inspect

        function = getattr(self.module, request["function"])
        if PY2:
            target = function.__init__ if inspect.isclass(function) else function
            names, _, _, defaults = inspect.getargspec(target)
            names = names[1:] if inspect.isclass(function) else names
            defaults = [[item] for item in defaults or ()]
            return [
                [name, "POSITIONAL_OR_KEYWORD", default]
                for name, default in zip(names, [[]] * (len(names) - len(defaults)) + defaults)
            ]
        return [
            [item.name, str(item.kind), [] if item.default is item.empty else [item.default]]
            for item in inspect.signature(function).parameters.values()
        ]

    # many at once

    def op_repeat(self, request):
        return Verbatim(self.answer(request["request"]) for _ in range(request["count"]))

    def op_threads(self, request):
        replies = [None] * request["count"]
        gate = threading.Event()

        def work(number):
            gate.wait()
            replies[number] = [self.answer(item) for item in request["requests"]]

        threads = [threading.Thread(target=work, args=(number,)) for number in range(request["count"])]
        try:
            for thread in threads:
                _start(thread)
        finally:
            gate.set()
        for thread in threads:
            thread.join()
        return Verbatim(replies)

    def op_fork(self, request):
        """Children of this process carry out the requests; their replies come back with the way each ended."""
        self._needs_system("files that processes share")
        children, requests = [], request["requests"]
        if request.get("low_id"):
            if not sys.platform.startswith("linux"):
                raise Refused("process ids cannot be chosen here")
            low_ids()
        for _ in range(request.get("count", 1)):
            readable, writable = os.pipe()
            pid = os.fork()
            if pid == 0:
                try:
                    os.close(readable)
                    replies = [self.answer(item) for item in requests]
                    data = json.dumps(replies).encode("ascii")
                    while data:
                        data = data[os.write(writable, data) :]
                    os.close(writable)
                except Exception as error:
                    if not isinstance(error, Ending):
                        # It must not answer in its parent's place.
                        os._exit(70)
                    raise
                raise Ending(request.get("exit", "_exit"))
            os.close(writable)
            children.append((pid, readable))
        out = []
        for pid, readable in children:
            data = b""
            while True:
                chunk = _again(os.read, readable, 65536)
                if not chunk:
                    break
                data += chunk
            os.close(readable)
            status = _again(os.waitpid, pid, 0)[1]
            out.append({"replies": json.loads(data.decode("ascii")) if data else [], "status": status})
        return Verbatim(out)

    def op_spawn(self, request):
        """The open descriptors that a program started by this process finds: ``[descriptor, device, inode]`` each."""
        import subprocess

        code = (
            "import os, sys\n"
            "for d in range(int(sys.argv[1])):\n"
            "    try: s = os.fstat(d)\n"
            "    except OSError: continue\n"
            "    sys.stdout.write('%d %d %d\\n' % (d, s.st_dev, s.st_ino))\n"
        )
        try:
            # Its input is this process's, which has nothing to read, or whatever has come to be there.
            child = subprocess.Popen(
                [sys.executable, "-S", "-E", "-B", "-c", code, "256"], stdout=subprocess.PIPE, close_fds=False
            )
        except OSError as error:
            raise Refused("a child process could not be started: %s" % (error,))
        out = child.communicate()[0]
        if child.returncode != 0:
            raise Refused("a child process could not be started")
        return [[int(word) for word in line.split()] for line in out.decode("ascii").splitlines()]

    # the adversary

    def op_watch(self, request):
        """Arms the sensor on one directory, with the occupants to plant there, if any."""
        plan = {
            "directory": _native(request["directory"]),
            "kinds": [str(kind) for kind in request.get("occupants", [])],
            "always": bool(request.get("always")),
            "at": request.get("at", "create"),
            "mode": request.get("mode", 0o644),
            "owner": request.get("owner"),
            "victims": dict((key, _native(path)) for key, path in request.get("victims", {}).items()),
        }
        for kind in plan["kinds"]:
            if kind not in OCCUPANTS or (kind in NEED_VICTIM and kind not in plan["victims"]):
                raise Refused("no occupant of kind %r, or no victim for it" % (kind,))
        self.sensor.plan, self.sensor.events, self.sensor.problem, self.sensor.armed = plan, [], None, True

    def op_sensed(self, request):
        """Disarms the sensor and tells what it saw, in order."""
        self.sensor.armed = False
        self.sensor.settle()
        if self.sensor.problem:
            raise Refused(self.sensor.problem)
        if PY2:
            for event in self.sensor.events:
                for key in ("path", "full"):
                    if isinstance(event.get(key), bytes):
                        event[key] = _wire_text(event[key])
        return Verbatim(self.sensor.events)

    def op_ambush(self, request):
        """Lies in wait: just before the nth look at an entry, that is moved aside and a link put in its place."""
        trap = dict((key, _native(request[key])) for key in ("path", "aside", "target"))
        self.sensor.trap = dict(trap, nth=request["nth"], seen=0)

    def op_ambushed(self, request):
        """Ends the ambush; how often the entry was looked at."""
        trap, self.sensor.trap = self.sensor.trap, None
        return trap["seen"]

    def op_fault(self, request):
        """Arms a plan of calls that are to fail while the implementation is at work."""
        plan = []
        for item in request["plan"]:
            usual = {"nth": 1, "times": 1, "after": False, "ends": None, "interrupt": False, "errno": None}
            fault = dict(usual, **item)
            fault.update(call=str(fault["call"]), errno=str(fault["errno"]), seen=0, struck=0)
            if fault["call"] not in Faults.NAMES or not (fault["ends"] or hasattr(errno, fault["errno"])):
                raise Refused("no call %r to fail, or no error %r" % (fault["call"], fault["errno"]))
            if fault["ends"]:
                self._needs_system("files that outlive its process")
            plan.append(fault)
        self.faults.directory = os.path.normpath(_native(request["directory"]))
        self.faults.plan = plan

    def op_struck(self, request):
        """Disarms the plan; how often each of its calls was made, and how often it was struck."""
        plan, self.faults.plan = self.faults.plan, []
        return [[fault["seen"], fault["struck"]] for fault in plan]

    def op_audit(self, request):
        """Notes the audit events of that prefix from now on, and with ``refuse`` raises at each of them."""
        if not hasattr(sys, "addaudithook"):
            raise Refused("this runtime has no audit events")
        self.sensor.recorder = Recorder(str(request.get("prefix", "tempfile.")), bool(request.get("refuse")))

    def op_audited(self, request):
        """The events since then: name, arguments, and whether anything stood at the path in the first of them."""
        recorder, self.sensor.recorder = self.sensor.recorder, None
        return Verbatim(
            {"event": event, "arguments": [encode(item, self.refs) for item in arguments], "there": there}
            for event, arguments, there in (recorder.events if recorder else ())
        )

    # the operating system, seen from inside

    def _path(self, request, key="path"):
        return decode(request[key], self.refs)

    def op_stat(self, request):
        return _facts(Sensor.REAL["stat"] if request.get("follow", True) else Sensor.REAL["lstat"], self._path(request))

    def op_fstat(self, request):
        if JAVA:
            raise Refused("Jython cannot say what a descriptor stands for")
        return _facts(os.fstat, request["fd"])

    def op_listdir(self, request):
        path = self._path(request)
        names = os.listdir(path)
        if self.simulated and isinstance(path, bytes) and not PY2:
            # Names as bytes, which no simulation need know of.
            names = [name if isinstance(name, bytes) else os.fsencode(name) for name in names]
        return sorted(names)

    def op_tree(self, request):
        """Every entry below a directory: ``[relative path, kind, permission bits]``, links not followed."""
        root, out = self._path(request), []

        def visit(directory, prefix):
            for name in sorted(os.listdir(directory)):
                full = os.path.join(directory, name)
                info = Sensor.REAL["lstat"](full)
                out.append([prefix + name, _kind(info.st_mode), stat.S_IMODE(info.st_mode)])
                if stat.S_ISDIR(info.st_mode):
                    visit(full, prefix + name + "/")

        visit(root, "")
        return out

    def op_read_file(self, request):
        with open(self._path(request), "rb") as stream:
            return bytearray(stream.read())

    def op_write_file(self, request):
        with open(self._path(request), "wb") as stream:
            stream.write(decode(request["data"], self.refs))

    def op_readlink(self, request):
        return os.readlink(self._path(request))

    def op_mkdir(self, request):
        os.mkdir(self._path(request), request.get("mode", 0o700))

    def op_build(self, request):
        """Makes several entries at once, as for a scene."""
        for item in request["items"]:
            self._build(item, None)

    def op_symlink(self, request):
        self._symlink(self._path(request, "target"), self._path(request))

    def op_link(self, request):
        os.link(self._path(request, "target"), self._path(request))

    def op_rename(self, request):
        os.rename(self._path(request), self._path(request, "target"))

    def op_unlink(self, request):
        os.unlink(self._path(request))

    def op_rmdir(self, request):
        os.rmdir(self._path(request))

    def op_chmod(self, request):
        os.chmod(self._path(request), request["mode"])

    def op_chdir(self, request):
        os.chdir(self._path(request))

    def op_getcwd(self, request):
        return os.getcwd()

    def op_umask(self, request):
        return os.umask(request["umask"])

    def op_environ(self, request):
        name, value = _native(request["name"]), request["value"]
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = _native(value)

    def op_getpid(self, request):
        return os.getpid()

    def op_limit(self, request):
        """Lowers a resource limit of the trial: ``NOFILE`` counts from the descriptors open now."""
        self._needs_system("limits")
        import resource

        name, value = request["name"], request["value"]
        if name == "NOFILE":
            value += max(self.channel.descriptors() + tuple(item[0] for item in self.op_descriptors({}))) + 1
        limit = getattr(resource, "RLIMIT_" + name)
        resource.setrlimit(limit, (value, resource.getrlimit(limit)[1]))

    def op_descriptors(self, request):
        """The descriptors this process has open: ``[descriptor, device, inode]`` each, the agent's own left out."""
        if JAVA:
            raise Refused("Java's own descriptors come and go")
        own = () if self.simulated else self.channel.descriptors()
        if _proc_tells():
            numbers = [int(name) for name in os.listdir("/proc/self/fd")]
        else:
            numbers = range(256)
        out = []
        for number in sorted(numbers):
            try:
                info = os.fstat(number)
            except OSError:
                continue
            except AssertionError:
                if self.simulated:
                    # A standard stream of which the simulation has nothing to tell.
                    continue
                raise
            if number not in own:
                out.append([number, info.st_dev, info.st_ino])
        return out

    def op_fd_read(self, request):
        return bytearray(_again(os.read, DESCRIPTORS(request["fd"]), request["size"]))

    def op_fd_write(self, request):
        return _again(os.write, DESCRIPTORS(request["fd"]), decode(request["data"], self.refs))

    def op_fd_seek(self, request):
        return os.lseek(DESCRIPTORS(request["fd"]), request["offset"], request.get("whence", 0))

    def op_fd_close(self, request):
        os.close(DESCRIPTORS(request["fd"]))

    def op_fd_path(self, request):
        """Where an open descriptor says it is, from /proc."""
        self._needs_system("/proc")
        if JAVA:
            raise Refused("Jython cannot say what a descriptor stands for")
        if not _proc_tells():
            raise Refused("there is no /proc/self/fd here")
        return os.readlink("/proc/self/fd/%d" % request["fd"])

    def op_end(self, request):
        raise Ending("_exit")

    def op_exit(self, request):
        self._needs_system("files that outlive its process")
        raise Ending(request["how"])


def _collect():
    """Collects garbage, and what was kept by it; once is enough where nothing was found."""
    # Only a Python that counts references, and has no threads that count for themselves, can tell.
    telling = hasattr(sys, "getrefcount") and not hasattr(sys, "_is_gil_enabled")
    for _ in range(3):
        # One that cannot freeze keeps what is older than the trial in the last generation, and while nothing of the
        # trial has got there, that need not be looked at (or copied).
        young = telling and not hasattr(gc, "freeze") and gc.get_count()[2] == 0
        if gc.collect(1 if young else 2) == 0 and telling:
            break


def _start(thread):
    try:
        thread.start()
    except RuntimeError as error:
        raise Refused("no threads here: %s" % (error,))


def _kind(mode):
    for test, name in (
        (stat.S_ISREG, "file"),
        (stat.S_ISDIR, "directory"),
        (stat.S_ISLNK, "symlink"),
        (stat.S_ISFIFO, "fifo"),
        (stat.S_ISSOCK, "socket"),
    ):
        if test(mode):
            return name
    return "other"


def _facts(function, target):
    """``[kind, permission bits, size, links, device, inode, uid, gid]``, or null where there is nothing."""
    try:
        info = function(target)
    except EnvironmentError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            return None
        raise
    return [
        _kind(info.st_mode),
        stat.S_IMODE(info.st_mode),
        info.st_size,
        info.st_nlink,
        info.st_dev,
        info.st_ino,
        getattr(info, "st_uid", -1),
        getattr(info, "st_gid", -1),
    ]


def leave(how):
    """Ends this process in the way that was asked for."""
    if how == "_exit":
        os._exit(0)
    if hasattr(gc, "unfreeze"):
        # An ordinary program has frozen nothing: what it still holds is collected when it ends.
        gc.unfreeze()
    if how == "return":
        sys.exit(0)
    if how == "exception":
        raise RuntimeError("an unhandled exception, on request")
    if how.startswith("SIG"):
        number = getattr(signal, how)
        try:
            signal.signal(number, signal.SIG_DFL)
        except (EnvironmentError, ValueError, RuntimeError):
            pass
        os.kill(os.getpid(), number)
        while True:
            signal.pause()
    os._exit(64)


# --- The agent ------------------------------------------------------------------------------------------------------


class Agent(object):
    """The warm process: imports the implementation, then forks a trial at each ``begin``."""

    def __init__(self, channel, sensor=None):
        self.channel = channel
        self.sensor = Sensor(sensor)
        self.faults = Faults(self.sensor)
        self.implementation = None
        self.swept = None

    def serve(self):
        """Answers until the conversation ends; in a trial's process, returns how that is to end."""
        while True:
            request = self.channel.read()
            if request is None:
                return None
            operation = request.get("op")
            if operation == "hello":
                self.channel.write(dict(self.hello(request), id=request["id"]))
            elif operation == "begin" and self.implementation is not None:
                how = self.begin(request)
                if how is not None:
                    return how
            elif operation == "end":
                return None
            else:
                self._outside(request)

    def hello(self, request):
        if request.get("protocol") != PROTOCOL:
            return {"refused": "this agent speaks protocol %d" % PROTOCOL}
        if FORKS or WASM:
            _preload()
        self.faults.install()
        self.sensor.install()
        try:
            self.implementation = Implementation(
                _native(request["implementation"]), [_native(item) for item in request.get("path", [])]
            )
        except (Exception, SystemExit) as error:
            return {"error": encode_error(error)}
        simulated = self.implementation.simulated
        if simulated:
            go_over(self.implementation.module.__tempfile_os__)
            self.sensor.kind = "wrap"
            self.faults.install()
            self.sensor.wrap()
        gc.collect()
        if hasattr(gc, "freeze"):
            # What is here now lives as long as the agent: a collection in a trial need not look at it (or copy it).
            gc.freeze()
        abilities = []
        if FORKS:
            abilities.append("fork")
        if OS == "posix" and not WASM:
            abilities.extend(["umask", "permissions"])
        if POSIX and not WASM:
            if not simulated:
                abilities.append("spawn")
            if os.geteuid() == 0:
                abilities.append("user")
        if not simulated and can_confine():
            abilities.append("confine")
        if not simulated and _possible(low_ids):
            abilities.append("low-id")
        abilities.append("fault")
        if hasattr(sys, "addaudithook"):
            abilities.append("audit")
        try:
            import platform

            name = platform.python_implementation()
        except Exception:
            name = "Python"
        runtime = {
            "language": "Python",
            "name": name,
            "version": "%d.%d.%d" % tuple(sys.version_info[:3]),
            "platform": sys.platform,
            "os": OS,
            "executable": sys.executable,
            "native_bytes": PY2,
        }
        if simulated:
            runtime["filesystem"] = "simulated"
        return {
            "ok": {
                "protocol": PROTOCOL,
                "agent": {"name": "python", "version": VERSION},
                "implementation": self.implementation.describe(),
                "runtime": runtime,
                "abilities": abilities,
                "sensor": self.sensor.kind,
            }
        }

    def _outside(self, request):
        """Observations between trials, after one has ended and before its directory is swept."""
        self.channel.write(dict(self.observe(request), id=request["id"]))

    def observe(self, request):
        if request.get("op") in ("stat", "listdir", "tree", "read_file", "readlink") and not (
            self.implementation and self.implementation.simulated
        ):
            return Trial(self.implementation, self.sensor, self.faults, self.channel).answer(request)
        return {"refused": "%r needs a trial" % (request.get("op"),)}

    def begin(self, request):
        last, self.swept = self.swept, _native(request["directory"])
        if request.get("isolation") != "fork":
            return self._trial(request)
        pid = os.fork()
        if pid == 0:
            return self._trial(request)
        try:
            os.setpgid(pid, pid)
        except OSError:
            pass
        if last:
            # The last trial's directory goes while this trial is at work.
            remove_tree(last)
        status = _again(os.waitpid, pid, 0)[1]
        try:
            os.killpg(pid, signal.SIGKILL)
        except OSError:
            pass
        ended = {"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else {"status": os.WEXITSTATUS(status)}
        self.channel.write({"id": request["id"], "ended": ended}, fresh_line=True)
        return None

    def _trial(self, request):
        if hasattr(os, "setpgid") and request.get("isolation") == "fork":
            os.setpgid(0, 0)
        trial = Trial(self.implementation, self.sensor, self.faults, self.channel)
        try:
            trial.prepare(request)
        except Exception as error:
            reason = str(error) if isinstance(error, Refused) else "%s: %s" % (type(error).__name__, error)
            self.channel.write({"id": request["id"], "refused": reason})
            os._exit(0)
        # The calls of a process whose files are simulated tell nothing.
        pid = None if self.implementation.simulated else os.getpid()
        self.channel.write({"id": request["id"], "ok": {"pid": pid}})
        while True:
            message = self.channel.read()
            if message is None:
                os._exit(0)
            try:
                reply = trial.answer(message)
            except Ending as ending:
                # The objects stay alive until the interpreter ends, as a program's globals do. They get a module of
                # their own: the audit hook, which cannot be taken back, keeps this one's alive for too long.
                # Several, as the order in which modules go hangs on their names: one shall go after the implementation.
                for name in ("tempfile_conformance_%d" % number for number in range(8)):
                    program = sys.modules[name] = type(json)(name)
                    program.objects = trial.refs
                del program
                return ending.how
            self.channel.write(dict(reply, id=message["id"]))


class Guest(object):
    """The agent inside a program that keeps the streams and gives every trial a new interpreter (see PROTOCOL.md).

    ``runtime`` is what it knows better about the runtime; ``endings`` are the ways in which it can end a trial.
    """

    def __init__(self, runtime, endings=("_exit",)):
        self.agent = Agent(self)
        self.runtime = runtime
        self.endings = endings
        self.trial = None

    def descriptors(self):
        """As of a channel: there are none of its own."""
        return ()

    def line(self, text):
        """``(reply, None)`` to one message as JSON, or ``(None, how)`` when the trial ends."""
        request = json.loads(text)
        try:
            reply = self._answer(request)
        except Ending as ending:
            if ending.how in self.endings:
                self.trial = None
                return None, ending.how
            reply = {"refused": "there is no process here that could end by %s" % (ending.how,)}
        return json.dumps(dict(reply, id=request["id"])), None

    def _answer(self, request):
        if request["op"] == "hello":
            reply = self.agent.hello(request)
            if "ok" in reply:
                reply["ok"]["abilities"].append("renew")
                reply["ok"]["runtime"].update(self.runtime)
            return reply
        if request["op"] != "begin":
            return self.agent.observe(request) if self.trial is None else self.trial.answer(request)
        self.trial = Trial(self.agent.implementation, self.agent.sensor, self.agent.faults, self)
        try:
            self.trial.prepare(request)
        except Exception as error:
            return {"refused": str(error) if isinstance(error, Refused) else "%s: %s" % (type(error).__name__, error)}
        return {"ok": {"pid": None}}


def remove_tree(path):
    """Removes a trial's directory whatever is in it, however deep; links are not followed."""
    entered, waiting = [], [path]
    while waiting:
        entry = waiting.pop()
        try:
            if not stat.S_ISDIR(os.lstat(entry).st_mode):
                os.unlink(entry)
                continue
            os.chmod(entry, 0o700)
            waiting.extend(os.path.join(entry, name) for name in os.listdir(entry))
        except OSError:
            pass
        entered.append(entry)
    for entry in reversed(entered):
        try:
            os.rmdir(entry)
        except OSError:
            pass


def main():
    # The agent's own folder must not offer modules to the implementation.
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [item for item in sys.path if os.path.abspath(item or ".") != here]
    sys.dont_write_bytecode = True
    # With "--sensor wrap", functions are wrapped where there is an audit hook too: both must see the same.
    sensor = sys.argv[2] if sys.argv[1:2] == ["--sensor"] else None
    return Agent(JavaChannel() if JAVA else Channel(), sensor).serve()


if __name__ == "__main__":
    _how = main()
    if _how is not None:
        leave(_how)
