"""Hosts the Python agent in Jython: one Java machine, and for every trial a new interpreter in it.

    jython jython_agent.py python_agent.py

Starting Java takes seconds. A new interpreter has modules, an environment and a working directory of its own, so a
trial begins untouched by earlier ones although nothing here can fork.
"""

import imp
import json
import sys

from java.lang import System
from org.python.core import Py, PyStringMap, PySystemState
from org.python.util import PythonInterpreter

NAME = "tempfile_conformance_agent"
GLUE = """
import imp, sys
host = sys.modules[name] = imp.new_module(name)
host.__file__ = code.co_filename
exec code in host.__dict__
guest = host.Guest({}, ("_exit", "return", "exception", "SIGKILL", "SIGTERM"))
"""


class Interpreter(object):
    """One interpreter with the implementation imported; ``hello`` is its answer to the handshake."""

    def __init__(self, code, hello):
        self._outer = Py.getSystemState()
        self._inner = PythonInterpreter(PyStringMap(), PySystemState())
        self._inner.set("name", NAME)
        self._inner.set("code", code)
        self._run(GLUE)
        self.hello = self.line(hello)[0]

    def _run(self, code):
        try:
            getattr(self._inner, "exec")(code)
        finally:
            Py.setSystemState(self._outer)

    def line(self, text):
        """``(reply, None)``, or ``(None, how)`` when the trial ends."""
        self._inner.set("text", text)
        self._run("reply, how = guest.line(text)")
        return self._inner.get("reply"), self._inner.get("how")

    def end(self, how):
        """Ends the trial; in a way that only a process can, the Java machine ends with it."""
        if how in ("return", "exception"):
            self._run("import sys; getattr(sys, 'exitfunc', int)()")
            System.exit(int(how == "exception"))
        elif how != "_exit":
            self._run("host.leave(%r)" % (how,))


def main(program):
    """Answers until the conversation ends."""
    host = imp.load_source(NAME, program)
    channel = host.JavaChannel()
    with open(program) as stream:
        # Once for all interpreters: compiling takes longer than most trials.
        code = compile(stream.read(), program, "exec")
    hello = interpreter = begun = swept = None
    for text in iter(channel.line, None):
        request = json.loads(text)
        if request["op"] == "hello":
            # What has only said hello is as good as new for the first trial.
            hello, interpreter, fresh = text, Interpreter(code, text), True
            channel.write(json.loads(interpreter.hello))
            continue
        if request["op"] == "begin":
            interpreter, fresh = interpreter if fresh else Interpreter(code, hello), False
            if swept:
                host.remove_tree(swept)
            begun, swept = request["id"], str(request["directory"])
        reply, how = interpreter.line(text)
        if how is None:
            channel.write(json.loads(reply))
        if how is not None or (request["op"] == "begin" and "refused" in json.loads(reply)):
            interpreter.end(how or "_exit")
            channel.write({"id": begun, "ended": {"status": 0}})


if __name__ == "__main__":
    main(sys.argv[1])
