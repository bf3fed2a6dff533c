"""The built site, read as files: what is published, where its links lead, what it loads and says about itself."""

import gzip
import html
import json
import re
from urllib.parse import unquote, urlsplit

import pytest
from pages import BASE, CHAPTERS, CONFIG, PAGES, ROOT, Page, notebook, read
from repository import repository

pytestmark = pytest.mark.usefixtures("site")
each_page, each_chapter = pytest.mark.parametrize("name", PAGES), pytest.mark.parametrize("name", CHAPTERS)
LOADING = {
    "script": "src",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "object": "data",
    "embed": "src",
    "use": "href",
}
LOADING_LINKS = {"stylesheet", "preload", "icon", "modulepreload", "manifest", "prefetch", "preconnect", "dns-prefetch"}


def loads(page):
    """The addresses that a browser fetches for the page by itself."""
    found = [
        attributes[LOADING[tag]] for tag, attributes in page.elements if tag in LOADING and attributes.get(LOADING[tag])
    ]
    return found + [link["href"] for link in page.all("link") if LOADING_LINKS & set(link.get("rel", "").split())]


def elsewhere(address):
    parts = urlsplit(address)
    return parts.scheme != "data" and bool(parts.scheme or parts.netloc)


def css_loads(text):
    return re.findall(r"""url\(\s*["']?([^"')]+)""", text) + re.findall(r"""@import\s+["']([^"']+)""", text)


def target(site, name, address):
    """The file that a link on page `name` means; the 404 page's links start at the place of deployment."""
    path = unquote(urlsplit(address).path)
    if path.startswith("/"):
        return site / path.removeprefix(urlsplit(BASE).path)
    return (site / name).parent / path if path else site / name


def test_only_the_chapters_and_what_they_need_are_published(site):
    published = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    pages = {*PAGES, *(f"_sources/{name}.ipynb" for name in CHAPTERS)}
    about = {"sitemap.xml", "searchindex.js", "objects.inv", ".nojekyll"}
    assert pages <= published
    strangers = [
        name
        for name in published - pages - about
        if not re.fullmatch(r"(_static|_images)/[\w./-]+\.(css|js|svg|png|woff2)", name)
    ]
    assert strangers == []
    assert not [
        name
        for name in published
        if re.search(r"(^|/)(\.venv|tests?|conftest|lecopt_site|build\.py|_config|_toc|__pycache__)", name)
    ]


@each_page
def test_a_page_loads_nothing_from_elsewhere(name):
    assert [address for address in loads(read(name)) if elsewhere(address)] == []


def test_no_stylesheet_loads_from_elsewhere(site):
    assert [url for path in site.rglob("*.css") for url in css_loads(path.read_text("utf8")) if elsewhere(url)] == []


def test_the_watch_for_third_parties_sees_each_way_to_load():
    html = (
        '<script src="https://a.b/c.js"></script><link rel="preconnect" href="//a.b">'
        '<img src="data:image/png;base64,x"><a href="https://a.b">a</a>'
    )
    assert [address for address in loads(Page(html)) if elsewhere(address)] == ["https://a.b/c.js", "//a.b"]
    assert css_loads("@import \"x.css\"; a{background:url( '//a.b/c.png' )}") == ["//a.b/c.png", "x.css"]


@each_page
def test_every_link_inside_the_site_leads_somewhere(site, name):
    page, broken = read(name), []
    links = [link["href"] for link in page.all("a") if link.get("href")] + loads(page)
    for address in links:
        if elsewhere(address) or address.startswith(("data:", "mailto:")):
            continue
        file, fragment = target(site, name, address), unquote(urlsplit(address).fragment)
        in_a_page = fragment and file.suffix == ".html"
        if not file.is_file() or (in_a_page and f'id="{fragment}"' not in file.read_text("utf8")):
            broken.append(address)
    assert broken == []


def test_the_style_sheets_find_their_files(site):
    broken = [
        url
        for path in site.rglob("*.css")
        for url in css_loads(path.read_text("utf8"))
        if not url.startswith("data:") and not url.endswith(".ttf") and not (path.parent / urlsplit(url).path).is_file()
    ]
    assert broken == []


@each_page
def test_markup_styles_and_scripts_stay_light(site, name):
    files = {target(site, name, address) for address in loads(read(name)) if not address.startswith("data:")}
    weight = sum(
        len(gzip.compress(path.read_bytes()))
        for path in {*files, site / name}
        if path.suffix in {".html", ".css", ".js", ".svg"}
    )
    # Fonts and pictures come on top; the browser test weighs what is really fetched, limit 250 kB.
    assert weight < 200_000


def prose(name):
    """The words of a notebook's opening paragraphs, without Markdown's marks."""
    cells = json.loads(notebook(name).read_text("utf8"))["cells"]
    text = "\n\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    paragraphs = [p for p in re.split(r"\n\s*\n", text) if p.strip() and not p.lstrip().startswith(("#", "!", "<"))]
    return letters(re.sub(r"\]\([^)]*\)", "", " ".join(paragraphs[:4])))


