"""The handlers for XLA, called as XLA would call them, without XLA and without a GPU: their version, which kernel they ask for, errors."""

import ctypes
from collections.abc import Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_int32, c_int64, c_size_t, c_uint32, c_void_p

import pytest
from reference.contract import registry

from logbessel import _core
from logbessel._cuda.kernels import kernel

F16, F32, F64, BF16, S32 = 10, 11, 12, 16, 4
INVALID_ARGUMENT, FAILED_PRECONDITION = 3, 9
INITIALIZE, EXECUTE = 2, 3


def structure(name: str, *fields: tuple[str, object]) -> type[Structure]:
    return type(name, (Structure,), {"_fields_": [("size", c_size_t), ("extensions", c_void_p), *fields]})


Version = structure("Version", ("major", c_int), ("minor", c_int))
Metadata = type("Metadata", (Structure,), {"_fields_": [("size", c_size_t), ("version", Version), ("traits", c_uint32)]})
Extension = type(
    "Extension", (Structure,), {"_fields_": [("size", c_size_t), ("kind", c_int), ("next", c_void_p), ("metadata", POINTER(Metadata))]}
)
Buffer = structure("Buffer", ("type", c_int), ("data", c_void_p), ("rank", c_int64), ("lengths", POINTER(c_int64)))
Buffers = structure("Buffers", ("count", c_int64), ("kinds", c_void_p), ("buffers", POINTER(POINTER(Buffer))))
Attributes = structure("Attributes", ("count", c_int64), ("fields", c_void_p * 3))
ErrorRequest = structure("ErrorRequest", ("message", c_char_p), ("code", c_int))
DeviceRequest = structure("DeviceRequest", ("context", c_void_p), ("device", c_int32))
create_error = CFUNCTYPE(c_void_p, POINTER(ErrorRequest))
get_device = CFUNCTYPE(c_void_p, POINTER(DeviceRequest))
Functions = structure(
    "Functions",
    ("version", Version),
    ("internal", c_void_p),
    ("create_error", create_error),
    ("others", c_void_p * 16),
    ("get_device", get_device),
)
Call = structure(
    "Call",
    ("functions", POINTER(Functions)),
    ("context", c_void_p),
    ("stage", c_int),
    ("arguments", Buffers),
    ("results", Buffers),
    ("attributes", Attributes),
)


Array = tuple[int, tuple[int, ...]]  # type and shape


def buffers(*arrays: Array) -> Buffers:
    each = [Buffer(type=kind, rank=len(shape), lengths=(c_int64 * len(shape))(*shape)) for kind, shape in arrays]
    return Buffers(count=len(each), buffers=(POINTER(Buffer) * len(each))(*map(ctypes.pointer, each)))


class XLA:
    """XLA to the handlers on a machine whose GPU has the number 3; it finds no kernels, but keeps the questions for them."""

    def __init__(self) -> None:
        self.questions: list[tuple[object, ...]] = []
        self.errors: list[tuple[int, str]] = []
        self.targets = {(name, platform): stages for name, platform, stages in _core.xla_targets(self.find_kernel)}
        self.functions = Functions(
            size=ctypes.sizeof(Functions), create_error=create_error(self.create_error), get_device=get_device(self.get_device)
        )

    def find_kernel(self, *question: object) -> int:
        self.questions.append(question)
        raise RuntimeError("there are none here")

    def create_error(self, request: "ctypes._Pointer[ErrorRequest]") -> int:
        self.errors.append((request[0].code, request[0].message.decode()))
        return 1

    def get_device(self, request: "ctypes._Pointer[DeviceRequest]") -> None:
        request[0].device = 3

    def call(self, name: str, platform: str, call: Call) -> None:
        stage = {INITIALIZE: "initialize", EXECUTE: "execute"}[call.stage]
        pointer = ctypes.pythonapi.PyCapsule_GetPointer
        pointer.restype, pointer.argtypes = c_void_p, [ctypes.py_object, c_char_p]
        address = pointer(self.targets[name, platform][stage], b"xla._CUSTOM_CALL_TARGET")
        before = len(self.errors)
        answer = CFUNCTYPE(c_void_p, POINTER(Call))(address)(byref(call))
        assert (answer or 0) == len(self.errors) - before

    def compute(self, name: str, platform: str, stage: int, v: Array, x: Array, out: Array) -> None:
        self.call(
            name, platform, Call(functions=ctypes.pointer(self.functions), stage=stage, arguments=buffers(v, x), results=buffers(out))
        )


