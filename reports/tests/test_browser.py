"""The HTML page in a real browser: Debian's chromium, driven by Playwright.

Both are looked for, never downloaded. Where one is missing every test here is skipped, and says so.
"""

import importlib.util
import os
import re
import shutil
from pathlib import Path

import msgspec
import pytest
from tempfile_reports import Document, Outcome, load, write_report

from . import samples

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
RECORD = samples.FOLDER.parents[1] / "published" / "standard-libraries.json"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser():
    if importlib.util.find_spec("playwright") is None:
        pytest.skip("browser tests not run: playwright is not installed (pip install playwright)")
    if CHROMIUM is None:
        pytest.skip("browser tests not run: there is no chromium (apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The reports to look at, by name, as addresses."""
    folder = tmp_path_factory.mktemp("reports")
    documents = {name: load(samples.FOLDER / f"{name}.json") for name in samples.NAMES}
    documents |= {"three": samples.matrix(60, 3), "wide": samples.matrix(20, 14), "large": samples.matrix(280, 30)}
    documents |= {"drawn": drawn(), "record": load(RECORD), "own": own()}
    for name, document in documents.items():
        write_report(document, folder / f"{name}.html")
    return {name: (folder / f"{name}.html").as_uri() for name in documents}


def own():
    """The runs of the public record in which an implementation is held against the edition it claims."""
    record = load(RECORD)
    runs = [run for run in record.runs if "asked for" not in run.edition_reason or is_own(run)]
    return msgspec.structs.replace(record, runs=runs)


def is_own(run):
    return (run.implementation.version or "").startswith(run.edition + ".")


def drawn():
    """Three runs broken by the same input, which differ in what was seen."""
    runs = []
    for number, platform in enumerate(("linux", "darwin", "win32")):
        shown = msgspec.structs.replace(samples.counterexample(), seen=f"mode 064{number}")
        broken = samples.verdict(
            "m.a", Outcome.FAIL, counterexample=shown, reproduce=f"reproduce run.json m.a --run {number + 1}"
        )
        run = samples.run([broken])
        runs.append(msgspec.structs.replace(run, host=msgspec.structs.replace(run.host, platform=platform)))
    return Document(guarantees={"m.a": samples.guarantee("m")}, runs=runs)


@pytest.fixture
def visit(browser, pages):
    """Opens a report; at the end nothing may have been logged or requested."""
    opened, said, asked = [], [], []

    def go(name, fragment="", **options):
        page = browser.new_page(**options)
        page.set_default_timeout(120_000)  # a busy machine is no defect of the page
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(pages[name] + fragment)
        opened.append(page)
        return page

    yield go
    for page in opened:
        page.close()
    assert said == []
    assert all(url.startswith("file:") and url.partition("#")[0].endswith(".html") for url in asked)
    assert len(asked) == len(opened)


def shown(page):
    """The ids of the rows of the matrix that can be seen."""
    return page.eval_on_selector_all(
        "#m tbody tr:not(.ch)",
        "rows => rows.filter(r => r.offsetParent).map(r => r.cells[0].querySelector('a').textContent)",
    )


@pytest.mark.parametrize("name", [*samples.NAMES, "three", "large"])
def test_every_page_opens_in_silence(visit, name):
    page = visit(name)
    assert page.title().endswith("tempfile-conformance")
    assert page.locator("h1").inner_text()


def test_a_large_page_shows_everything_side_by_side(visit):
    page = visit("large", viewport={"width": 1280, "height": 800})
    page.locator("#filters").scroll_into_view_if_needed()
    assert len(shown(page)) == 280
    boxes = page.eval_on_selector_all("#m thead th", "all => all.map(h => h.getBoundingClientRect().right)")
    assert len(boxes) == 31
    assert max(boxes) <= 1280
    # One sign a cell to look at, the word for whoever listens.
    assert page.locator("#m td.F a").first.inner_text() == "FAIL"
    sign = "getComputedStyle(document.querySelector('#m td.F a'), '::before').content"
    assert page.evaluate(sign).startswith('"F"')


def test_filters_and_search(visit):
    page = visit("three")
    page.locator("#filters").scroll_into_view_if_needed()
    page.select_option("select[name=verdict]", "CRASH")
    assert shown(page) == ["mkdtemp.promise-number-36"]
    assert page.locator("#shown").inner_text() == "1 of 60 guarantees"
    page.select_option("select[name=platform]", "linux")
    assert shown(page) == []
    page.click("button[type=reset]")
    page.locator("#shown").filter(has_text="60 of 60").wait_for()
    page.keyboard.press("/")
    page.keyboard.type("spooled 27")
    assert shown(page) == ["spooled.promise-number-27"]
    page.fill("#search", "")
    page.select_option("select[name=chapter]", "names")
    page.select_option("select[name=severity]", "info")
    assert set(shown(page)) == {f"names.promise-number-{n}" for n in (9, 44)}
    page.select_option("select[name=cwe]", "CWE-377")
    assert shown(page) == ["names.promise-number-9"]
    page.click("button[type=reset]")
    page.check("#differ")
    assert 0 < len(shown(page)) < 20


def test_filtering_by_platform_hides_the_other_columns(visit):
    page = visit("three")
    page.select_option("select[name=platform]", "win32")
    heads = page.eval_on_selector_all("#m thead th", "all => all.filter(h => h.offsetParent).length")
    assert heads == 2


def test_a_cell_opens_and_closes(visit):
    page = visit("three")
    page.click("#m td.C a")
    panel = page.locator("#panel")
    assert "Run 2: tempfile darwin" in panel.inner_text()
    for text in ("mkdtemp.promise-number-36", "mode 0600", "mode 0666", "os.umask(0)", "O_CREAT", "reproduce run.json"):
        assert text in panel.inner_text()
    assert page.url.endswith("#mkdtemp.promise-number-36:2")
    page.keyboard.press("Escape")
    assert not panel.is_visible()
    assert page.evaluate("document.activeElement.textContent") == "CRASH"
    page.click("#m td.p a >> nth=0")
    assert re.search(r":\d+$", page.url)
    page.click("#close")
    assert not panel.is_visible()


def test_a_cell_shows_what_was_seen_in_its_own_run(visit):
    page = visit("drawn", "#m.a:2")
    told = page.locator("#panel").inner_text()
    assert "mode 0641" in told
    assert "mode 0640" not in told
    assert "reproduce run.json m.a --run 2" in told
    assert "--run 1" not in told
    assert "The calls of tempfile linux; the other runs made the same ones" in told
    page = visit("drawn", "#m.a")
    whole = page.locator("details[id='m.a']").inner_text()
    assert all(text in whole for text in ("mode 0640", "mode 0641", "mode 0642", "--run 1", "--run 3"))
    assert page.locator("details[id='m.a'] ol.steps").count() == 1


def test_deep_links(visit):
    page = visit("three", "#mkdtemp.promise-number-36:3")
    assert "tempfile win32" in page.locator("#panel").inner_text()
    page = visit("three", "#spooled.promise-number-13:2")  # nothing is broken there
    assert "Run 2: tempfile darwin" in page.locator("#panel-title").inner_text()
    assert "tried 100 examples, watched by stat, audit" in page.locator("#panel").inner_text()
    page = visit("three", "#names.promise-number-9")
    assert page.locator("details[id='names.promise-number-9']").get_attribute("open") is not None
    page = visit("three", "#%E0%A4%A")
    assert not page.locator("#panel").is_visible()


def test_every_cell_leads_somewhere(visit):
    for name in ("three", *samples.NAMES):
        page = visit(name)
        dead = page.eval_on_selector_all(
            "a[href^='#']",
            "all => all.map(a => a.getAttribute('href')).filter(h => !document.getElementById("
            "decodeURIComponent(h.slice(1))))",
        )
        assert dead == []


def test_the_matrix_by_keyboard(visit):
    page = visit("three")
    page.focus("#m tbody a[tabindex='0']")
    focus = (
        "[document.activeElement.closest('tr').cells[0].querySelector('a').textContent, "
        "document.activeElement.textContent]"
    )
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focus) == ["mkstemp.promise-number-0", "FAIL"]
    page.keyboard.press("ArrowDown")
    assert page.evaluate(focus) == ["mkstemp.promise-number-7", "pass"]
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focus) == ["mkstemp.promise-number-0", "TIMEOUT"]
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    assert page.eval_on_selector_all("#m tbody a[tabindex='0']", "all => all.length") == 1


