"""TemporaryDirectory: what it takes, what it gives, and when the directory is gone."""

from __future__ import annotations

from typing import Any

from tempfile_platforms.protocol import Raised, Ref

from tempfile_conformance.checks.exhaustion import MANY
from tempfile_conformance.checks.making import IMPOSSIBLE, as_text, at, enter_new, entries, open_at, visited
from tempfile_conformance.checks.registry import check, each, together
from tempfile_conformance.checks.strategies import PLACES, plain_fragments
from tempfile_conformance.expect import Broken, require
from tempfile_conformance.steps import show
from tempfile_conformance.trial import Stat, Trial
from tempfile_conformance.trials import Trials


class Directory:
    """A TemporaryDirectory that the implementation returned, by reference."""

    def __init__(self, trial: Trial, *arguments: Any, **keywords: Any) -> None:
        result = trial.call("TemporaryDirectory", *arguments, **keywords)
        if not isinstance(result, Ref):
            raise Broken("an object for the directory", show(result))
        self.trial = trial
        self.ref = result

    @property
    def name(self) -> str:
        """Its attribute name, as text."""
        name = self.trial.do("get", object=self.ref, name="name")
        return self.trial.text(name.decode("utf-8") if isinstance(name, bytes) else name)

    def enter(self) -> Any:
        """Enters a with statement; what that gives to the target."""
        return self.trial.do("enter", object=self.ref)

    def leave(self, *, raising: bool = False) -> Any:
        """Leaves the with statement, normally or by a ValueError; what __exit__ returned."""
        return self.trial.do("leave", object=self.ref, raising=raising)

    def cleanup(self) -> None:
        """Cleans up explicitly."""
        self.trial.do("method", object=self.ref, name="cleanup", arguments=[], keywords={})

    def drop(self) -> None:
        """Forgets it and lets it be collected."""
        self.trial.do("drop", object=self.ref)

    def drop_loudly(self) -> None:
        """The same; raises what the runtime could only report."""
        self.trial.do("drop", object=self.ref, errors=True)


def furnish(trial: Trial, path: str) -> None:
    """Puts a file, and a directory with a file in it, into a directory."""
    join = trial.paths.join
    trial.do(
        "build",
        items=[
            {"kind": "file", "path": join(path, "file"), "data": b"data"},
            {"kind": "directory", "path": join(path, "inner")},
            {"kind": "file", "path": join(path, "inner", "file"), "data": b"data"},
        ],
    )


def require_gone(trial: Trial, path: str, when: str) -> None:
    """Requires that nothing stands at the path any more."""
    found = trial.stat(path, follow=False)
    require(found is None, f"no directory {when}", f"{found} at {path}")


# --- what it takes and gives


@check(
    "TemporaryDirectory.parameters",
    suffix=plain_fragments,
    prefix=plain_fragments,
    given=each(0, 1, 2, 3),
    named=each(True, False),
)
def parameters(trials: Trials, suffix: str, prefix: str, given: int, named: bool) -> None:
    """Passes the first so many parameters by position or by keyword, and looks for each in the result."""
    suffix, prefix = suffix + "-s", "p-" + prefix
    with trials.open(scene=[{"kind": "directory", "path": "@/d"}]) as trial:
        values = dict(zip(["suffix", "prefix", "dir"], [suffix, prefix, trial.path("d")][:given], strict=False))
        made = Directory(trial, **values) if named else Directory(trial, *values.values())
        _directory, name = trial.paths.split(made.name)
        require(not given or name.endswith(suffix), f"the suffix {suffix!r}", name)
        require(given < 2 or name.startswith(prefix), f"the prefix {prefix!r}", name)
        wanted = trial.path("d") if given > 2 else trial.tmp
        require(name in trial.listdir(wanted), f"a directory in {wanted}", made.name)


