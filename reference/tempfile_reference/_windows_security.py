"""How a directory that only its owner can enter is made on Windows.

Before Python 3.11.10, and in 3.12 before 3.12.4, `os.mkdir` ignores its mode there, and a directory inherits
the access list of the one it is in; in a shared one, others could enter it (CVE-2024-4030).
"""

import errno
import importlib.util
import os
import sys
from typing import Any

#: Full control for the owner, the system and administrators, for all within too; nothing is inherited from
#: above.
ACCESS = "D:P(A;OICI;FA;;;OW)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)"

ALREADY_EXISTS = 183


def mkdir_is_private(version: tuple[int, ...]) -> bool:
    """Does `os.mkdir` of the Python *version* obey a mode of 0o700?"""
    return version >= (3, 12, 4) or (3, 11, 10) <= version < (3, 12)


def can_create_private_directory() -> bool:
    """Is ctypes there? Some builds of Python do without."""
    return importlib.util.find_spec("_ctypes") is not None


def create_private_directory(path: str | bytes) -> None:
    """Create the directory *path*, private from its first moment on."""
    sys.audit("os.mkdir", path, 0o700, -1)
    error = create(os.fsdecode(path), ACCESS)
    if error:
        # On Windows the last argument decides what class of OSError this is; elsewhere the first does.
        number = errno.EEXIST if error == ALREADY_EXISTS else errno.EACCES
        raise OSError(number, os.strerror(number), path, error)


def create(path: str, access: str) -> int:
    """Create the directory *path* with the access list *access*; return 0 or the number of the system's error."""
    import ctypes

    windows: Any = ctypes
    kernel = windows.WinDLL("kernel32", use_last_error=True)
    security = windows.WinDLL("advapi32", use_last_error=True)
    kernel.LocalFree.argtypes = [ctypes.c_void_p]
    descriptor = ctypes.c_void_p()
    if not security.ConvertStringSecurityDescriptorToSecurityDescriptorW(
        ctypes.c_wchar_p(access), 1, ctypes.byref(descriptor), None
    ):
        return int(windows.get_last_error())
    try:
        attributes = attributes_with(descriptor)
        if kernel.CreateDirectoryW(ctypes.c_wchar_p(path), ctypes.byref(attributes)):
            return 0
        return int(windows.get_last_error())
    finally:
        kernel.LocalFree(descriptor)


def attributes_with(descriptor: Any) -> Any:
    """Return the structure SECURITY_ATTRIBUTES around *descriptor*, without inheritance by children."""
    import ctypes

    class Structure(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_uint32),
            ("descriptor", ctypes.c_void_p),
            ("inherit", ctypes.c_int),
        )

    return Structure(ctypes.sizeof(Structure), descriptor, 0)