def letters(text):
    return re.sub(r"[^a-z]", "", text.lower())


@each_chapter
def test_a_chapter_describes_itself_with_its_opening_words(site, name):
    page = read(f"{name}.html")
    description = page.meta("description")
    assert 50 < len(description) < 320
    assert prose(name).startswith(letters(description))
    assert page.meta("og:description") == description
    assert page.meta("og:title") and page.meta("og:site_name") == CONFIG["project"]
    assert page.meta("og:url") == f"{BASE}{name}.html"
    assert target(site, "index.html", urlsplit(page.meta("og:image")).path).is_file() and page.meta("og:image:alt")


def test_the_sitemap_lists_the_chapters_and_nothing_else(site):
    listed = re.findall(r"<loc>(.*?)</loc>", (site / "sitemap.xml").read_text("utf8"))
    assert sorted(listed) == sorted(f"{BASE}{name}.html" for name in CHAPTERS)


@each_chapter
def test_run_download_and_edit_lead_to_the_chapters_own_notebook(site, name):
    links, repo = read(f"{name}.html").all("a"), repository()
    path = notebook(name).relative_to(ROOT).as_posix()
    hrefs = [link.get("href", "") for link in links]
    assert f"https://colab.research.google.com/github/{repo.owner}/{repo.name}/blob/{repo.branch}/{path}" in hrefs
    assert f"{repo.url}/edit/{repo.branch}/{path}" in hrefs
    (download,) = [link["href"] for link in links if "download" in link]
    assert target(site, f"{name}.html", download).read_bytes() == notebook(name).read_bytes()


@each_page
def test_every_picture_says_what_it_shows(name):
    page = read(name)
    for image in page.all("img"):
        assert "alt" in image and not re.search(r"\.(png|svg|jpe?g)$|_images|output", image["alt"])
        assert image["alt"].strip() or "logo__image" in image.get("class", "")  # the logo's name stands beside it
    for drawing in page.all("svg", role="img"):
        assert len(drawing.get("aria-label", "")) > 10


@each_page
def test_a_page_has_a_language_a_title_and_one_heading_of_the_first_rank(name):
    page = read(name)
    assert page.all("html")[0]["lang"] == "en"
    assert "".join(page.texts["title"]).strip()
    article = Page(page.html[page.html.index('id="main-content"') :])
    assert len(article.all("h1")) == 1


@each_page
def test_no_script_or_handler_of_ours_stands_in_the_page(name):
    """The theme's own inline scripts set the colour mode and the page's name; everything else is a file."""
    page = read(name)
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page.html, re.S)
    known = ("dataset.mode", "DOCUMENTATION_OPTIONS", "searchInput", "Prevent TOC")
    assert [script for script in inline if script.strip() and not any(word in script for word in known)] == []
    assert [(tag, key) for tag, attributes in page.elements for key in attributes if key.startswith("on")] == []


@each_chapter
def test_a_chapter_shows_no_install_cell_no_error_and_no_raw_tex(name):
    page = read(f"{name}.html")
    article = page.html[page.html.index('<article class="bd-article">') : page.html.index("</article>")]
    assert "%pip install" not in article
    assert not re.search(r'class="output (stderr|traceback)', article)
    shown = re.sub(r"<(pre|code|mjx-assistive-mml|svg|script)\b.*?</\1>", "", article, flags=re.S)
    assert not re.search(r"\$\$|\\\(|\\begin\{|\\frac|\\tag", re.sub(r"<[^>]+>", "", shown))


@each_chapter
def test_what_a_cell_prints_is_read_without_scrolling_and_a_number_looks_like_one(name):
    output = r'<div class="output [^"]*"><div class="highlight"><pre>(.*?)</pre>'
    for printed in re.findall(output, read(f"{name}.html").html, re.S):
        lines = printed.split("\n")
        lines = {html.unescape(re.sub(r"<[^>]+>", "", line)): 'class="sentence"' in line for line in lines}
        assert [line for line, wraps in lines.items() if len(line) > 90 and not wraps] == []
        assert [line for line in lines if re.search(r"np\.(u?int|float|bool|True|False)", line)] == []


@each_page
def test_formulas_come_with_their_style_and_pages_without_go_without(site, name):
    page = read(name)
    linked = [link for link in page.all("link", rel="stylesheet") if "math/math.css" in link["href"]]
    assert bool(linked) == ("<mjx-container" in page.html)
    css = (site / "_static/math/math.css").read_text("utf8")
    used = {
        name
        for attributes in page.all("mjx-c")
        for name in attributes.get("class", "").split()
        if name.startswith("mjx-c")
    }
    assert [name for name in used if f"mjx-c.{name}" not in css] == []
    assert "NaNem" not in page.html


@each_page
def test_the_widgets_script_is_loaded_where_there_is_a_widget_and_deferred(name):
    page = read(name)
    scripts = [script for script in page.all("script") if "lecopt/widgets.js" in script.get("src", "")]
    assert bool(scripts) == bool(re.search(r'class="[^"]*\blecopt-widget\b', page.html))
    assert all("defer" in script and script.get("type") is None for script in scripts)
