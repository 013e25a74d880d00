"""The outcome of 校验 as a report: which file is fine, which must go back, and what to do next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from functools import cached_property

from msgspec import Struct

from xlflow.findings import Finding, Severity
from xlflow.report import rule_names
from xlflow.report.text.grouping import loud


class Verdict(Enum):
    """What becomes of a file: its mark and its words. In the order in which somebody has to act."""

    UNREADABLE = ("✕", "读不了")
    RETURN = ("●", "退回修改")
    LOOK = ("▲", "核对后可报")
    FINE = ("✓", "可以上报")

    @property
    def mark(self) -> str:
        """The shape that says the same as the words."""
        return self.value[0]

    @property
    def words(self) -> str:
        """The verdict in words."""
        return self.value[1]


class ReportedFile(Struct, frozen=True):
    """A file that was checked. `path` leads there from the report, with `/`; empty where the report lies far from it."""

    name: str
    rows: int
    readable: bool
    path: str = ""


class FileOutcome(Struct, frozen=True):
    """A file, its findings in order, and what becomes of it."""

    file: ReportedFile
    findings: tuple[Finding, ...]
    verdict: Verdict
    errors: int
    warnings: int

    @property
    def open(self) -> list[Finding]:
        """Errors and warnings that nobody has confirmed."""
        return loud(self.findings)


class RuleOutcome(Struct, frozen=True):
    """All open findings of one code and severity, over all files."""

    code: str
    severity: Severity
    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        """The rule by its name."""
        return rule_names.TITLES[self.code]

    @property
    def files(self) -> int:
        """In how many files it is broken."""
        return len({f.place.file for f in self.findings})


class CheckReport(Struct, frozen=True, dict=True):
    """What a report shows. `findings` are in the order of `findings.in_order`; `notes` are sentences about the run."""

    files: Sequence[ReportedFile]
    findings: Sequence[Finding]
    as_of: date
    notes: Sequence[str] = ()

    @cached_property
    def outcomes(self) -> list[FileOutcome]:
        """Every file once: unreadable ones first, then those with errors, most first."""
        by_file: Mapping[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            by_file[finding.place.file].append(finding)
        outcomes = [_outcome(file, tuple(by_file[file.name])) for file in _named_once(self.files)]
        order = list(Verdict)
        return sorted(outcomes, key=lambda o: (order.index(o.verdict), -o.errors, -o.warnings, o.file.name))

    @cached_property
    def rules(self) -> list[RuleOutcome]:
        """Every rule that is broken: errors first, the most frequent first."""
        by_code: dict[tuple[Severity, str], list[Finding]] = defaultdict(list)
        for finding in loud(self.findings):
            by_code[finding.severity, finding.code].append(finding)
        rules = [RuleOutcome(code, severity, tuple(found)) for (severity, code), found in by_code.items()]
        return sorted(rules, key=lambda rule: (rule.severity is not Severity.ERROR, -len(rule.findings), rule.code))

    @cached_property
    def confirmed(self) -> list[Finding]:
        """Findings with a written reason."""
        return [f for f in self.findings if f.confirmed]

    @cached_property
    def infos(self) -> list[tuple[str, int]]:
        """How often each kind of information occurs, the most frequent first."""
        counts = Counter(rule_names.TITLES[f.code] for f in self.findings if f.severity is Severity.INFO)
        return counts.most_common()

    @property
    def info_line(self) -> str:
        """All information on one line; empty where there is none."""
        if not self.infos:
            return ""
        listed = "、".join(f"{title} {count}" for title, count in self.infos)
        return f"另有 {sum(count for _, count in self.infos)} 条说明，不影响上报，不必改：{listed}。"

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return sum(file.rows for file in self.files)

    @property
    def errors(self) -> int:
        """Errors that nobody has confirmed."""
        return sum(outcome.errors for outcome in self.outcomes)

    @property
    def warnings(self) -> int:
        """Warnings that nobody has confirmed."""
        return sum(outcome.warnings for outcome in self.outcomes)

    def count(self, verdict: Verdict) -> int:
        """How many files have a verdict."""
        return sum(outcome.verdict is verdict for outcome in self.outcomes)

    def headline(self) -> str:
        """The one sentence that a reader takes away."""
        wrong = self.count(Verdict.UNREADABLE) + self.count(Verdict.RETURN)
        if len(self.files) == 1:
            verdict = self.outcomes[0].verdict
            return {
                Verdict.UNREADABLE: "这份表读不了，须另存后重报",
                Verdict.RETURN: f"这份表要改：有 {self.errors} 处错误",
                Verdict.LOOK: f"这份表没有错误，有 {self.warnings} 处请核对",
                Verdict.FINE: "这份表没有问题，可以上报",
            }[verdict]
        if not wrong:
            return f"{len(self.files)} 份表都可以上报"
        return f"{len(self.files)} 份表中，{wrong} 份要退回，{len(self.files) - wrong} 份可以上报"

    def steps(self) -> list[str]:
        """What to do now, in at most three steps."""
        unreadable, wrong, odd, fine = map(self.count, Verdict)
        several = len(self.files) > 1
        steps = []
        if unreadable:
            which = f" {unreadable} 份读不了的表" if several else "这份表"
            steps.append(f"先处理{which}：按所写的办法另存或换一份，重新报来。")
        if wrong:
            which = f"把 {wrong} 份有 ● 错误的表连同本报告退回支部，" if several else ""
            steps.append(f"{which}逐处改正：每处写明了在哪个格、哪里不对、怎样改；确属特殊的写核实说明。")
        if odd or (self.warnings and wrong):
            steps.append("▲ 提醒请核对一遍：不对的改正，确实无误的不必改，不影响上报。")
        if unreadable or wrong:
            steps.append("改完保存，再校验一次，直到没有 ● 错误，再汇总。" if several else "改完保存，再校验一次，没有 ● 错误就可以上报。")
        elif fine or odd:
            steps.append(f"{'这些表' if several else '这份表'}可以上报、汇总。")
        return steps if len(steps) <= 3 else [steps[0], f"{steps[1]}{steps[2]}", steps[3]]


def _named_once(files: Sequence[ReportedFile]) -> list[ReportedFile]:
    """Files of one name, from two folders, as one: findings tell them apart no better. There is no one place to lead to."""
    by_name: dict[str, ReportedFile] = {}
    for file in files:
        twin = by_name.get(file.name)
        by_name[file.name] = ReportedFile(file.name, twin.rows + file.rows, twin.readable and file.readable) if twin else file
    return list(by_name.values())


def _outcome(file: ReportedFile, findings: tuple[Finding, ...]) -> FileOutcome:
    counts = Counter(f.severity for f in loud(findings))
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    judged = Verdict.RETURN if errors else Verdict.LOOK if warnings else Verdict.FINE
    verdict = judged if file.readable else Verdict.UNREADABLE
    return FileOutcome(file, findings, verdict, errors, warnings)
