"""Arrays in .npy and .npz files, read in blocks of rows: a file, or a member of it, may be larger than memory.

Nothing is ever unpickled.
"""

import io
import math
import os
import shutil
import stat
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from logbessel.cli.errors import UsageError


class Header(NamedTuple):
    """What the beginning of an .npy file tells of the array behind it."""

    shape: tuple[int, ...]
    fortran: bool
    dtype: np.dtype[Any]

    @property
    def is_matrix(self) -> bool:
        """Two axes, real numbers."""
        return len(self.shape) == 2 and self.dtype.kind in "fiu"

    @property
    def size(self) -> int:
        """The bytes of the array."""
        return math.prod(self.shape) * self.dtype.itemsize


class ArrayReader:
    """An array of which the next rows can be read, from first to last."""

    def __init__(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
        self.name, self.shape, self.dtype = name, shape, dtype

    def read(self, rows: int) -> NDArray[Any]:
        """The next `rows` rows, fewer only at the end."""
        raise AssertionError("made by open_arrays only")

    def whole(self) -> NDArray[Any]:
        """All rows, before any has been read."""
        return self.read(self.shape[0])


class MappedReader(ArrayReader):
    """Rows of a memory-mapped array."""

    def __init__(self, name: str, array: NDArray[Any]) -> None:
        super().__init__(name, array.shape, array.dtype)
        self.array, self.next = array, 0

    def read(self, rows: int) -> NDArray[Any]:
        block = self.array[self.next : self.next + rows]
        self.next += len(block)
        return block


class StreamReader(ArrayReader):
    """Rows of an array in C order behind a stream: a file, a pipe, a compressed member of an archive."""

    def __init__(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any], stream: IO[bytes]) -> None:
        super().__init__(name, shape, dtype)
        self.stream, self.left = stream, shape[0]

    def read(self, rows: int) -> NDArray[Any]:
        block = np.empty((min(rows, self.left), *self.shape[1:]), self.dtype)
        self.left -= len(block)
        with _damage(self.name):
            size = self.stream.readinto(block.reshape(-1).view(np.uint8))  # type: ignore[attr-defined]
        if size != block.nbytes:
            raise ValueError(f"{self.name} ends before its last row")
        return block

    def whole(self) -> NDArray[Any]:
        if not (isinstance(self.stream, io.BufferedReader) and stat.S_ISREG(os.fstat(self.stream.fileno()).st_mode)):
            return super().whole()
        return np.asarray(np.memmap(self.stream, self.dtype, "r", self.stream.tell(), self.shape))


def check_matrix(rows: ArrayReader) -> tuple[int, ...]:
    """The shape (n, p) of what must be a matrix."""
    if len(rows.shape) != 2:
        raise ValueError(f"{rows.name} has shape {rows.shape}: a matrix (n, p) is needed")
    return rows.shape


def check_labels(labels: ArrayReader, n: int) -> None:
    """Raises an error unless there is one label for each of n rows."""
    if labels.shape != (n,):
        raise ValueError(f"{labels.name} has shape {labels.shape}: one label for each of {n} rows is needed")
    if labels.dtype.kind not in "biuU":
        raise UsageError(f"{labels.name} is of type {labels.dtype}: labels are integers or names")


@contextmanager
def open_arrays(path: str, *keys: str | None) -> Iterator[list[ArrayReader]]:
    """Readers of the arrays of a file named by `keys`; None is the array of an .npy file, or the only matrix of an .npz file."""
    with ExitStack() as stack:
        file = stack.enter_context(open(path, "rb"))
        start = file.read(npy.MAGIC_LEN)
        if start.startswith(npy.MAGIC_PREFIX):
            if any(key is not None for key in keys):
                raise UsageError(f"{path} is an .npy file: it holds one array, and has no keys")
            status = os.fstat(file.fileno())
            size = status.st_size if stat.S_ISREG(status.st_mode) else None
            yield [_open_array(file, start, path, size, stack)]
        elif start.startswith(b"PK"):
            if not file.seekable():
                raise ValueError(f"{path} is an .npz archive: its directory is at its end, so it must be a file, not a pipe")
            with _damage(path):
                archive = stack.enter_context(zipfile.ZipFile(file))
            names = [_only_matrix(archive, path) if key is None else key for key in keys]
            yield [_open_member(archive, name, path, stack) for name in names]
        else:
            raise ValueError(f"{path} is neither an .npy nor an .npz file")


