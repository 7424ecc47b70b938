"""An agent that keeps to the protocol but for one thing, which its first argument names.

Standard library only, and runnable with -S -E -I, so that it starts quickly.
"""

import json
import os
import signal
import sys
import time

VERSION = 1
FAULT = sys.argv[1]


def say(message):
    text = message if isinstance(message, str) else json.dumps(message)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def dribble(message):
    """Says it one byte at a time."""
    for byte in json.dumps(message).encode() + b"\n":
        os.write(1, bytes([byte]))
        time.sleep(0.0005)


def flood(piece):
    while True:
        os.write(1, piece)


def once(name):
    """Whether this is the first time, over all the agents that were started in this directory."""
    try:
        os.close(os.open(name, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


def hang():
    while True:
        time.sleep(60)


def child(target, *, session=False, group=False):
    """A child that goes on by itself."""
    if os.fork() == 0:
        if session:
            os.setsid()
        if group:
            os.setpgid(0, 0)
        target()
        os._exit(0)


def greeting():
    hello = {
        "protocol": VERSION,
        "agent": {"name": "misbehaving", "version": "1"},
        "implementation": {"name": FAULT, "functions": ["mkstemp"], "variables": []},
        "runtime": {"os": os.name},
        "abilities": ["fork"],
        "sensor": None,
    }
    match FAULT:
        case "another-version":
            hello["protocol"] = 99
        case "no-self-description":
            del hello["agent"]
        case "functions-of-no-list":
            hello["implementation"]["functions"] = 5
        case "abilities-of-no-list":
            hello["abilities"] = 5
        case "killed-instead-of-a-fork":
            hello["abilities"] = ["renew"]
    return hello


def meet(number):
    """Answers the handshake."""
    match FAULT:
        case "exits":
            sys.stderr.write("no licence found\n")
            sys.exit(3)
        case "killed-at-start":
            os.kill(os.getpid(), signal.SIGKILL)
        case "garbage":
            say("Welcome to Agent 1.0!")
        case "hangs-at-start":
            child(hang)
            hang()
        case "floods":
            flood(b"x" * 65536)
        case "floods-blanks":
            flood(b" " * 65536)
        case "floods-empty-lines":
            while True:
                os.write(1, b"\n" * 64)
                time.sleep(0.01)
        case "says-a-list":
            say([1, 2])
        case "says-a-number":
            say("7")
        case "deeply-nested":
            say("[" * 100_000)
        case "no-text":
            os.write(1, b'"\xff\xfe"\n')
        case "closes-its-output":
            os.close(1)
            hang()
        case "refuses-the-handshake":
            say({"id": number, "refused": "not today"})
        case "cannot-import":
            error = {"type": "ImportError", "bases": ["ImportError"], "message": "no such module"}
            say({"id": number, "error": error})
        case "dies-when-started-again" if not once("started"):
            sys.exit(4)
        case "dribbles":
            dribble({"id": number, "ok": greeting()})
        case _:
            say({"id": number, "ok": greeting()})


def answer(number, operation, trial):
    """Answers any other request; `trial` is the request that began the trial."""
    match FAULT, operation:
        case "dribbles", _:
            dribble({"id": number, "ok": {"pid": None} if operation == "begin" else "slowly"})
        case "empty-lines", "call":
            say("\n\n" + json.dumps({"id": number, "ok": {}}) + "\n")
        case "pid-of-no-number", "begin":
            say({"id": number, "ok": {"pid": "twelve"}})
        case "pid-of-somebody-else", "begin":
            # The group that a careless suite would kill is this one, made for the purpose.
            say({"id": number, "ok": {"pid": int(os.environ["BYSTANDER"])}})
        case "hangs-in-begin", "begin":
            child(hang, group=True)
            hang()
        case "refuses-begin", "begin":
            say({"id": number, "refused": "not here"})
            say({"id": number, "ended": {"status": 0}})
        case _, "end" if trial["isolation"] == "process":
            sys.exit(0)
        case _, "end":
            say({"id": trial["id"], "ended": {"status": 0}})
        case _, "begin":
            say({"id": number, "ok": {"pid": None}})
        case "wrong-id", _:
            say({"id": number + 1, "ok": None})
        case "no-id", _:
            say({"ok": None})
        case "says-nothing-known", _:
            say({"id": number, "okay": None})
        case "malformed-bytes", _:
            say({"id": number, "ok": [{"$bytes": "zz"}]})
        case "malformed-error", _:
            say({"id": number, "error": {"type": "OSError", "bases": 5, "filename": {"$bytes": 0}}})
        case "nested-answer", _:
            say(f'{{"id": {number}, "ok": {"[" * 5000 + "]" * 5000}}}')
        case "hangs", _:
            child(hang)
            child(hang, group=True)
            hang()
        case "killed" | "killed-instead-of-a-fork", _:
            os.kill(os.getpid(), signal.SIGKILL)
        case "exits-silently", _:
            sys.exit(0)
        case "answers-late", "call" if once("asked"):

            def late():
                time.sleep(0.3)
                say({"id": number, "ok": "late"})
                say({"id": number + 1, "ok": "late"})
                say({"id": number + 2, "ok": "late"})

            child(late, session=True)
            hang()
        case "answers-late", _:
            time.sleep(0.05)
            say({"id": number, "ok": "in time"})
        case "holds-the-pipes", _:
            # Its grandchild outlives every attempt to end it, and never reads or writes.
            child(lambda: time.sleep(3), session=True)
            hang()
        case "stops-reading", _:
            hang()
        case "speaks-unasked", _:
            say({"id": number, "ok": "first"})
            say({"id": number, "ok": "second"})
        case "ended-unasked", _:
            say({"id": trial["id"], "ended": {"status": 0}})
            say({"id": number, "ok": "the answer"})
        case _:
            say({"id": number, "ok": "fine"})


def main():
    trial = None
    while line := sys.stdin.readline():
        request = json.loads(line)
        if request["op"] == "hello":
            meet(request["id"])
            if FAULT == "stops-reading":
                hang()
        else:
            if request["op"] == "begin":
                trial = request
            answer(request["id"], request["op"], trial)


main()