@check("TemporaryDirectory.takes-ignore-cleanup-errors", value=each(True, False), named=each(True, False))
def takes_ignore_cleanup_errors(trials: Trials, value: bool, named: bool) -> None:
    """Passes ignore_cleanup_errors by position or by keyword, and cleans up."""
    with trials.open() as trial:
        keywords = {"ignore_cleanup_errors": value} if named else {}
        made = Directory(trial, *([] if named else ["s", "p", trial.tmp, value]), **keywords)
        path = made.name
        require(trial.paths.basename(path) in trial.listdir(trial.tmp), f"a directory in {trial.tmp}", path)
        made.cleanup()
        require_gone(trial, path, "after cleanup()")


@check("TemporaryDirectory.delete-keyword-only", value=each(True, 1, "yes", False, 0, ""))
def delete_keyword_only(trials: Trials, value: Any) -> None:
    """Passes delete by keyword, which counts by its truth, and by position, which must be refused and make nothing."""
    with trials.open() as trial:
        made = Directory(trial, delete=value)
        path = made.name
        made.enter()
        made.leave()
        kept = trial.stat(path, follow=False) is not None
        require(kept != bool(value), "a directory that is kept only where delete is false", f"delete={value!r}: {kept}")
        before = entries(trial)
        error = trial.error("TemporaryDirectory", "s", "p", trial.tmp, False, value)
        require(error is not None and error.is_a("TypeError"), "a TypeError for a fifth position", str(error))
        require(entries(trial) == before, "nothing made by a call that is refused", "something")


@check("TemporaryDirectory.name", prefix=plain_fragments, suffix=plain_fragments)
def name_leads_there(trials: Trials, prefix: str, suffix: str) -> None:
    """Looks at what stands at the name, and at what has appeared in the file system."""
    with trials.open() as trial:
        before, descriptors = entries(trial), trial.descriptors()
        made = Directory(trial, prefix=prefix, suffix=suffix)
        found = trial.stat(made.name, follow=False)
        require(found is not None and found.kind == "directory", "a new directory", str(found))
        require(trial.listdir(made.name) == [], "an empty directory", str(trial.listdir(made.name)))
        new = sorted(entries(trial) - before)
        wanted = [(f"tmp/{trial.paths.basename(made.name)}", "directory")]
        require(new == wanted, f"nothing new but {made.name}", str(new))
        require(trial.descriptors() == descriptors, "no descriptor left open", "one")
        require(made.name == made.name, "the same name again", "another")


@check("TemporaryDirectory.with-target", keywords=each({}, {"prefix": "p", "suffix": "s"}))
def with_target(trials: Trials, keywords: dict[str, str]) -> None:
    """Enters a with statement, and compares what it gives with the name."""
    with trials.open() as trial:
        made = Directory(trial, **keywords)
        target = made.enter()
        require(trial.text(target) == made.name, f"the name {made.name!r}", show(target))
        found = trial.stat(trial.text(target))
        require(found is not None and found.kind == "directory", "a directory inside the with statement", str(found))


# --- when it is gone


@check("TemporaryDirectory.gone-on-exit", raising=each(False, True), full=each(True, False), kind=each("str", "bytes"))
def gone_on_exit(trials: Trials, raising: bool, full: bool, kind: str) -> None:
    """Ends a with statement, normally or by an exception, and looks for the directory and for what else has gone."""
    with trials.open() as trial:
        trial.write_file(trial.path("tmp", "other"), b"")
        descriptors = trial.descriptors()
        made = Directory(trial, dir=trial.tmp if kind == "str" else trial.tmp.encode())
        made.enter()
        path = as_text(trial.do("get", object=made.ref, name="name"))
        if full:
            furnish(trial, path)
        swallowed = made.leave(raising=raising)
        require_gone(trial, path, "after the with statement")
        require(not (raising and swallowed), "an exception that goes on", "it was swallowed")
        require(trial.listdir(trial.tmp) == ["other"], "nothing else removed or made", str(trial.listdir(trial.tmp)))
        require(trial.descriptors() == descriptors, "no descriptor left open", "one")


