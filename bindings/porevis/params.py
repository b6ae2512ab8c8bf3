# SPDX-License-Identifier: Apache-2.0
"""The parameter file: every option of the pipeline in one YAML. Names, defaults, ranges and meanings come from C++."""

from __future__ import annotations

import difflib
import json
import os
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from porevis import _core
from porevis.files import read_bytes

if TYPE_CHECKING:
    from porevis.yaml_tree import Node

_MAX_MB = 4
_WIDTH = 100
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_SPECIAL = re.compile(r"([-+]?)\.?(inf|nan)", re.IGNORECASE)
_SWITCH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_WANTED = {
    "bool": "true or false",
    "int": "a whole number, without quotation marks",
    "float": "a number with a decimal point, without quotation marks",
    "str": "a text",
    "path": "the path of a file",
}
_JSON_TYPES = {"bool": "boolean", "int": "integer", "float": "number", "str": "string", "path": "string"}


@dataclass(frozen=True)
class Params:
    """What a parameter file says; what it leaves out has its default."""

    read: _core.ReadOptions = field(default_factory=_core.ReadOptions)
    """How photographs are read."""
    compare: _core.CompareOptions = field(default_factory=_core.CompareOptions)
    """How they are measured and compared."""
    picture: _core.PictureOptions = field(default_factory=_core.PictureOptions)
    """What normalized pictures are like."""

    @property
    def measure(self) -> _core.MeasureOptions:
        """How each photograph is measured."""
        return self.compare.measure

    def to_dict(self) -> dict[str, Any]:
        """The tree of the file, as the outputs record it."""
        return {"read": self.read.to_dict(), **self.compare.to_dict(), "picture": self.picture.to_dict()}


@dataclass(frozen=True)
class _Part:
    """A part of the tree that is no field of CompareOptions; looks like an OptionField."""

    name: str
    default: Any
    type: str = "options"
    low: float | None = None
    high: float | None = None

    @property
    def help(self) -> str:
        """What the class says of itself."""
        text = str(self.default.__doc__).splitlines()[0].rstrip(".")
        return text[0].lower() + text[1:]


_PARTS = ("read", "picture")  # of the tree that are no field of CompareOptions
_Field: TypeAlias = _core.OptionField | _Part


def _tree() -> list[_Field]:
    return [
        _Part("read", _core.ReadOptions()),
        *_core.CompareOptions.fields(),
        _Part("picture", _core.PictureOptions()),
    ]


def read_params(path: str | os.PathLike[str]) -> Params:
    """Reads a parameter file: YAML or JSON of the tree that format_params() writes; any part of it may be left out.

    A measurement.json, comparison.json or repeatability.json is read as well, for the options it records, and so are
    these options by themselves. Relative paths in the file are relative to it.
    Raises InputError, naming file, line and key: missing, too large, no well-formed UTF-8 YAML, an unknown key or one
    that is there twice, a value of another type or out of its range, a file that is not there.
    """
    from porevis.yaml_tree import parse_yaml

    params = Params()
    tree = parse_yaml(read_bytes(path, _MAX_MB), path)
    if tree is not None and not tree.empty:
        _Reader(Path(path)).read(tree, params)
    return params


def format_params(params: Params | None = None) -> str:
    """The text of a parameter file with meaning and range of each option; without params, that of the defaults."""
    head = [
        f"# Parameters of porevis {_core.version()}, for `porevis measure PHOTO --params FILE` and the other commands.",
        "# What is left out keeps its default; numbers may lie within the range behind them.",
    ]
    return "\n".join([*head, *_lines(_tree(), (params or Params()).to_dict(), "")]) + "\n"