def test_without_javascript(visit):
    page = visit("broken", java_script_enabled=False)
    assert not page.locator("#filters").is_visible()
    page.click("#m td.F a >> nth=0")
    details = page.locator("details[id='mkstemp.owner-only']")
    assert details.get_attribute("open") is not None
    assert "mode 0644" in details.inner_text()


def test_hostile_names_stay_text(visit):
    page = visit("hostile")
    assert page.locator("main script, main img, main a[href^='javascript']").count() == 0
    for link in page.locator("#m tbody td a").all()[:8]:
        link.click()
        assert page.locator("#panel").is_visible()
        page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [320, 768, 1400])
def test_nothing_makes_the_page_scroll_sideways(visit, width):
    for name in ("broken", "hostile") if width < 1000 else ("broken", "large"):
        page = visit(name, viewport={"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_printing_shows_what_is_closed(visit):
    page = visit("broken")
    data = page.pdf(prefer_css_page_size=True)
    assert data.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) >= 5
    assert page.locator("details[open]").count() == 0


@pytest.mark.parametrize(
    ("name", "scheme"),
    [("broken", "light"), ("broken", "dark"), ("hostile", "light"), ("wide", "light"), ("wide", "dark")],
)
def test_accessibility(visit, name, scheme):
    spec = importlib.util.find_spec("axe_playwright_python")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("accessibility not checked: axe-playwright-python, which brings axe-core, is not installed")
    axe = Path(next(iter(spec.submodule_search_locations))) / "axe.min.js"
    # Not our page's script: the content policy of the page would stop it.
    page = visit(name, color_scheme=scheme, bypass_csp=True)
    # What is not laid out yet is not looked at.
    page.add_style_tag(content="section { content-visibility: visible !important }")
    page.evaluate("for (const one of [...document.querySelectorAll('details')].slice(0, 40)) one.open = true")
    page.click("#m tbody td a >> nth=0")
    page.evaluate(axe.read_text("utf-8") + "; 0")
    found = page.evaluate("axe.run().then(r => r.violations)")
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found if one["impact"] != "minor"
    ]
    assert serious == []


def test_pictures(visit, tmp_path):
    """Of a part of the public record, for the README: TEMPFILE_CONFORMANCE_PICTURES names where they stay."""
    folder = Path(os.environ.get("TEMPFILE_CONFORMANCE_PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        page = visit("own", color_scheme=scheme, viewport={"width": 1200, "height": 640})
        page.check("#differ")
        page.click("#m td.F a >> nth=2")
        page.evaluate("document.getElementById('matrix').scrollIntoView()")
        page.screenshot(path=folder / f"report-{scheme}.png")
        assert (folder / f"report-{scheme}.png").stat().st_size > 10_000
