"""The documentation as a site: the API is complete, and every page is whole in a browser that no network serves."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = {"desktop": 1440, "phone": 390}
OFFENCES = """() => {
    const all = selector => [...document.querySelectorAll(selector)];
    const scrollable = node => ["auto", "scroll"].includes(getComputedStyle(node).overflowX);
    const scrolls = node => node.localName != "article" && (scrollable(node) || scrolls(node.parentElement));
    const sticksOut = node => node.getBoundingClientRect().right > innerWidth + 1 && !scrolls(node.parentElement);
    const first = node => sticksOut(node) && !sticksOut(node.parentElement);
    return [
        ...all("mjx-container").filter(node => !(node.offsetWidth * node.offsetHeight)).map(node => `no size: ${node.outerHTML}`),
        ...all("mjx-merror, [data-mjx-error]").map(node => `no formula: ${node.textContent}`),
        ...all("img").filter(node => !(node.complete && node.naturalWidth)).map(node => `no picture: ${node.src}`),
        ...all("article :not(mjx-container *)").filter(first).map(node => `sticks out: ${node.outerHTML.slice(0, 80)}`),
        ...(document.documentElement.scrollWidth > innerWidth ? ["scrolls sideways"] : []),
    ];
}"""


def public_names() -> Iterator[str]:
    """Whatever `__all__` names, in each module that has one."""
    package = ROOT / "src" / "logbessel"
    for path in package.rglob("*.py"):
        module = ".".join(("logbessel", *path.relative_to(package).with_suffix("").parts)).removesuffix(".__init__")
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            match statement:
                case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                    yield from (f"{module}.{name}" for name in ast.literal_eval(value))


def documented_names() -> Iterator[str]:
    """The entries of the API's tables, and the modules that it describes."""
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    module = ""
    lines = r"^\.\. (currentmodule|automodule):: (\S+)$|^(?:   |\.\. data:: )(\w[\w.]*)$"
    for directive, name, entry in re.findall(lines, text, re.MULTILINE):
        if directive == "currentmodule":
            module = name
        yield name or f"{module}.{entry}"


def package_name(name: str) -> str:
    """Of `logbessel.a.b.c` `logbessel.a.c`."""
    module, _, last = name.rpartition(".")
    return f"{module.rpartition('.')[0]}.{last}"


def test_the_api_has_every_public_name() -> None:
    documented, public = set(documented_names()), set(public_names())
    documented |= {name for name in public if package_name(name) in public & documented}  # what a package has from its module
    modules = {name.rpartition(".")[0] for name in documented}
    missing = public - documented - modules
    assert not missing, f"docs/api.md lacks {', '.join(sorted(missing))}"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, built anew."""
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "sphinx", "--quiet", "--fail-on-warning", "--keep-going", "-d", folder / "doctrees"]
    done = subprocess.run([*build, ROOT / "docs", folder / "html"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return folder / "html"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    assert chromium, "there is no Chromium: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=False)
        yield browser
        browser.close()


def pages(site: Path) -> dict[str, str]:
    """The address of every page, by its name, with what is in it."""
    return {path.as_uri(): path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html")) if "_static" not in path.parts}


@pytest.mark.site
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_every_page_is_whole(site: Path, browser: Any, width: int) -> None:
    """No error on the console, no request that fails or leaves the site, no picture or formula without a size, nothing wider than it."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    offences: list[str] = []
    page.on("console", lambda line: line.type in ("error", "warning") and offences.append(f"{page.url}: {line.text}"))
    page.on("pageerror", lambda error: offences.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: offences.append(f"{page.url}: no {request.url}"))
    page.on("request", lambda request: request.url.startswith((site.as_uri(), "data:")) or offences.append(f"{page.url}: {request.url}"))
    formulas = 0
    for address, text in pages(site).items():
        page.goto(address)
        formulas += (wanted := text.count('class="math '))
        page.wait_for_function("n => document.querySelectorAll('mjx-container').length >= n", arg=wanted, timeout=20_000)
        offences += (f"{address}: {offence}" for offence in page.evaluate(OFFENCES))
    assert not offences, "\n".join(offences)
    assert formulas > 100
    page.close()


@pytest.mark.site
def test_every_link_leads_somewhere(site: Path) -> None:
    texts = pages(site)
    anchors = {address: set(re.findall(r'\bid="([^"]+)"', text)) for address, text in texts.items()}
    broken = []
    for address, text in texts.items():
        for link in re.findall(r'<a [^>]*?href="([^"]+)"', text):
            if link.startswith(("http:", "https:", "mailto:")):
                continue
            path, fragment = urldefrag(link)
            target = (Path(unquote(address.removeprefix("file://"))).parent / unquote(path)).resolve() if path else None
            goal = target.as_uri() if target else address
            if (target and not target.exists()) or (fragment and goal in anchors and unquote(fragment) not in anchors[goal] | {"", "#"}):
                broken.append(f"{address}: {link}")
    assert not broken, "\n".join(broken)
