"""What holds for every test, the examples in docstrings among them."""

import os

# Figures are rendered as JupyterLab renders them, whichever test imports Plotly first.
os.environ["PLOTLY_RENDERER"] = "plotly_mimetype+notebook"