@check("TemporaryDirectory.cleanup", full=each(True, False), entered=each(False, True), inside=each(False, True))
def explicit_cleanup(trials: Trials, full: bool, entered: bool, inside: bool) -> None:
    """Calls cleanup(), perhaps inside a with statement or from inside the directory, and looks for the directory."""
    with trials.open() as trial:
        made = Directory(trial)
        path = made.name
        if entered:
            made.enter()
        if full:
            furnish(trial, path)
        if inside:
            trials.possible("gone-cwd")
            trial.do("chdir", path=path)
        made.cleanup()
        require_gone(trial, path, "after cleanup()")
        require(made.name == path, "the name still to be read", made.name)


@check("TemporaryDirectory.cleanup-again", full=each(False, True), needs=("fault",))
def cleanup_again(trials: Trials, full: bool) -> None:
    """Calls cleanup() where the directory cannot be removed, and again where it can, and looks for the directory."""
    with trials.open() as trial:
        made = Directory(trial, dir=trial.tmp)
        if full:
            furnish(trial, made.name)
        trial.fault({"call": "rmdir", "times": MANY, "errno": "EBUSY"}, directory=trial.tmp)
        attempt(made.cleanup)
        trial.struck()
        made.cleanup()
        require_gone(trial, made.name, "after a second cleanup(), as the first one failed")


@check(
    "TemporaryDirectory.gone-on-collection", full=each(True, False), entered=each(False, True), strict=each(False, True)
)
def gone_on_collection(trials: Trials, full: bool, entered: bool, strict: bool) -> None:
    """Forgets the object, perhaps where every warning is an error, and looks for the directory."""
    with trials.open() as trial:
        if strict:
            trial.library("warnings.simplefilter", "error")
        made = Directory(trial)
        path = made.name
        if entered:
            made.enter()
        if full:
            furnish(trial, path)
        made.drop()
        require_gone(trial, path, "once nothing refers to the object")
        require(trial.listdir(trial.tmp) == [], "nothing left beside it", str(trial.listdir(trial.tmp)))


@check(
    "TemporaryDirectory.gone-at-exit",
    how=each("return", "exception"),
    full=each(True, False),
    trouble=each("", "one stays", "warnings are errors"),
)
def gone_at_exit(trials: Trials, how: str, full: bool, trouble: str) -> None:
    """Ends the program while some directories stand, and looks for all.

    One is in a with statement, and one in the hands of a thread that nobody waits for: it is never collected. Perhaps
    there is another among them that cannot be removed, or every warning is an error.
    """
    stuck = trouble == "one stays" and trials.able("permissions")
    with trials.open(scene=[{"kind": "directory", "path": "@/d"}], ordinary=stuck) as trial:
        if trouble == "warnings are errors":
            trial.library("warnings.simplefilter", "error")
        made = [Directory(trial) for _ in range(2)]
        if stuck:
            Directory(trial, dir=trial.path("d"))
            trial.do("chmod", path=trial.path("d"), mode=0o555)
        made += [Directory(trial) for _ in range(2)]
        paths = [one.name for one in made]
        made[2].enter()
        trial.do("hold", object=made[3].ref)
        if full:
            furnish(trial, paths[1])
        trial.exit(how)
        for path in paths:
            found = trial.left(path)
            require(found is None, "no directory after the program has ended", str(found))


