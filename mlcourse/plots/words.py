"""Numbers as people write them, for the texts of figures and explorers."""

from __future__ import annotations

import math


def number(value: float) -> str:
    """Write a number for people: three significant digits, whole from 1,000 on, and a real minus sign.

    Parameters
    ----------
    value : float

    Returns
    -------
    str

    Examples
    --------
    >>> number(-0.70710), number(12345.6), number(2.0), number(0.00001234)
    ('−0.707', '12,346', '2', '1.23e−05')
    """
    if math.isnan(value):
        return "missing"
    shown = f"{value:,.0f}" if 999.5 <= abs(value) < 1e9 else f"{value + 0.0:.3g}"
    return ("0" if float(shown.replace(",", "")) == 0 else shown).replace("-", "−")


def percent(share: float) -> str:
    """Write a share as per cent.

    Parameters
    ----------
    share : float

    Returns
    -------
    str

    Examples
    --------
    >>> percent(0.5), percent(0.0123)
    ('50 %', '1.2 %')
    """
    return f"{number(round(100 * share, 1))} %"


def counted(count: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun.

    Parameters
    ----------
    count : int
    one, many : str
        The noun for one and for several; without the latter, an s is added.

    Returns
    -------
    str

    Examples
    --------
    >>> counted(1, "gap"), counted(2, "gap")
    ('1 gap', '2 gaps')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """Begin a sentence with a text: its first letter becomes a capital, the others stay.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> capital("load in MW")
    'Load in MW'
    """
    return text[:1].upper() + text[1:]