def params_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of parameter files, for editors that check and complete them."""
    title = f"Parameters of porevis {_core.version()}"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **_object_schema(_tree())}


def read_into(options: Any, path: str | os.PathLike[str]) -> set[str]:
    """Sets the fields of a single options object that a YAML file gives at its top; returns their names.

    Raises InputError as read_params().
    """
    from porevis.yaml_tree import parse_yaml

    tree = parse_yaml(read_bytes(path, _MAX_MB), path)
    if tree is None or tree.empty:
        raise _core.InputError(f"{path}: holds no options by name; write `name: value` lines")
    return _Reader(Path(path)).read_one(tree, options)


class _Reader:
    """Sets the options that a file gives."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, tree: Node, params: Params) -> None:
        """Recorded options are found in a result; those of one photograph may stand by themselves."""
        content = self._mapping(tree, "")
        if {"schema", "options"} <= content.keys():
            tree = content["options"]
            content = self._mapping(tree, "options")
        of_one = {option.name for option in _core.MeasureOptions.fields()}
        if content.keys() & of_one and content.keys() <= of_one | {"read"}:
            measure = replace(tree, value={name: node for name, node in content.items() if name != "read"})
            content = {name: node for name, node in content.items() if name == "read"} | {"measure": measure}
        self._fill(_tree(), content, "", params)

    def read_one(self, tree: Node, options: Any) -> set[str]:
        """Sets the fields of one options object."""
        content = self._mapping(tree, "")
        self._fill(options.fields(), content, "", options)
        return {name for name, node in content.items() if not node.empty}

    def _fill(self, fields: Sequence[_Field], content: dict[str, Node], prefix: str, options: Any) -> None:
        known = {option.name: option for option in fields}
        for name, node in content.items():
            if name not in known:
                self._refuse(node, f"unknown key `{prefix}{name}`", _meant(name, prefix, list(known)))
            target = options.compare if isinstance(options, Params) and name not in _PARTS else options
            if known[name].type != "options":
                self._set(target, known[name], node, prefix)
            elif not node.empty:
                nested = getattr(target, name)
                below = self._mapping(node, prefix + name)
                self._fill(nested.fields(), below, f"{prefix}{name}.", nested)

    def _mapping(self, node: Node, name: str) -> dict[str, Node]:
        if not isinstance(node.value, dict):
            wrong = f"`{name}` holds no options" if name else "holds no options by name"
            self._refuse(node, wrong, "write `name: value` lines as `porevis params` does")
        return node.value

    def _set(self, options: object, option: _Field, node: Node, prefix: str) -> None:
        name = prefix + option.name
        value = _value(option.type, node)
        if value is None:
            shown = textwrap.shorten(node.value, 40) if isinstance(node.value, str) else "a list or mapping"
            self._refuse(node, f"{name} = {shown or 'nothing'}", f"give {_WANTED[option.type]} ({option.help})")
        if option.type == "path" and value:
            value = self._existing(node, name, str(value))
        try:
            setattr(options, option.name, value)
        except (_core.ParameterError, TypeError) as error:
            raise _core.InputError(f"{self._where(node)}: {prefix}{error}") from None

    def _existing(self, node: Node, name: str, given: str) -> str:
        file = (self._path.parent / os.path.expanduser(given)).absolute()
        if not file.is_file():
            mend = "give its path; results record the file's name alone"
            self._refuse(node, f"{name} = {given}: no such file, seen from the folder of the parameter file", mend)
        return str(file)

    def _where(self, node: Node) -> str:
        return f"{self._path}, line {node.line}"

    def _refuse(self, node: Node, wrong: str, mend: str) -> NoReturn:
        raise _core.InputError(f"{self._where(node)}: {wrong}; {mend}")


def _value(kind: str, node: Node) -> bool | int | float | str | None:
    """What a text means where a value of this type is asked for; None: no such value."""
    text = node.value
    if not isinstance(text, str):
        return None
    if kind in ("str", "path"):
        return "" if node.empty else text
    if node.quoted:
        return None
    if kind == "bool":
        return _SWITCH.get(text.lower())
    if special := _SPECIAL.fullmatch(text):
        return float("".join(special.groups()))  # out of every range
    if not _NUMBER.fullmatch(text) or len(text) > _WIDTH:
        return None
    if kind == "float":
        return float(text)
    return int(text) if text.lstrip("+-").isdigit() else int(float(text)) if float(text).is_integer() else None


def _meant(name: str, prefix: str, siblings: list[str]) -> str:
    """The mend of an unknown key: the sibling it resembles, the place where it belongs, or what there is."""
    near = difflib.get_close_matches(name, siblings, 1, 0.7)
    elsewhere = [] if near else [path for path in _paths(_tree()) if path.split(".")[-1] == name.split(".")[-1]]
    if meant := [prefix + near[0]] if near else elsewhere:
        return f"did you mean `{meant[0]}`?"
    return f"its keys are {', '.join(siblings)}"


def _paths(fields: Sequence[_Field], prefix: str = "") -> Iterator[str]:
    """The dotted names of all options."""
    for option in fields:
        yield prefix + option.name
        if option.type == "options":
            yield from _paths(option.default.fields(), f"{prefix}{option.name}.")


def _lines(fields: Sequence[_Field], values: dict[str, Any], indent: str) -> Iterator[str]:
    for option in fields:
        nested = option.type == "options"
        if nested:
            yield ""
        meaning = option.help if option.low is None else f"{option.help} ({option.low:g} to {option.high:g})"
        yield from textwrap.wrap(meaning, _WIDTH, initial_indent=indent + "# ", subsequent_indent=indent + "#   ")
        if nested:
            yield f"{indent}{option.name}:"
            yield from _lines(option.default.fields(), values[option.name], indent + "  ")
        else:
            yield f"{indent}{option.name}: {_written(values[option.name])}"


def _written(value: object) -> str:
    """A value as every reader of YAML takes it: 1e-05 would be a text for some."""
    text = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, float):
        return text
    digits, e, exponent = text.partition("e")
    return digits.removesuffix(".0") if not e else f"{digits if '.' in digits else digits + '.0'}e{exponent}"


def _object_schema(fields: Sequence[_Field]) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {option.name: _schema(option) for option in fields},
    }


def _schema(option: _Field) -> dict[str, Any]:
    if option.type == "options":
        return {"description": option.help, **_object_schema(option.default.fields())}
    schema = {"description": option.help, "type": _JSON_TYPES[option.type], "default": option.default}
    limits = {"minimum": option.low, "maximum": option.high}
    return schema | {name: limit for name, limit in limits.items() if limit is not None}
