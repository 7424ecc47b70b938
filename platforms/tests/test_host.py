"""What is said about the host, and what it offers to trials."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from tempfile_platforms import abilities as abilities_module
from tempfile_platforms import host, probing, users
from tempfile_platforms.abilities import Ability, abilities

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads what only Linux has")
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX users and modes")

MOUNTS = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 master:2 - ext4 /dev/vda rw
25 24 0:23 / /dev/shm rw - tmpfs tmpfs rw
30 27 0:30 / /srv/with\\040space\\134 rw - xfs /dev/vdb rw
31 27 0:31 / /tmp rw - ext4 /dev/vdc rw
32 31 0:32 / /tmp rw - tmpfs tmpfs rw
33 27 0:33 / /tmpother rw - btrfs /dev/vdd rw
a line that means nothing
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "ext4"),
        ("/home/user", "ext4"),
        ("/dev/shm", "tmpfs"),
        ("/dev/shmother", "ext4"),
        ("/srv/with space\\/a", "xfs"),
        ("/tmp/a/b", "tmpfs"),
        ("/tmpother", "btrfs"),
    ],
)
def test_a_path_lies_on_the_deepest_and_last_mount(path: str, kind: str) -> None:
    assert host._deepest(path, host._mountinfo(MOUNTS)) == kind


def test_without_mounts_the_file_system_is_unknown() -> None:
    assert host._deepest("/tmp", []) is None


def test_facts_are_plain_data(tmp_path: Path) -> None:
    facts = host.facts(tmp_path).to_dict()
    assert facts["platform"] == sys.platform
    assert facts["filesystem"]
    assert facts["interpreter"].endswith(".".join(map(str, sys.version_info[:3])))
    assert all(isinstance(value, str) for value in facts["facts"].values())


def test_the_scratch_directory_need_not_exist(tmp_path: Path) -> None:
    assert host.filesystem(tmp_path / "missing" / "deep") == host.filesystem(tmp_path)


@linux
def test_linux_settings_that_matter_are_recorded(tmp_path: Path) -> None:
    found = host.facts(tmp_path).facts
    wanted = {
        "protected_symlinks",
        "protected_hardlinks",
        "ptrace_scope",
        "strace",
        "namespaces",
        "container",
    }
    assert wanted <= set(found)
    assert host.filesystem(Path("/proc/self")) == "proc"


@posix
@pytest.mark.parametrize("recorded", [True, False])
@pytest.mark.parametrize("mask", [0o000, 0o027, 0o777])
def test_the_umask_is_told_and_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mask: int, recorded: bool
) -> None:
    if not recorded:
        monkeypatch.setattr(probing, "read", lambda path: None)
    before = os.umask(mask)
    try:
        told = host.facts(tmp_path).umask
    finally:
        after = os.umask(before)
    assert told == f"{mask:04o}"
    assert after == mask


@posix
def test_users_to_drop_to_are_offered_to_root_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert users.ordinary_user() is None
    assert users.other_user() is None


@posix
def test_root_is_offered_two_different_users_without_privileges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(users, "_mapped", lambda kind, number: True)
    first, second = users.ordinary_user(), users.other_user()
    assert first is not None
    assert second is not None
    assert min(first.uid, first.gid, second.uid, second.gid) > 0
    assert first.uid != second.uid
    assert first.gid != second.gid
    assert first.to_dict() == {"name": first.name, "uid": first.uid, "gid": first.gid}


@posix
def test_without_named_accounts_there_are_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def unknown(name: str) -> pwd.struct_passwd:
        raise KeyError(name)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(users, "_mapped", lambda kind, number: True)
    monkeypatch.setattr(pwd, "getpwnam", unknown)
    assert users.ordinary_user() == users.User("65534", 65534, 65534)
    assert users.other_user() == users.User("65533", 65533, 65533)


@posix
def test_a_user_namespace_with_root_alone_offers_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(users, "_mapped", lambda kind, number: number == 0)
    assert users.ordinary_user() is None
    assert users.other_user() is None


def test_every_ability_is_named_once_and_a_missing_one_has_a_remedy() -> None:
    found = abilities()
    assert len({ability.name for ability in found}) == len(found)
    for ability in found:
        assert ability.why
        assert bool(ability.remedy) != ability.available
        assert set(ability.to_dict()) == {"name", "available", "why", "remedy"}


def test_an_ability_that_cannot_be_tried_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> tuple[bool, str, str]:
        raise OSError("no more processes")

    monkeypatch.setattr(abilities_module, "_PROBES", {"fork": broken})
    remedy = "report this as a defect of the suite"
    assert abilities() == [Ability("fork", False, "trying it failed: no more processes", remedy)]


@linux
def test_without_programs_there_is_no_strace_and_no_namespace(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for looked_up_once in (abilities_module.strace_version, abilities_module.namespaces):
        looked_up_once.cache_clear()
    try:
        missing = {ability.name: ability for ability in abilities() if not ability.available}
    finally:
        for looked_up_once in (abilities_module.strace_version, abilities_module.namespaces):
            looked_up_once.cache_clear()
    assert missing["strace"].remedy == "apt-get install strace"
    assert missing["private-mounts"].remedy == "apt-get install util-linux"


@posix
def test_a_process_of_root_can_become_the_ordinary_user() -> None:
    user = users.ordinary_user()
    if user is None:
        pytest.skip("not root, or no second user in this user namespace")
    outcome = probing.run(["id", "-u"], timeout=20, user=user.uid, group=user.gid)
    assert outcome.output.strip() == str(user.uid)
