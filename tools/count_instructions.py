"""Counts what the kernels cost a point of method 0: ``python tools/count_instructions.py [ARCHITECTURE]``, of sm_80 or later.

Compiles log I and log K on contiguous arrays with NVRTC, which needs no GPU, disassembles them, and counts the instructions of the shortest
way round the kernel's loop on which every lane has method 0: that of R so large that the series has but its head.  It does two points.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, deque
from itertools import product
from pathlib import Path

from logbessel._cuda import compiler, kernels

CLASSES = {
    "double precision": r"D(FMA|ADD|MUL|SETP|MNMX)",
    "single precision": r"F(FMA|ADD|MUL)",
    "special unit": r"MUFU",
    "memory": r"(LD|ST)G",
    "other": r"",
}
KERNELS = list(product(("log_iv", "log_kv"), ("float64", "float32")))
INSTRUCTION = re.compile(r"/\*[0-9a-f]{4,}\*/\s+(?P<condition>@\S+\s+)?(?P<name>\w+)(?P<modifiers>[.\w]*)\s*(?P<operands>[^;]*);")
LABEL = re.compile(r"\.L_x_\d+")


def disassembler() -> str:
    found = shutil.which("nvdisasm") or next((str(p) for folder in sys.path for p in Path(folder).glob("nvidia/*/bin/nvdisasm")), None)
    return found or sys.exit("there is no nvdisasm: pip install nvidia-cuda-nvdisasm")


class Kernel:
    """The instructions of `elementwise`, and where each may go on."""

    def __init__(self, listing: str) -> None:
        self.instructions: list[re.Match[str]] = []
        labels = {}
        for line in listing.partition(".text.elementwise:\n")[2].partition("\n\t.section")[0].splitlines():
            if label := LABEL.match(line):
                labels[label[0]] = len(self.instructions)
            elif instruction := INSTRUCTION.search(line):
                self.instructions.append(instruction)
        branches = {i: LABEL.search(one["operands"]) for i, one in enumerate(self.instructions) if one["name"] == "BRA"}
        self.target = {i: labels[label[0]] for i, label in branches.items() if label}

    def after(self, i: int) -> list[int]:
        one = self.instructions[i]
        ends = not one["condition"] and (one["name"] in ("EXIT", "RET") or (i in self.target and one["operands"].startswith("`")))
        return [*([] if ends else [i + 1]), *([self.target[i]] if i in self.target else [])]

    def shortest_way(self, start: int, end: int) -> list[int]:
        before, queue = {start: start}, deque([start])
        while end not in before:
            at = queue.popleft()
            new = [i for i in self.after(at) if i not in before]
            before.update(dict.fromkeys(new, at))
            queue.extend(new)
        way = [end]
        while way[-1] != start:
            way.append(before[way[-1]])
        return way[::-1]

    def common_way(self) -> list[re.Match[str]]:
        """Once round the loop in which a vote asks whether all lanes have method 0, if they do."""
        vote = next(i for i, one in enumerate(self.instructions) if one["name"] == "VOTE" and one["modifiers"] == ".ALL")
        last, head = next((i, to) for i, to in sorted(self.target.items()) if to <= vote < i)
        asks = next(i for i in self.target if i > vote)
        way = self.shortest_way(head, asks) + self.shortest_way(self.target[asks], last)
        return [self.instructions[i] for i in way]


def count(nvrtc: object, tool: str, architecture: str, function: str, storage: str) -> dict[str, float]:
    options = [*kernels.options(function, storage, "contiguous"), "--ptxas-options=-v"]
    binary, log = compiler.compile_with_log(nvrtc, kernels.TEXT, options, architecture)
    with tempfile.NamedTemporaryFile(suffix=".cubin") as file:
        file.write(binary)
        file.flush()
        listing = subprocess.run([tool, "-c", file.name], capture_output=True, text=True, check=True).stdout
    way = Kernel(listing).common_way()
    found = Counter(next(name for name, pattern in CLASSES.items() if re.match(pattern, one["name"])) for one in way)
    return {
        "registers a thread": int(re.search(r"Used (\d+) registers", log)[1]),
        "instructions a point": len(way) / 2,
        **{name: found[name] / 2 for name in CLASSES},
    }


def main(architecture: str) -> None:
    nvrtc, tool = compiler.find(99), disassembler()
    if nvrtc is None:
        sys.exit("there is no NVRTC: pip install nvidia-cuda-nvrtc")
    columns = [count(nvrtc, tool, architecture, *kernel) for kernel in KERNELS]
    print(f"| {architecture} | " + " | ".join(" ".join(kernel) for kernel in KERNELS) + " |")
    print("| --- |" + " --- |" * len(KERNELS))
    for row in columns[0]:
        print(f"| {row} | " + " | ".join(f"{column[row]:g}" for column in columns) + " |")


if __name__ == "__main__":
    main(*(sys.argv[1:] or ["sm_90"]))
