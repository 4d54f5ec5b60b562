"""The look of figures, and the way of their description to those who do not see them."""

import subprocess
import sys

import nbformat
import plotly.graph_objects as go
import plotly.io as pio
import pytest
from nbconvert import HTMLExporter

from mlcourse.plots import theme

BACKGROUNDS = ("#FFFFFF", "#111111")


def luminance(color: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def jupyter(monkeypatch):
    monkeypatch.setattr(pio.renderers, "default", "plotly_mimetype+notebook")


@pytest.fixture
def fig():
    return theme.figure(theme.line([0, 1], [1, 0], "loss"), alt='The loss falls to "0" & stays < 1.', title="Loss")


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_text_stands_out_from_light_and_dark_pages(background):
    assert contrast(theme.INK, background) > 4.3


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_the_first_series_stand_out_from_light_and_dark_pages(background):
    assert all(contrast(style.color, background) >= 2.99 for style in theme.SERIES[:4])


def test_series_differ_in_more_than_colour():
    assert len({style.dash for style in theme.SERIES}) == len(theme.SERIES)
    assert len({style.symbol for style in theme.SERIES}) == len(theme.SERIES)


def test_background_is_transparent(fig):
    layout = fig.layout.template.layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0, 0, 0, 0)"


def test_a_figure_is_a_plotly_figure_and_keeps_its_description(fig):
    assert isinstance(fig, go.Figure)
    fig.update_layout(height=300).add_scatter(x=[1], y=[1])
    assert fig.alt == 'The loss falls to "0" & stays < 1.'
    assert fig.to_dict()["layout"]["meta"]["alt"] == fig.alt


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_figure_without_description_is_refused(alt):
    with pytest.raises(ValueError, match="description"):
        theme.figure(alt=alt)


@pytest.mark.usefixtures("jupyter")
def test_outputs_carry_the_description_and_no_plotlyjs(fig):
    (shown, metadata), (described, _) = fig.outputs()
    assert set(shown) == {theme.PLOTLY_MIME, "text/plain"}
    assert shown["text/plain"] == f"Figure: {fig.alt}"
    assert metadata["image/png"]["alt"] == fig.alt
    assert "The loss falls to &quot;0&quot; &amp; stays &lt; 1." in described["text/html"]
    assert "sendChartToCloud" in shown[theme.PLOTLY_MIME]["config"]["modeBarButtonsToRemove"]


@pytest.mark.usefixtures("jupyter")
def test_showing_publishes_the_figure_and_then_its_description(fig, monkeypatch):
    published = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, **_: published.append(set(bundle)))
    fig._ipython_display_()
    assert published == [{theme.PLOTLY_MIME, "text/plain"}, {"text/html", "text/plain"}]


@pytest.mark.usefixtures("jupyter")
@pytest.mark.parametrize(
    ("template", "with_picture", "described"),
    [
        ("lab", False, "<pre>Figure: The loss falls to"),
        ("lab", True, 'class="mlcourse-figure-description"'),  # this template has no alt for pictures
        ("classic", True, "alt='The loss falls to"),
    ],
)
def test_exported_html_holds_the_description(fig, template, with_picture, described):
    outputs = []
    for bundle, metadata in fig.outputs():
        # JupyterLab adds the picture when it has drawn the figure.
        picture = {"image/png": "iVBORw0KGgo="} if with_picture and theme.PLOTLY_MIME in bundle else {}
        outputs.append(nbformat.v4.new_output("display_data", data={**bundle, **picture}, metadata=metadata))
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("fig", outputs=outputs)])
    page, _ = HTMLExporter(template_name=template).from_notebook_node(notebook)
    assert described in page


def test_equal_axes_holds_for_every_pair():
    fig = theme.figure(alt="Two planes.", xaxis2={"anchor": "y2"}, yaxis2={"anchor": "x2"})
    theme.equal_axes(fig, x=(-1, 1), y=(-2, 2))
    assert (fig.layout.yaxis.scaleanchor, fig.layout.yaxis2.scaleanchor) == ("x", "x2")
    assert fig.layout.xaxis2.range == (-1, 1)
    assert fig.layout.yaxis.range == (-2, 2)


def test_an_arrow_points_from_tail_to_tip():
    arrow = theme.arrow((3, 4), "a", tail=(1, 1), series=7)
    assert (arrow.x, arrow.y) == ((1.0, 3.0), (1.0, 4.0))
    assert arrow.marker.symbol[1] == "arrow"
    assert arrow.line.color == theme.SERIES[1].color


def test_an_arrow_without_length_is_a_dot():
    assert theme.arrow((0, 0), "zero").marker.symbol[1] == "circle"


@pytest.mark.parametrize("package", ["mlcourse.plots", "mlcourse.widgets"])
def test_importing_the_packages_imports_no_plotly(package):
    code = f"import sys, {package}; sys.exit('plotly' in sys.modules or 'ipywidgets' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_function_is_found_whatever_was_imported_before():
    code = (
        "import mlcourse.plots.linear_map, mlcourse.plots as p, mlcourse.widgets.linear_map, mlcourse.widgets as w\n"
        "assert p.linear_map([[1, 0], [0, 1]]).alt\n"
        "assert w.linear_map().matrix\n"
        "assert not hasattr(p, 'no_such_figure')"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
