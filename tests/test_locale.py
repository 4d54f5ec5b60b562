"""JupyterLab offers the course's languages, with an official language pack and without one."""

from __future__ import annotations

import json
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from jupyterlab_server import translation_utils

from mlcourse import locale
from mlcourse.locale import LanguagePack, language_pack, translate_settings

GERMAN = json.loads((Path(locale.__file__).parent / "de_DE/LC_MESSAGES/mlcourse.json").read_text(encoding="utf-8"))


@pytest.fixture
def official(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed language pack like the official ones."""
    package = tmp_path / "some_language_pack_de_DE"
    catalogues = package / "locale" / "de_DE" / "LC_MESSAGES"
    catalogues.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    head = {"domain": "jupyterlab", "language": "de_DE", "plural_forms": "nplurals=2; plural=(n != 1);"}
    (catalogues / "jupyterlab.json").write_text(json.dumps({"": head, "File": ["Datei"]}))
    info = tmp_path / "some_language_pack_de_DE-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: some-language-pack-de-DE\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[jupyterlab.languagepack]\nde_DE = some_language_pack_de_DE\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield package
    sys.modules.pop("some_language_pack_de_DE", None)


def test_the_entry_points_are_installed() -> None:
    (pack,) = (
        point for point in entry_points(group="jupyterlab.languagepack", name="de_DE") if "mlcourse" in point.value
    )
    assert isinstance(pack.load(), LanguagePack)
    (texts,) = entry_points(group="jupyterlab.locale", name="mlcourse")
    assert Path(texts.load().__file__).parent == Path(locale.__file__).parents[1]


def test_german_can_be_chosen_without_an_official_pack() -> None:
    languages, message = translation_utils.get_language_packs()
    assert "de_DE" in languages
    assert message == ""
    texts, _ = translation_utils.get_language_pack("de_DE")
    assert texts["mlcourse"] == GERMAN


def test_the_official_pack_and_the_course_are_there_together(official: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert language_pack("de_DE").__file__ == str(official / "__init__.py")
    # JupyterLab takes the last pack of a language: the course's must be as good as the other.
    monkeypatch.setattr(locale, "german", language_pack("de_DE"))
    texts, _ = translation_utils.get_language_pack("de_DE")
    assert texts["jupyterlab"]["File"] == ["Datei"]
    assert texts["mlcourse"] == GERMAN


def test_a_broken_pack_leaves_the_course_german(official: Path) -> None:
    (official / "__init__.py").write_text("raise RuntimeError")
    assert isinstance(language_pack("de_DE"), LanguagePack)


def test_the_server_translates_the_settings_and_leaves_the_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = json.loads((Path(__file__).parents[1] / "labextension/schema/settings.json").read_text(encoding="utf-8"))
    monkeypatch.setattr(translation_utils.translator, "_TRANSLATORS", {})
    monkeypatch.setattr(translation_utils.translator, "_LOCALE", "en")
    translate_settings()
    translation_utils.translator.set_locale("de_DE")
    translated = translation_utils.translator.translate_schema(schema)
    assert translated["title"] == "Kurs"
    # Else JupyterLab would ask to reload the page at every start.
    assert translated["jupyter.lab.menus"]["main"][0]["label"] == "Course"
    assert translated["properties"]["offerTour"]["title"] == GERMAN["settings\x04Offer the tour"][0]
    translation_utils.translator.set_locale("fr_FR")
    again = json.loads((Path(__file__).parents[1] / "labextension/schema/settings.json").read_text(encoding="utf-8"))
    assert translation_utils.translator.translate_schema(again)["title"] == "Course"
