"""What the course adds to JupyterLab, in other languages.

A language is a folder ``LANGUAGE/LC_MESSAGES`` with ``mlcourse.po``, for people, and ``mlcourse.json``, which
JupyterLab reads and ``npm run translate`` in ``labextension`` makes from it. JupyterLab offers the languages
that have a language pack (entry points ``jupyterlab.languagepack``) and adds to a pack the catalogues of other
packages (entry points ``jupyterlab.locale``). So that the course's languages can be chosen where there is no
official pack, this package stands in for one; where there is one, it steps back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

DOMAIN = "mlcourse"
_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class LanguagePack:
    """What JupyterLab asks of a language pack: a file that lies in the folder with its catalogues."""

    __file__: str


def language_pack(language: str) -> Any:
    """Find the pack of a language: the installed one, or the course's own if there is none.

    JupyterLab takes one pack for a language and drops the others, whichever comes last; this is why the
    course's entry point gives it the other pack where there is one.

    Parameters
    ----------
    language : str
        Such as ``de_DE``.
    """
    for other in entry_points(group="jupyterlab.languagepack", name=language):
        if other.module != __name__:
            try:
                return other.load()
            except Exception:  # a broken pack is JupyterLab's to report
                continue
    return LanguagePack(str(_FOLDER / language / "__init__.py"))


def catalogue(language: str) -> dict[str, Any]:
    r"""Read the catalogue of a language; empty if the course has none.

    Examples
    --------
    >>> catalogue("de_DE")["menu\x04Course"]
    ['Kurs']
    """
    try:
        return dict(json.loads((_FOLDER / language / "LC_MESSAGES" / f"{DOMAIN}.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return {}


def translate_settings() -> None:
    """Let the Jupyter server translate the course's settings, whose texts come from the schema.

    It looks for these in official language packs only, so its bundle for the course's domain is replaced. The menu
    stays as the schema has it, and is translated in the browser: the server lists the schemas of extensions as they
    are and translates them one by one, and JupyterLab takes two labels of a menu for a change that needs a reload.
    """
    from jupyterlab_server.translation_utils import TranslationBundle, translator

    class CourseBundle(TranslationBundle):
        def update_locale(self, locale_: str) -> None:
            super().update_locale(locale_)
            self._entries = catalogue(locale_)

        def pgettext(self, msgctxt: str, msgid: str) -> str:
            found = None if msgctxt == "menu" else self._entries.get(f"{msgctxt}\x04{msgid}")
            return str(found[0]) if found else super().pgettext(msgctxt, msgid)

    translator._TRANSLATORS[DOMAIN] = CourseBundle(DOMAIN, translator._LOCALE)


german = language_pack("de_DE")
