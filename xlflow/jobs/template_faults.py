"""Faults of the Word templates of a scheme: what cannot be read, tags that nothing fills, personal data that must not be shown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from xlflow.documents.context.names import names_of
from xlflow.documents.context.printing import hidden_names
from xlflow.documents.template import Template
from xlflow.errors import TemplateError
from xlflow.schemes.faults import Fault, near
from xlflow.schemes.scheme import Scheme

_GLOBALS = frozenset({"range", "loop", "self", "caller", "varargs", "kwargs"})
"""Names that the template language itself gives."""


def template_faults(scheme: Scheme) -> Iterator[Fault]:
    """A fault for each tag, in the file and paragraph where it stands."""
    for id, path in scheme.templates.items():
        document = scheme.documents[id]
        file = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
        try:
            template = _Told(Template(path), file)
        except TemplateError as error:
            yield Fault(file, error.place, error.tag, _reason(error, path))
            continue
        names, attributes = names_of(document, scheme, scheme.effective_from)
        hidden = hidden_names(scheme, document.audience)
        used = template.template.names | template.template.attributes
        for name in sorted(used & hidden.keys()):
            yield template.fault(name, f"用了“{name}”（{hidden[name]}），这种文件不得出现该项个人信息；请从模板中删去")
        yield from template.unknown(template.template.names - hidden.keys(), names | _GLOBALS)
        yield from template.unknown(template.template.attributes - template.template.names - hidden.keys(), attributes)


@dataclass(frozen=True, slots=True)
class _Told:
    """A template, and how faults call its file."""

    template: Template
    file: str

    def fault(self, name: str, message: str) -> Fault:
        place, tag = self.template.place_of(name)
        return Fault(self.file, place, tag, message)

    def unknown(self, used: Collection[str], known: Collection[str]) -> Iterator[Fault]:
        for name in sorted(used):
            if name not in known:
                yield self.fault(name, f"没有“{name}”可填{near(name, known)}；请改正模板，或用 [[field]] 写出这个字段")


def _reason(error: TemplateError, path: Path) -> str:
    """The sentence of the error without the place, which stands before it."""
    text = re.sub(rf"^{re.escape(path.name)}( › |：)", "", str(error)).removesuffix("。")
    for part in (error.place, f"标签 {error.tag}" if error.tag else ""):
        text = text.removeprefix(part).strip()
    return text