def _open_member(archive: zipfile.ZipFile, key: str, path: str, stack: ExitStack) -> ArrayReader:
    keys = _keys(archive)
    if key not in keys:
        raise UsageError(f"{path} has no array {key!r}; it has {', '.join(keys) or 'none'}")
    name, member = f"{path}, array {key!r}", key + ".npy"
    with _damage(name):
        stream = stack.enter_context(archive.open(member))
        start = stream.read(npy.MAGIC_LEN)
    return _open_array(stream, start, name, archive.getinfo(member).file_size, stack)


def _open_array(stream: IO[bytes], start: bytes, name: str, size: int | None, stack: ExitStack) -> ArrayReader:
    """A reader of the .npy file behind a stream of `size` bytes (None: nobody knows), of which `start` has been read."""
    header = _read_header(stream, start, name)
    shape, fortran, dtype = header
    if dtype.hasobject:
        raise ValueError(f"{name} holds Python objects, which are not read")
    if not shape:
        raise ValueError(f"{name} is a single number")
    if size is not None and header.size > size - stream.tell():
        raise ValueError(
            f"{name} ends before its last row: {dtype} of shape {shape} takes {header.size:,} bytes, and {size - stream.tell():,} are there"
        )
    if max(header.size, *shape) > sys.maxsize:
        raise ValueError(f"{name} is larger than any memory: its shape is {shape}")
    if 0 in shape:
        return MappedReader(name, np.empty(shape, dtype))
    if not fortran or len(shape) < 2:
        return StreamReader(name, shape, dtype, stream)
    # Columns come first: rows can be read only once all of it lies in a file.
    if isinstance(stream, zipfile.ZipExtFile) or size is None:
        file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 (the stack closes it)
        with _damage(name):
            shutil.copyfileobj(stream, file, 1 << 20)
        file.flush()
        stream = file
        stream.seek(0)
    return MappedReader(name, np.memmap(stream, dtype, "r", stream.tell(), shape, "F"))


def _read_header(stream: IO[bytes], start: bytes, name: str) -> Header:
    if len(start) < npy.MAGIC_LEN or not start.startswith(npy.MAGIC_PREFIX):
        raise ValueError(f"{name} is not in .npy format")
    version = tuple(start[len(npy.MAGIC_PREFIX) :])
    if version not in ((1, 0), (2, 0), (3, 0)):
        raise ValueError(f"{name} has .npy format {version}, which is not known here")
    # Format 3.0 is 2.0 with names of fields in UTF-8: numbers have none.
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    with _damage(name):
        header = Header(*read(stream))
    if min(header.shape, default=0) < 0:
        raise ValueError(f"{name} is damaged: its shape would be {header.shape}")
    return header


@contextmanager
def _damage(name: str) -> Iterator[None]:
    """Whatever a decoder makes of a damaged file is a ValueError that names the file."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the system's word; decoders give no number
        raise ValueError(f"{name} is damaged: {error or type(error).__name__}") from error


def _keys(archive: zipfile.ZipFile) -> list[str]:
    return [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]


def _only_matrix(archive: zipfile.ZipFile, path: str) -> str:
    keys = _keys(archive)
    matrices = [key for key in keys if _is_matrix(archive, key)]
    if len(matrices) > 1:
        raise UsageError(f"{path} needs --key: its matrices are {', '.join(matrices)}")
    if not matrices and len(keys) != 1:
        raise ValueError(f"{path} has no matrix of numbers; its arrays are {', '.join(keys) or 'none'}")
    return (matrices or keys)[0]  # a single member that is no matrix is opened to say why


def _is_matrix(archive: zipfile.ZipFile, key: str) -> bool:
    try:
        with archive.open(key + ".npy") as stream:
            return _read_header(stream, stream.read(npy.MAGIC_LEN), key).is_matrix
    except Exception:  # damaged, encrypted, no array at all
        return False
