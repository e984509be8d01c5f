"""Compiled kernels on disk: one file each, named by what it was made of.

A file begins with the SHA-256 of the rest, so one that was truncated or damaged is seen, and made anew.  It is written under another name
and then renamed, so that processes that write it at the same time do each other no harm.
"""

import hashlib
import os
import sys
import tempfile
from pathlib import Path

DIGEST = hashlib.sha256().digest_size


def directory() -> Path:
    """``$LOGBESSEL_CACHE_DIR``, or ``logbessel`` in the user's directory for caches."""
    if chosen := os.environ.get("LOGBESSEL_CACHE_DIR"):
        return Path(chosen)
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path.home() / ".cache") / "logbessel"


def read(name: str) -> bytes | None:
    """What was written under a name; None if that is not there, or not whole."""
    try:
        content = (directory() / name).read_bytes()
    except OSError:
        return None
    digest, binary = content[:DIGEST], content[DIGEST:]
    return binary if hashlib.sha256(binary).digest() == digest else None


def write(name: str, binary: bytes) -> None:
    """Keeps a binary under a name.  Where that cannot be done (a full or read-only disk) it says so and nothing is lost but time."""
    try:
        folder = directory()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=name, delete=False) as file:
            file.write(hashlib.sha256(binary).digest() + binary)
        os.replace(file.name, folder / name)
    except OSError as reason:
        print(f"logbessel: a compiled kernel is not kept for the next time: {reason}", file=sys.stderr)
