"""Arrays in .npy and .npz files, read in blocks of rows: a file, or a member of it, may be larger than memory.

Nothing is ever unpickled.
"""

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from logbessel.cli.errors import UsageError


class ArrayReader:
    """An array of which the next rows can be read, from first to last."""

    def __init__(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> None:
        self.name, self.shape, self.dtype = name, shape, dtype

    def read(self, rows: int) -> NDArray[Any]:
        """The next `rows` rows, fewer only at the end."""
        raise AssertionError("made by open_arrays only")


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
    """Rows of an array in C order behind a stream, such as a compressed member of an archive."""

    def __init__(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any], stream: IO[bytes]) -> None:
        super().__init__(name, shape, dtype)
        self.stream, self.left = stream, shape[0]

    def read(self, rows: int) -> NDArray[Any]:
        block = np.empty((min(rows, self.left), *self.shape[1:]), self.dtype)
        self.left -= len(block)
        if self.stream.readinto(block.reshape(-1).view(np.uint8)) != block.nbytes:  # type: ignore[attr-defined]
            raise ValueError(f"{self.name} ends before its last row")
        return block


@contextmanager
def open_arrays(path: str, *keys: str | None) -> Iterator[list[ArrayReader]]:
    """Readers of the arrays of a file named by `keys`; None is the array of an .npy file, or the only matrix of an .npz file."""
    with ExitStack() as stack:
        file = stack.enter_context(open(path, "rb"))
        magic = file.read(len(npy.MAGIC_PREFIX))
        if magic == npy.MAGIC_PREFIX:
            if any(key is not None for key in keys):
                raise UsageError(f"{path} is an .npy file: it holds one array, and has no keys")
            yield [_map(path) for _ in keys]
        elif magic[:2] == b"PK":
            archive = stack.enter_context(zipfile.ZipFile(file))
            names = [_only_matrix(archive, path) if key is None else key for key in keys]
            yield [_open_member(archive, name, path, stack) for name in names]
        else:
            raise ValueError(f"{path} is neither an .npy nor an .npz file")


def _map(path: str) -> ArrayReader:
    with open(path, "rb") as file:
        shape, fortran, dtype = _read_header(file, path)
        offset = file.tell()
    if 0 in shape:
        return MappedReader(path, np.empty(shape, dtype))
    return MappedReader(path, np.memmap(path, dtype, "r", offset, shape, "F" if fortran else "C"))


def _open_member(archive: zipfile.ZipFile, key: str, path: str, stack: ExitStack) -> ArrayReader:
    keys = _keys(archive)
    if key not in keys:
        raise UsageError(f"{path} has no array {key!r}; it has {', '.join(keys) or 'none'}")
    stream = stack.enter_context(archive.open(key + ".npy"))
    name = f"{path}, array {key!r}"
    shape, fortran, dtype = _read_header(stream, name)
    if not fortran or len(shape) < 2:
        return StreamReader(name, shape, dtype, stream)
    # Columns come first: rows can be read only once the whole member lies in a file.
    file = tempfile.TemporaryFile()  # noqa: SIM115 (the stack closes it)
    stack.enter_context(file)
    shutil.copyfileobj(stream, file, 1 << 20)
    file.flush()
    if 0 in shape:
        return MappedReader(name, np.empty(shape, dtype))
    return MappedReader(name, np.memmap(file, dtype, "r", 0, shape, "F"))


def _read_header(stream: IO[bytes], name: str) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    version = npy.read_magic(stream)
    if version not in ((1, 0), (2, 0)):
        raise ValueError(f"{name} has .npy format {version}, which holds no plain numbers")
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, fortran, dtype = read(stream)
    if dtype.hasobject:
        raise ValueError(f"{name} holds Python objects, which are not read")
    if not shape:
        raise ValueError(f"{name} is a single number")
    return shape, fortran, dtype


def _keys(archive: zipfile.ZipFile) -> list[str]:
    return [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]


def _only_matrix(archive: zipfile.ZipFile, path: str) -> str:
    matrices = []
    for key in _keys(archive):
        with archive.open(key + ".npy") as stream:
            shape, _, dtype = _read_header(stream, f"{path}, array {key!r}")
        if len(shape) == 2 and dtype.kind in "fiu":
            matrices.append(key)
    if len(matrices) != 1:
        raise UsageError(f"{path} needs --key: its matrices are {', '.join(matrices) or 'none'}")
    return matrices[0]
