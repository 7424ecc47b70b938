"""What is promised on Windows only."""

from __future__ import annotations

from typing import Any

from tempfile_platforms.profiles import profile
from tempfile_platforms.protocol import Raised

from tempfile_conformance.checks.registry import check, each
from tempfile_conformance.expect import Undecided, require
from tempfile_conformance.trials import Trials

OWN_FOLDERS = ("@/home", "@/home/AppData", "@/home/AppData/Local", "@/home/AppData/Local/Temp")


@check("search.platform-list-windows", own=each(False, True))
def platform_list(trials: Trials, own: bool) -> None:
    """Names nothing in the environment, and expects the first of the listed directories, or the working directory.

    It makes no difference whether the user has a folder for temporary files elsewhere. The listed directories are the
    host's own: what is there is looked at, and nothing is made.
    """
    folders = (*OWN_FOLDERS, "@/cwd") if own else ("@/home", "@/cwd")
    scene: list[dict[str, Any]] = [{"kind": "directory", "path": path} for path in folders]
    variables = {"TMPDIR": None, "TEMP": None, "TMP": None, "USERPROFILE": "@/home"}
    with trials.open(scene=scene, environment=variables, tmp=False, cwd="@/cwd") as trial:
        listed = [path for path in profile(trials.system).search if trial.exists(path)]
        wanted = (listed or [trial.path("cwd")])[0]
        path = trial.text(trial.call("gettempdir"))
        found, right = trial.stat(path), trial.stat(wanted)
        assert right is not None
        same = found is not None and found.identity == right.identity
        others = {trial.paths.normcase(item) for item in (*listed, trial.path("cwd"))}
        if listed and not same and trial.paths.normcase(path) in others:
            raise Undecided(f"{wanted} is there, and this user may not be allowed to write to it")
        require(same, f"the directory {wanted}", path)


@check("NamedTemporaryFile.no-reopen", text=each(False, True))
def no_reopen(trials: Trials, text: bool) -> None:
    """Opens the name of an open file a second time, in the ordinary way, and expects to be refused."""
    with trials.open() as trial:
        file = trial.file("NamedTemporaryFile", "w+" if text else "w+b")
        name = file.name
        try:
            trial.read_file(name)
        except Raised as raised:
            require(raised.error.is_a("OSError", "IOError"), "an error of the operating system", str(raised.error))
        else:
            require(False, "an error, as the file is still open", "it was opened")
        file.close()
        require(not trial.exists(name), "the file gone after close()", "it is still there")