@pytest.fixture
def xla() -> Iterator[XLA]:
    yield XLA()
    _core.xla_targets(kernel)


def test_every_function_has_its_targets(xla: XLA) -> None:
    assert set(xla.targets) == {(f"logbessel.{name}", platform) for name in registry() for platform in ("cpu", "CUDA")}


@pytest.mark.parametrize(("platform", "traits"), [("cpu", 0), ("CUDA", 1)])
def test_handlers_are_of_version_0_1_and_those_of_a_gpu_may_be_captured(xla: XLA, platform: str, traits: int) -> None:
    metadata = Metadata()
    extension = Extension(kind=1, metadata=ctypes.pointer(metadata))
    xla.call("logbessel.log_iv", platform, Call(stage=EXECUTE, extensions=ctypes.addressof(extension)))
    assert (metadata.version.major, metadata.version.minor, metadata.traits) == (0, 1, traits)
    assert xla.questions == []


@pytest.mark.parametrize("stage", [INITIALIZE, EXECUTE])
@pytest.mark.parametrize(
    ("of_v", "of_x", "layout"),
    [
        ((), (), "contiguous"),
        ((3, 4), (3, 4), "contiguous"),
        ((1, 1), (3, 4), "single_order"),
        ((3, 1, 4), (1, 1, 1), "single_argument"),
        ((3, 1), (3, 4), "strided"),
        ((1, 4), (3, 1), "strided"),
    ],
)
@pytest.mark.parametrize(("kind", "storage"), [(F64, "float64"), (F32, "float32"), (F16, "float16"), (BF16, "bfloat16")])
def test_a_gpu_gets_the_kernel_for_the_type_and_the_layout(
    xla: XLA, stage: int, of_v: tuple[int, ...], of_x: tuple[int, ...], layout: str, kind: int, storage: str
) -> None:
    out = tuple(map(max, of_v, of_x))
    xla.compute("logbessel.kv_ratio", "CUDA", stage, (kind, of_v), (kind, of_x), (kind, out))
    assert xla.questions == [("kv_ratio", storage, layout, 3)]
    assert xla.errors == [(FAILED_PRECONDITION, "logbessel: kv_ratio has no kernel: there are none here")]


def test_nothing_is_asked_for_empty_arrays(xla: XLA) -> None:
    xla.compute("logbessel.log_iv", "CUDA", EXECUTE, (F64, (0, 1)), (F64, (1, 5)), (F64, (0, 5)))
    assert xla.questions == []


@pytest.mark.parametrize("stage", [INITIALIZE, EXECUTE])
def test_an_xla_without_the_functions_of_a_gpu_is_refused(xla: XLA, stage: int) -> None:
    xla.functions.size = Functions.get_device.offset
    xla.functions.get_device = get_device(0)
    xla.compute("logbessel.log_iv", "CUDA", stage, (F64, (3,)), (F64, (3,)), (F64, (3,)))
    ((code, message),) = xla.errors
    assert code == FAILED_PRECONDITION
    assert f"XLA offers {Functions.get_device.offset} bytes of functions, and those of a GPU need {ctypes.sizeof(Functions)}" in message
    assert xla.questions == []


@pytest.mark.parametrize("platform", ["cpu", "CUDA"])
@pytest.mark.parametrize(
    ("v", "x", "out", "trouble"),
    [
        ((F64, (3,)), (F32, (3,)), (F64, (3,)), "must all be f64, f32, f16 or bf16, not of the types 12, 11 and 12"),
        ((S32, (3,)), (S32, (3,)), (S32, (3,)), "not of the types 4, 4 and 4"),
        ((F64, ()), (F64, (3,)), (F64, (3,)), "must have as many dimensions"),
        ((F64, (2,)), (F64, (3,)), (F64, (3,)), "lengths of 2 and 3 do not broadcast to 3"),
        ((F64, (2, 1) * 9), (F64, (1, 2) * 9), (F64, (2, 2) * 9), "more than 16 dimensions that do not collapse"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(xla: XLA, platform: str, v: Array, x: Array, out: Array, trouble: str) -> None:
    xla.compute("logbessel.log_iv", platform, EXECUTE, v, x, out)
    ((code, message),) = xla.errors
    assert code == INVALID_ARGUMENT
    assert trouble in message
