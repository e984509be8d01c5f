#!/usr/bin/env python3
"""Check that the compiled kernels are what they should be.

Vectorisation is silent when it fails, and so is a function that the linker shares between instruction sets.  This reads the objects of
the kernels (disassembled by objdump, listed by nm) and fails, naming the offender, when

* a kernel does less than 90% of its floating-point arithmetic on full registers;
* a float32 kernel has double arithmetic or conversions to double in it;
* a function of the registry has no kernels;
* an object has a weak symbol outside the namespace of its instruction set, which the linker may take for everyone, or needs a symbol
  from elsewhere, such as a function of libm.

Usage: python tools/check_vectorised.py [OBJECT ...]; without arguments, the objects of which the installed wheel was made.
"""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGISTERS = {"avx512": "zmm", "avx2": "ymm", "baseline": "xmm"}
# Those that a compiler may call for itself.
ALLOWED_UNDEFINED = {"memcpy", "memmove", "memset", "_GLOBAL_OFFSET_TABLE_"}

# "0000000000000000 <logbessel::cpu::avx2::...>:" and "   1a:\tvaddpd %ymm0,%ymm1,%ymm2"
SYMBOL = re.compile(r"^[0-9a-f]+ <(.*)>:$")
INSTRUCTION = re.compile(r"^\s*[0-9a-f]+:\s+(?:\{\w+\}\s+)?([a-z][a-z0-9]*)\b(.*)$")
ARITHMETIC = re.compile(r"^v?(add|sub|mul|div|sqrt|max|min|fn?m(add|sub)[0-9]*|rndscale|round|scalef|getexp|getmant)([ps])([sd])$")
CONVERSION = re.compile(r"^v?cvts[si]2s[sd]|^v?cvtp[si]2p[sd]|^v?cvttp")
KERNEL = re.compile(r"::kernel<.*, (float|double)>\(|::Driver<.*, (float|double)>::sweep\(")


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def instructions(obj: Path) -> Iterator[tuple[str, str, str]]:
    """(function, mnemonic, operands) of each instruction in an object."""
    function = ""
    for line in run("objdump", "--disassemble", "--demangle", "--no-show-raw-insn", str(obj)).splitlines():
        if match := SYMBOL.match(line):
            function = match[1]
        elif match := INSTRUCTION.match(line):
            yield function, match[1], match[2]


def kernel_type(function: str) -> str | None:
    """'float' or 'double' for a kernel, None for anything else."""
    match = KERNEL.search(function)
    return (match[1] or match[2]) if match else None


def check_instructions(obj: Path, isa: str, functions: int) -> Iterator[str]:
    """The kernels that are not made of full-width arithmetic of their own type."""
    full, total, doubles = Counter[str](), Counter[str](), Counter[str]()
    for function, mnemonic, operands in instructions(obj):
        of_type = kernel_type(function)
        if of_type is None:
            continue
        if match := ARITHMETIC.match(mnemonic):
            packed, precision = match[3] == "p", match[4]
            total[function] += 1
            full[function] += packed and REGISTERS[isa] in operands
            doubles[function] += of_type == "float" and precision == "d"
        elif of_type == "float" and CONVERSION.match(mnemonic) and mnemonic.endswith("d"):
            doubles[function] += 1

    sweeps = sum("::sweep(" in function for function in total)
    if sweeps != 2 * functions:
        yield f"{isa}: {sweeps} kernels of method 0, expected {2 * functions}"
    for function in sorted(total):
        if full[function] < 0.9 * total[function]:
            yield f"{isa}: {function}: only {full[function]} of {total[function]} arithmetic instructions are on full registers"
        if doubles[function]:
            yield f"{isa}: {function}: {doubles[function]} instructions in double precision"


def check_symbols(obj: Path, isa: str) -> Iterator[str]:
    """Symbols that tie the object to others."""
    own = re.compile(rf"(^|[ *&])(vtable for )?logbessel::(cpu::)?{isa}::")
    for line in run("nm", "--demangle", str(obj)).splitlines():
        kind, name = line[17:].split(" ", 1)
        if kind in "WVu" and not own.search(re.sub(r"<.*>", "", name)):
            yield f"{isa}: weak symbol outside the namespace of the instruction set: {name}"
        if kind == "U" and name not in ALLOWED_UNDEFINED:
            yield f"{isa}: undefined symbol: {name}"


def main() -> int:
    objects = [Path(argument) for argument in sys.argv[1:]] or sorted((ROOT / "build").glob("cp*/**/logbessel_*.dir/**/kernels.cc.o"))
    if not objects:
        print("check_vectorised: no objects; build the library first", file=sys.stderr)
        return 1
    functions = len(re.findall(r"^LOGBESSEL_FUNCTION\(", (ROOT / "include/logbessel/functions.def").read_text(), re.MULTILINE))
    failures = []
    for obj in objects:
        isa = next(name for name in REGISTERS if f"logbessel_{name}.dir" in str(obj))
        failures += [*check_instructions(obj, isa, functions), *check_symbols(obj, isa)]
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"check_vectorised: {len(objects)} objects, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
