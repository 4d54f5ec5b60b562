"""The gallery: every figure and every explorer on one page, with what it is for and how it is called."""

from __future__ import annotations

from mlcourse.gallery.page import write_gallery

__all__ = ["write_gallery"]
