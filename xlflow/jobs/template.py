"""检查模板: all that is wrong with a Word template in one run, and how it looks filled in with the most that a round can bring.

The template is of unknown origin: it is only ever looked at and filled in by the limited child process.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict, replace

from xlflow.documents.context.sample_material import SAMPLES, sample_mapping, sample_of_any
from xlflow.documents.inspection.fault_comments import commented
from xlflow.documents.inspection.found_tags import TemplateFault
from xlflow.documents.inspection.template_inspection import Inspection, inspect, reason_of
from xlflow.documents.inspection.template_vocabulary import TemplateVocabulary, vocabularies, vocabulary_of, vocabulary_of_any
from xlflow.documents.template import CostlyTemplateError
from xlflow.errors import OutputError, TemplateError, UsageError
from xlflow.files.reading.word_file import dangers
from xlflow.files.writing.save import save
from xlflow.jobs.composing.printing_pdf import can_print, page_count, printed
from xlflow.jobs.composing.trial import Trials, is_shipped, rendered, template_content, trust
from xlflow.jobs.running.progress_callback import Progress, silent
from xlflow.schemes.faults import Fault
from xlflow.schemes.parts import Document
from xlflow.schemes.scheme import Scheme
from xlflow.schemes.shipped import document_called, no_such_template


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


def inspected(content: bytes, name: str, vocabulary: TemplateVocabulary, trials: Trials) -> Inspection:
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


_NO_OFFICE = "没有 LibreOffice，未数页数。"
_ANY = "没有写明是哪一种材料，只核对了名称在方案里有没有；个人信息能否出现、该材料能用哪些名称没有核对，请加 --document 名称 再查。"


class Filled(Struct, frozen=True):
    """The template filled in with one sample: how many pages came out (None where nothing could count them), or why none did."""

    title: str
    pages: int | None = None
    message: str = ""


class TemplateCheck(Struct, frozen=True):
    """What a template holds and lacks. `document` is None where nobody said which document it is; `filled` is empty where it is faulty."""

    file: str
    document: Document | None
    tags: int
    faults: tuple[TemplateFault, ...]
    filled: tuple[Filled, ...] = ()
    notes: tuple[str, ...] = ()
    commented: Path | None = None

    @property
    def wrong(self) -> int:
        """How much is to be mended."""
        return len(self.faults) + sum(bool(filled.message) for filled in self.filled)

    def as_dict(self) -> dict[str, object]:
        """As `template check --json` prints it."""
        return {
            "file": self.file,
            "document": self.document.id if self.document else None,
            "tags": self.tags,
            "faults": [asdict(fault) for fault in self.faults],
            "filled": [asdict(filled) for filled in self.filled],
            "notes": list(self.notes),
            "commented": str(self.commented) if self.commented else None,
        }


def check_template(
    path: Path,
    *,
    scheme: str | Path | None = None,
    document: str | None = None,
    commented_copy: Path | None = None,
    today: date,
    progress: Progress = silent,
) -> TemplateCheck:
    """Every fault of a Word template; of one without fault also how it takes each sample, and the pages that come out.

    `document`: id or title of the document that it is for, else told by the file name. `commented_copy`: where a copy with a comment at
    each fault is written. Raises `UsageError` for an unknown document, `TemplateError` where the file cannot be looked at at all.
    """
    rules = Scheme.load(scheme or "national")
    about = _document(path, document, rules)
    if commented_copy is not None and commented_copy.resolve() == path.resolve():
        raise OutputError(f"{commented_copy} 就是模板本身；批注本请另写一个文件名。")
    content = template_content(path)
    vocabulary = vocabulary_of(about, rules, today) if about else vocabulary_of_any(rules, today)
    notes = () if about else (_ANY,)
    with Trials() as trials:
        looked = inspected(content, path.name, vocabulary, trials)
        if looked.faults:
            copy = _commented(commented_copy, content, path.name, looked.faults, trials)
            return TemplateCheck(path.name, about, looked.tags, looked.faults, (), notes, copy)
        files, filled = _filled(content, path.name, about, rules, today, trials, progress)
    if not any(each.message for each in filled):
        trust(content)
    if not can_print():
        notes = (*notes, _NO_OFFICE)
    progress(len(SAMPLES), len(SAMPLES), "")
    return TemplateCheck(path.name, about, looked.tags, (), _with_pages(filled, files), notes)


def _document(path: Path, asked: str | None, scheme: Scheme) -> Document | None:
    found = document_called(asked or path.stem, scheme.documents.values())
    if asked and found is None:
        raise UsageError(f"方案“{scheme.title}”{no_such_template(asked, scheme.documents.values())}。")
    if asked and found and not found.template:
        raise UsageError(f"“{found.title}”是工作簿，不用 Word 模板。")
    return found if found and found.template else None


def _commented(target: Path | None, content: bytes, name: str, faults: Sequence[TemplateFault], trials: Trials) -> Path | None:
    """Writes the copy; None where none is asked for, or the file is none that could be copied."""
    if target is None:
        return None
    try:
        return save(target, trials.call(name, commented, content, faults))
    except TemplateError:
        return None


def _filled(
    content: bytes, name: str, document: Document | None, scheme: Scheme, day: date, trials: Trials, progress: Progress
) -> tuple[Mapping[str, bytes], list[Filled]]:
    """What is to be said of each sample, and the files whose pages are worth counting: not the hundreds of one with every cell full.

    A template that costs too much is tried no further: each sample may take its seconds until the limit ends it.
    """
    files: dict[str, bytes] = {}
    told = []
    for number, sample in enumerate(SAMPLES):
        progress(number, len(SAMPLES), f"试填：{sample.title}")
        mapping = sample_mapping(document, scheme, day, sample) if document else sample_of_any(scheme, day, sample)
        try:
            file = trials.call(name, rendered, content, name, mapping)
            if not sample.text:
                files[sample.title] = file
            told.append(Filled(sample.title))
        except TemplateError as error:
            place = " ".join(part for part in (error.place, error.tag) if part)
            told.append(Filled(sample.title, message=f"{place}：{reason_of(error, name)}" if place else reason_of(error, name)))
            if isinstance(error, CostlyTemplateError):
                break
    return files, told


def _with_pages(filled: Sequence[Filled], files: Mapping[str, bytes]) -> tuple[Filled, ...]:
    if not can_print():
        return tuple(filled)
    with tempfile.TemporaryDirectory(prefix="xlflow-template-") as folder:
        paths = {title: save(Path(folder) / f"{number}.docx", content) for number, (title, content) in enumerate(files.items())}
        pdfs = printed(list(paths.values()))
        return tuple(_counted(each, pdfs.get(paths[each.title])) if each.title in paths else each for each in filled)


def _counted(filled: Filled, pdf: bytes | None) -> Filled:
    if pdf is None:
        return replace(filled, message="填好的文件 LibreOffice 打不开或转换太久；请用 Word 或 WPS 另存为 .docx 后重试")
    return replace(filled, pages=page_count(pdf))
