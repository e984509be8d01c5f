#!/usr/bin/env python3
"""Check that the compiled kernels are what they should be.

Vectorisation is silent when it fails, and so is a function that the linker shares between instruction sets.  This reads the objects of
the kernels (disassembled by objdump, listed by nm) and fails, naming the offender, when

* an instruction set of x86-64 has no object, or several;
* a method of a function of the registry has no kernel of its own in one of the types (`list_kernels.cc` lists what there must be);
* a kernel does less than 90% of its floating-point arithmetic on full registers;
* a float32 kernel has double arithmetic or conversions to double in it;
* an object has a weak symbol outside the namespace of its instruction set, which the linker may take for everyone, or needs a symbol
  from elsewhere, such as a function of libm.

Usage: python tools/check_vectorised.py [OBJECT ...]; without arguments, the objects of which the installed wheel was made.
"""

import os
import re
import subprocess
import sys
import tempfile
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
# "void logbessel::cpu::avx2::kernel<logbessel::avx2::iv_ratio, 1, double>(double const*, ...) [clone .cold]"
KERNEL = re.compile(r"::((?:(?:Joint)?Driver|kernel|precise_kernel)<.*, (float|double)>(?:::sweep)?)\(")


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


def kernels_of_the_source(isa: str) -> set[str]:
    """The kernels that an object must have, listed by the functions themselves."""
    with tempfile.TemporaryDirectory() as folder:
        program = str(Path(folder) / "list_kernels")
        source, include = ROOT / "tools/list_kernels.cc", ROOT / "include"
        run(os.environ.get("CXX", "c++"), "-std=c++17", f"-I{include}", f"-DLOGBESSEL_ISA={isa}", str(source), "-o", program)
        return set(run(program).splitlines())


def check_instructions(obj: Path, isa: str) -> Iterator[str]:
    """The kernels that are missing, or not made of full-width arithmetic of their own type."""
    full, total, doubles = Counter[str](), Counter[str](), Counter[str]()
    for function, mnemonic, operands in instructions(obj):
        if not (found := KERNEL.search(function)):
            continue
        kernel, of_type = found.groups()
        if match := ARITHMETIC.match(mnemonic):
            packed, precision = match[3] == "p", match[4]
            total[kernel] += 1
            full[kernel] += packed and REGISTERS[isa] in operands
            doubles[kernel] += of_type == "float" and precision == "d"
        elif of_type == "float" and CONVERSION.match(mnemonic) and mnemonic.endswith("d"):
            doubles[kernel] += 1

    for kernel in sorted(kernels_of_the_source(isa) - set(total)):
        yield f"{isa}: {kernel}: there is no such kernel, or it has no arithmetic"
    for kernel in sorted(total):
        if full[kernel] < 0.9 * total[kernel]:
            yield f"{isa}: {kernel}: only {full[kernel]} of {total[kernel]} arithmetic instructions are on full registers"
        if doubles[kernel]:
            yield f"{isa}: {kernel}: {doubles[kernel]} instructions in double precision"


def check_symbols(obj: Path, isa: str) -> Iterator[str]:
    """Symbols that tie the object to others."""
    own = re.compile(rf"(^|[ *&])(vtable for )?logbessel::(cpu::)?{isa}::")
    for line in run("nm", "--demangle", str(obj)).splitlines():
        kind, name = line[17:].split(" ", 1)
        if kind in "WVu" and not own.search(re.sub(r"<.*>", "", name)):
            yield f"{isa}: weak symbol outside the namespace of the instruction set: {name}"
        if kind == "U" and name not in ALLOWED_UNDEFINED:
            yield f"{isa}: undefined symbol: {name}"


def isas_of_the_build() -> list[str]:
    (isas,) = re.findall(r"^  set\(isas (avx\w+ [\w ]+)\)", (ROOT / "CMakeLists.txt").read_text(encoding="utf-8"), re.MULTILINE)
    return str(isas).split()


def main() -> int:
    objects = [Path(argument) for argument in sys.argv[1:]] or sorted((ROOT / "build").glob("cp*/**/logbessel_*.dir/**/kernels.cc.o"))
    if not objects:
        print("check_vectorised: no objects; build the library first", file=sys.stderr)
        return 1
    failures = []
    for isa in isas_of_the_build():
        own = [obj for obj in objects if f"logbessel_{isa}.dir" in str(obj)]
        if len(own) != 1:
            failures.append(f"{isa}: {len(own)} objects, expected one")
        for obj in own:
            failures += [*check_instructions(obj, isa), *check_symbols(obj, isa)]
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"check_vectorised: {len(objects)} objects, {len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
