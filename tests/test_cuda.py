"""What of the GPU's side needs no GPU: how operands collapse, the cache, the messages."""

import subprocess
import sys
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from logbessel import _backends
from logbessel._cuda import cache, elementwise
from logbessel._cuda.elementwise import collapse
from tools.count_instructions import Kernel


@pytest.mark.parametrize("seed", range(40))
def test_collapsed_dimensions_visit_the_same_elements(seed: int) -> None:
    rng = np.random.default_rng(seed)
    shape = tuple(rng.choice([1, 2, 3, 4], rng.integers(0, 5)))
    strides = tuple(tuple(int(s) for s in rng.choice([0, 1, -1, 2, 3, 12, 24], len(shape))) for _ in range(3))
    if seed % 2:  # contiguous ones collapse most
        contiguous = tuple(int(np.prod(shape[d + 1 :])) for d in range(len(shape)))
        strides = (contiguous, contiguous, strides[2])
    lengths, columns = collapse(shape, strides)
    assert int(np.prod(lengths)) == int(np.prod(shape))

    def offsets(shape, stride):
        return [sum(i * s for i, s in zip(index, stride, strict=True)) for index in product(*map(range, shape))]

    for stride, column in zip(strides, columns, strict=True):
        assert offsets(shape, stride) == offsets(lengths[::-1], column[::-1])


def test_contiguous_arrays_collapse_to_one_dimension() -> None:
    assert collapse((4, 5, 6), ((30, 6, 1), (0, 0, 0), (30, 6, 1))) == ((120,), ((1,), (0,), (1,)))
    assert collapse((), ((), (), ())) == ((1,), ((1,), (1,), (1,)))


@pytest.mark.parametrize("shape", [(), (1,), (1, 1), (3,)])
@pytest.mark.parametrize("numbers", [(True, False), (False, True), (True, True), (False, False)])
def test_no_kernel_reads_a_number_from_memory(shape, numbers, monkeypatch) -> None:
    array, launched = elementwise.Operand(64, (1,) * len(shape)), []
    monkeypatch.setattr(elementwise, "kernel", lambda function, storage, layout, device: layout)
    monkeypatch.setattr(elementwise, "_core", SimpleNamespace(cuda_launch=lambda layout, *rest: launched.append(layout)))
    elementwise.launch("log_iv", "float64", 0, 0, shape, array, *(2.0 if number else array for number in numbers))
    reads = {"contiguous": (True, True), "single_order": (False, True), "single_argument": (True, False), "strided": (False, False)}
    assert not any(number and read for number, read in zip(numbers, reads[launched[0]], strict=True))


def test_cache_returns_only_what_was_written_whole(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("LOGBESSEL_CACHE_DIR", str(tmp_path / "new" / "folder"))
    assert cache.read("kernel") is None
    cache.write("kernel", b"machine code")
    assert cache.read("kernel") == b"machine code"
    assert [path.name for path in cache.directory().iterdir()] == ["kernel"]
    path = cache.directory() / "kernel"
    for damaged in (path.read_bytes()[:-1], b"", path.read_bytes() + b"more"):
        path.write_bytes(damaged)
        assert cache.read("kernel") is None
    monkeypatch.setenv("LOGBESSEL_CACHE_DIR", "/dev/null/nowhere")
    cache.write("kernel", b"machine code")
    assert "not kept for the next time" in capsys.readouterr().err


def test_without_a_driver_the_message_says_what_is_missing() -> None:
    program = "from logbessel import _core\ntry:\n  print(_core.cuda_driver_version())\nexcept RuntimeError as e:\n  print(e)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert answer.strip().isdigit() or "libcuda.so.1" in answer or "cuInit" in answer


def test_arrays_of_no_known_framework_are_refused() -> None:
    class Foreign:
        @property
        def __cuda_array_interface__(self) -> dict:
            return {}

    class Exchange:
        def __dlpack__(self) -> None: ...

    with pytest.raises(TypeError, match=r"cupy\.asarray or torch\.as_tensor"):
        _backends.namespace(1.0, Foreign())
    with pytest.raises(TypeError, match=r"Exchange .* from_dlpack"):
        _backends.namespace(Exchange(), 1.0)


LISTING = """
.text.elementwise:
        /*0000*/                   S2R R0, SR_TID.X ;
.L_x_1:
        /*0010*/              @!P0 LDG.E.64 R10, desc[UR14][R18.64] ;
        /*0020*/                   VOTE.ALL P2, P2 ;
        /*0030*/               @P2 BRA `(.L_x_3) ;
        /*0040*/                   DADD R2, R2, R4 ;
.L_x_2:
        /*0050*/                   BRA `(.L_x_6) ;
.L_x_3:
        /*0060*/               @P1 BRA P0, `(.L_x_4) ;
        /*0070*/                   DMUL R2, R2, R4 ;
        /*0080*/                   DMUL R2, R2, R4 ;
.L_x_4:
        /*0090*/                   DFMA R2, R2, R4, R6 ;
        /*00a0*/                   BRA `(.L_x_5) ;
.L_x_6:
        /*00b0*/               @P3 BRA `(.L_x_1) ;
        /*00c0*/                   EXIT ;
.L_x_5:
        /*00d0*/                   STG.E.64 desc[UR14][R18.64], R2 ;
        /*00e0*/                   BRA `(.L_x_6) ;
	.section	.text.another,"ax"
        /*0000*/                   VOTE.ALL P2, P2 ;
"""


def test_instructions_are_counted_once_round_the_loop_where_all_lanes_are_common() -> None:
    assert [one["name"] for one in Kernel(LISTING).common_way()] == ["LDG", "VOTE", "BRA", "BRA", "DFMA", "BRA", "STG", "BRA", "BRA"]
