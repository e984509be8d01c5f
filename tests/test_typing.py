"""A user's type checker knows the results of the functions and sees mistakes."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TYPED = ROOT / "tests" / "typed"


def errors(name: str) -> set[tuple[int, str]]:
    """The (line, code) of each error that ``mypy --strict`` finds in a file, as one who has installed the library runs it."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir=.mypy_cache/user", str(TYPED / name)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    assert done.stdout
    return {(int(line), code) for line, code in re.findall(rf"{name}:(\d+): error: .*\[([\w-]+)\]$", done.stdout, re.MULTILINE)}


def test_a_user_is_told_the_types() -> None:
    assert errors("user.py") == set()


def test_mistakes_are_seen() -> None:
    lines = (TYPED / "mistakes.py").read_text().splitlines()
    mistakes = {(number, match[1]) for number, line in enumerate(lines, 1) if (match := re.search(r"# mistake: ([\w-]+)$", line))}
    assert mistakes
    assert errors("mistakes.py") == mistakes
