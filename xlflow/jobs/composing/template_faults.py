"""Faults of the Word templates of a scheme: what cannot be read, tags that nothing fills, personal data that must not be shown."""

from __future__ import annotations

from collections.abc import Iterator

from xlflow.documents.inspection.found_tags import TemplateFault
from xlflow.documents.inspection.template_inspection import Inspection, inspect, reason_of
from xlflow.documents.inspection.template_vocabulary import Vocabulary, vocabularies
from xlflow.errors import TemplateError
from xlflow.files.reading.word_file import dangers
from xlflow.jobs.composing.trial import Trials, is_shipped, template_content
from xlflow.schemes.faults import Fault
from xlflow.schemes.scheme import Scheme


def template_faults(scheme: Scheme) -> Iterator[Fault]:
    """Every fault of every template, with the file, the place and the tag."""
    documents = [scheme.documents[id] for id in scheme.templates]
    with Trials() as trials:
        for path, vocabulary in zip(scheme.templates.values(), vocabularies(documents, scheme, scheme.effective_from), strict=True):
            file = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
            try:
                content = template_content(path)
                looked = inspect(content, path.name, vocabulary) if is_shipped(path) else inspected(content, path.name, vocabulary, trials)
                faults = looked.faults
            except TemplateError as error:
                faults = (TemplateFault("", "", reason_of(error, path.name)),)
            for fault in faults:
                yield Fault(file, fault.place, fault.tag, fault.message)


def inspected(content: bytes, name: str, vocabulary: Vocabulary, trials: Trials) -> Inspection:
    """Every fault of a template of unknown origin, what makes it a danger first; `TemplateError` where it cannot be looked at."""
    found = trials.call(name, dangers, content)
    faults = tuple(TemplateFault("", "", danger) for danger in found)
    try:
        looked = trials.call(name, inspect, content, name, vocabulary)
    except TemplateError:
        if not faults:
            raise
        return Inspection(0, faults)
    return Inspection(looked.tags, faults + looked.faults if looked.tags or not faults else faults)