@check(
    "TemporaryDirectory.gone-after-chdir",
    places=together(*sorted(PLACES)),
    how=each("cleanup", "leave", "drop"),
    share=0.5,
)
def gone_after_chdir(trials: Trials, places: list[str], how: str) -> None:
    """Gives a directory, named in some way, goes elsewhere, ends the object's life, and looks for the directory.

    At last the working directory is one that is gone.
    """
    there = [PLACES[place] for place in places]
    with open_at(trials, there) as trial:
        for where in visited(trial, there):
            real = at(trial, where.real)
            before = trial.listdir(real)
            made = Directory(trial, dir=at(trial, where.argument))
            furnish(trial, trial.paths.join(real, base_of(trial, made)))
            trial.do("chdir", path="/")
            getattr(made, how)()
            left = sorted(set(trial.listdir(real)) - set(before))
            require(not left, f"nothing left in {where.real}", str(left))
        made = Directory(trial)
        path = made.name
        try:
            trial.do("rmdir", path=enter_new(trial, "here"))
        except IMPOSSIBLE:
            # Some systems keep a directory in which somebody works.
            return
        getattr(made, how)()
        require_gone(trial, path, "although the working directory is gone")


def base_of(trial: Trial, made: Directory) -> str:
    """The last component of the name."""
    return str(trial.paths.basename(made.name))


@check("TemporaryDirectory.removes-once", first=each("cleanup", "leave"), then=each("drop", "return", "exception"))
def removes_once(trials: Trials, first: str, then: str) -> None:
    """Removes the directory, puts another at its name, ends the object's life or the program, and looks for it."""
    with trials.open() as trial:
        made = Directory(trial)
        path = made.name
        made.enter()
        getattr(made, first)()
        trial.do("mkdir", path=path)
        furnish(trial, path)
        if then == "drop":
            made.drop()
            found = trial.stat(trial.paths.join(path, "file"))
        else:
            trial.exit(then)
            found = trial.left(trial.paths.join(path, "file"))
        require(found is not None, "somebody else's directory left alone", "it was removed")


@check("TemporaryDirectory.ends-once", first=each("cleanup", "leave"), then=each("cleanup", "leave", "drop"))
def ends_once(trials: Trials, first: str, then: str) -> None:
    """Removes the directory, then cleans up again or ends the with statement; there is nothing left to fail."""
    with trials.open() as trial:
        made = Directory(trial)
        furnish(trial, made.name)
        made.enter()
        getattr(made, first)()
        error = attempt(getattr(made, then))
        require(error is None, f"no error from {then} after {first}", str(error))
        require(trial.listdir(trial.tmp) == [], "nothing left", str(trial.listdir(trial.tmp)))


@check(
    "TemporaryDirectory.delete-false",
    raising=each(False, True),
    then=each("nothing", "drop", "return", "exception"),
    more=each({}, {"ignore_cleanup_errors": True}),
)
def delete_false(trials: Trials, raising: bool, then: str, more: dict[str, bool]) -> None:
    """Ends a with statement of an object made with delete=False, then its life or the program; looks for the tree."""
    with trials.open() as trial:
        made = Directory(trial, delete=False, **more)
        made.enter()
        path = made.name
        furnish(trial, path)
        made.leave(raising=raising)
        found: Stat | None
        if then in ("return", "exception"):
            trial.exit(then)
            found = trial.left(trial.paths.join(path, "inner", "file"))
        else:
            if then == "drop":
                made.drop()
            found = trial.stat(trial.paths.join(path, "inner", "file"))
        require(found is not None, "the directory and its contents kept", "they are gone")


@check("TemporaryDirectory.delete-false-cleanup", entered=each(False, True), left=each(False, True))
def delete_false_cleanup(trials: Trials, entered: bool, left: bool) -> None:
    """Cleans up explicitly what was made with delete=False, perhaps after a with statement."""
    with trials.open() as trial:
        made = Directory(trial, delete=False)
        path = made.name
        furnish(trial, path)
        if entered:
            made.enter()
            if left:
                made.leave()
        made.cleanup()
        require_gone(trial, path, "after cleanup()")


def attempt(operation: Any) -> Raised | None:
    """The exception that an operation raises, or None."""
    try:
        operation()
    except Raised as raised:
        return raised
    return None
