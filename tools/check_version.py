"""Checks that the version is the same wherever it is written: ``python tools/check_version.py [TAG]``.

pyproject.toml has it, CITATION.cff and the top entry of CHANGELOG.md repeat it.  A tag must be this version after a "v", and the entry
must then say of which day the release is.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def check(root: Path, tag: str | None = None) -> Iterator[str]:
    def read(name: str) -> str:
        return (root / name).read_text(encoding="utf-8")

    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]
    cited = re.search(r"^version: (.+)$", read("CITATION.cff"), re.MULTILINE)
    if not cited or cited[1] != version:
        yield f"CITATION.cff is of {cited[1] if cited else 'no version'}, pyproject.toml of {version}"
    entry = re.search(r"^## (.*)$", read("CHANGELOG.md"), re.MULTILINE)
    top = re.fullmatch(r"\[(.+)\] - (unreleased|\d{4}-\d\d-\d\d)", entry[1]) if entry else None
    if not top or top[1] != version:
        yield f"CHANGELOG.md begins with {entry[1] if entry else 'no entry'}, not with [{version}] - unreleased, or the day"
    if tag is not None:
        if tag != f"v{version}":
            yield f"the tag is {tag}, pyproject.toml of {version}: the tag must be v{version}"
        if top and top[2] == "unreleased":
            yield f"CHANGELOG.md does not say of which day {version} is"


if __name__ == "__main__":
    failures = list(check(ROOT, *sys.argv[1:]))
    sys.exit("\n".join(failures) if failures else 0)
