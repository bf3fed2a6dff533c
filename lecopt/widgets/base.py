"""The base of every widget: an ordinary ipywidget in a notebook, a `<div>` with its data on a page without a server."""

import html
import json
import os

import anywidget
import traitlets

from lecopt.plotting import Picture
from lecopt.widgets.question import question
from lecopt.widgets.script import module, stylesheet


class SiteWidget(anywidget.AnyWidget):
    """A widget that lives with a kernel and without one.

    Its synced traits are its whole state and plain JSON. In a notebook they travel to the browser as those of any
    ipywidget; on the site (LECOPT_SITE=1) they stand in the page, and the same script reads them there.
    A subclass sets `kind`, the name of its function in js/main.js, and draws `picture()`.
    """

    _esm = module()
    _css = stylesheet()
    kind = ""
    predict = traitlets.Dict(allow_none=True, default_value=None).tag(sync=True)

    def __init__(self, **traits):
        self.add_traits(kind=traitlets.Unicode(type(self).kind).tag(sync=True))
        super().__init__(**traits)

    @traitlets.validate("predict")
    def _asked(self, proposal):
        return question(proposal["value"])

    def open(self) -> None:
        """Connect to the browser; on the site there is nobody to connect to."""
        if not on_site():
            super().open()

    def picture(self) -> Picture:
        """What the widget shows at first: for print, and for readers without JavaScript."""
        raise NotImplementedError

    def spec(self) -> dict:
        """The synced traits of this widget as a dict that JSON can hold."""
        ours = set(self.trait_names(sync=True)) - set(anywidget.AnyWidget.class_trait_names(sync=True))
        return {name: getattr(self, name) for name in sorted(ours) if not name.startswith("_")}

    def page(self) -> str:
        """HTML of the widget on a page without a kernel: its data, and its picture until the script replaces it."""
        text = json.dumps(self.spec(), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        picture = self.picture()._repr_mimebundle_()[0]
        return (
            f'<div class="lecopt-widget" data-widget="{html.escape(self.kind)}" data-spec=\'{_quoted(text)}\'>'
            f"{picture.get('text/html', '')}</div>"
        )

    def _repr_mimebundle_(self, **options):
        if on_site():
            return {"text/plain": repr(self), "text/html": self.page()}, {}
        data, metadata = super()._repr_mimebundle_(**options)
        still, about = self.picture()._repr_mimebundle_()
        return {**still, **data}, {**about, **metadata}


def on_site() -> bool:
    """True in the kernels that run while the site is built."""
    return os.environ.get("LECOPT_SITE") == "1"


def _quoted(text):
    """Text for an attribute in single quotes; JSON's double quotes stay as they are, which halves the page."""
    return text.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;").replace(">", "&gt;")
