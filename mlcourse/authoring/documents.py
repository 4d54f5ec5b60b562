"""Reading YAML files that a JSON schema describes, with the line of every fault."""

from __future__ import annotations

import difflib
import functools
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from mlcourse.authoring.sources import read_text
from mlcourse.errors import SourceError

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

# libyaml where PyYAML was built with it: many times faster, the same lines.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Key = str | int


@dataclass(frozen=True)
class Document:
    """The data of a YAML file; knows the line on which each part of it stands."""

    path: Path
    data: Any

    def line(self, *keys: Key) -> int:
        """Return the line of the part that the keys and indices lead to, or of the last part on the way there."""
        node = _compose(self.path)
        line = node.start_mark.line if node else 0
        for key in keys:
            if isinstance(node, yaml.MappingNode):
                pairs = [(name, value) for name, value in node.value if name.value == str(key)]
                if not pairs:
                    break
                line, node = pairs[0][0].start_mark.line, pairs[0][1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
                line = node.start_mark.line
            else:
                break
        return line + 1

    def error(self, keys: Sequence[Key], message: str, remedy: str) -> SourceError:
        """Make the error for a fault in the part that the keys lead to."""
        return SourceError(self.path, self.line(*keys), message, remedy)


def read_document(path: Path, schema: str) -> Document:
    """Read a YAML file and check it against one of our schemas.

    Parameters
    ----------
    path : Path
        The file.
    schema : str
        The name of the schema: ``course`` or ``roadmap``.

    Raises
    ------
    SourceError
        At the first fault: no YAML, or not what the schema describes.
    """
    try:
        # A key that stands twice would be lost without a word.
        data = yaml.load(read_text(path), Loader=_StrictLoader)  # it is a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        remedy = "check the indentation, and put text with ': ' or '#' or a leading sign between quotes"
        raise SourceError(path, line, f"this is not YAML ({error.problem or error.context})", remedy) from None
    document = Document(path, data)
    faults = sorted(_validator(schema).iter_errors(data), key=_order)
    if faults:
        raise _fault(document, faults[0])
    return document


def _order(fault: Any) -> tuple[list[str], bool]:
    """Sort faults by place; an unknown key comes before what is then missing, as it is often that key mistyped."""
    return [str(key) for key in fault.absolute_path], fault.validator != "additionalProperties"


class _StrictLoader(_LOADER):  # type: ignore[misc,valid-type]
    """Refuses a key that stands twice in a mapping."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


@functools.cache
def _validator(schema: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    path = Path(__file__).with_name("schemas") / f"{schema}.json"
    return Draft202012Validator(json.loads(path.read_text(encoding="utf-8")))


def _compose(path: Path) -> yaml.Node | None:
    return yaml.compose(read_text(path), Loader=_LOADER)


def _fault(document: Document, fault: Any) -> SourceError:
    keys = list(fault.absolute_path)
    remedy = f"write {fault.schema['description']}" if "description" in fault.schema else "see the schema"
    name = next((f"`{key}`" for key in reversed(keys) if isinstance(key, str)), "the file")
    if fault.validator == "additionalProperties":
        known = fault.schema.get("properties", {})
        key = next(key for key in fault.instance if key not in known)
        near = difflib.get_close_matches(str(key), known, n=1)
        remedy = f"did you mean `{near[0]}`?" if near else f"remove it; there are: {', '.join(known)}"
        return document.error([*keys, key], f"the key `{key}` is unknown", remedy)
    if fault.validator == "required":
        missing = next(key for key in fault.validator_value if key not in fault.instance)
        parent = document.data
        for key in keys:
            parent = parent[key]
        what = parent.get("id") or parent.get("title")
        where = f" in {what!r}" if what else ""
        known = fault.schema.get("properties", {})
        described = known.get(missing, {}).get("description", "")
        return document.error(
            keys, f"`{missing}` is missing{where}", f"add `{missing}: …`{described and ': '}{described}"
        )
    if fault.validator == "anyOf":
        options = ", ".join(f"`{option['required'][0]}`" for option in fault.validator_value)
        return document.error(keys, f"{fault.instance.get('title')!r} leads nowhere", f"add one of {options}")
    if fault.validator == "uniqueItems":
        return document.error(keys, f"{name} names something twice", "remove one of them")
    shown = json.dumps(fault.instance, ensure_ascii=False, default=str)
    shown = shown if len(shown) <= 60 else shown[:57] + "…"
    return document.error(keys, f"{name} is {shown}", remedy)
