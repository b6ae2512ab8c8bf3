# SPDX-License-Identifier: Apache-2.0
"""YAML (and so JSON) as written: mappings, lists and texts that know their lines.

What a text means is left to its reader, who knows whether a number, a switch or a text is asked for; so none of YAML's
guesses take place (`no` as a text, `1e-3` as a number). Anchors, aliases and tags are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

import yaml

from porevis._core import InputError

_MAX_DEPTH = 20
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Node:
    """A value and the line, from 1, on which it or its key stands."""

    line: int
    value: str | dict[str, Node] | list[Node]
    quoted: bool = False
    """A text in quotation marks."""

    @property
    def empty(self) -> bool:
        """Nothing is written there, or `null`."""
        return not self.quoted and self.value in ("", "~", "null", "Null", "NULL")


def parse_yaml(content: bytes, path: object) -> Node | None:
    """The tree of a YAML or JSON file; None where it holds nothing but comments.

    Raises InputError, naming file and line: no UTF-8, not well-formed, a key twice, an anchor, alias or tag, nested too
    deeply, more than one document.
    """
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise InputError(f"{path}: is no UTF-8 text; save it as UTF-8") from None
    if text.lstrip().startswith("{"):
        text = text.replace("\t", " ")  # JSON may be indented by tabs; inside its texts they are written \t
    try:
        return _Reader(yaml.parse(text, Loader=_Loader), path).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else f"{path}"
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
        tab = mark is not None and "\t" in "".join(text.splitlines()[mark.line : mark.line + 1])
        mend = "indent by spaces, not by tabs" if tab else "correct it there"
        raise InputError(f"{where}: no well-formed YAML: {problem}; {mend}") from None


class _Reader:
    """Makes the tree from the parser's events, a few lines ahead: a hostile file is left before it costs anything."""

    def __init__(self, events: Iterator[yaml.Event], path: object) -> None:
        self._events = events
        self._path = path

    def document(self) -> Node | None:
        root = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "a second document begins", "write one document, without ---")
            elif not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent, yaml.DocumentEndEvent)):
                root = self._node(event, 0)
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        line = _line(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "anchors and aliases (& and *) are not allowed", "write the values out")
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse(event, "tags (!) are not allowed", "write the value alone")
        if depth > _MAX_DEPTH:
            self._refuse(event, "is nested too deeply", "write it as `porevis params` does")
        if isinstance(event, yaml.ScalarEvent):
            return Node(line, event.value, quoted=event.style is not None and event.style != "")
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(self._events), yaml.SequenceEndEvent):
                items.append(self._node(item, depth + 1))
            return Node(line, items)
        mapping: dict[str, Node] = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            name = self._node(key, depth + 1).value
            if not isinstance(name, str):
                self._refuse(key, "a key is no plain text", "write it as `porevis params` does")
            if name in mapping:
                self._refuse(key, f"the key `{name}` is there twice", "keep one")
            child = self._node(next(self._events), depth + 1)
            mapping[name] = Node(_line(key), child.value, child.quoted)
        return Node(line, mapping)

    def _refuse(self, event: yaml.Event, wrong: str, mend: str) -> NoReturn:
        raise InputError(f"{self._path}, line {_line(event)}: {wrong}; {mend}")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
