"""The fixed words of a report, a row for each with a column for each language, and the names of kinds, verdicts, rules, methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symact.report.visible import visible
from symact.source import Place

__all__ = ["KINDS", "LANGUAGES", "METHODS", "RULES", "STATUSES", "TABLE", "Words", "language_of", "plural"]

LANGUAGES = ("en", "zh")
Row = tuple[str, str]

# In English `{n}` brings `{s}` (a plural's ending), `{es}` (that of a verb), `{are}` along.
TABLE: Mapping[str, Row] = {
    # the verdict on the document
    "title": ("The mathematics of {path}", "{path} 的数学检查"),
    "no claims": ("No mathematical claim was found in this document.", "在本文中没有找到数学论断。"),
    "all proved": ("All is well: {n} claim{s}, all proved.", "一切正确：{n} 个论断全部得到证明。"),
    "one proved": ("All is well: the one claim is proved.", "一切正确：唯一的论断得到证明。"),
    "nothing wrong": ("No error was found.", "没有发现错误。"),
    "nothing to correct": ("There is nothing to correct.", "没有需要改正的地方。"),
    "refuted of": ("{n} of {total} claims {are} wrong", "{total} 个论断中有 {n} 个错误"),
    "conditional of": (
        "{n} of {total} claims {are} true only under a condition that is stated nowhere",
        "{total} 个论断中有 {n} 个只在文中没有说明的条件下成立",
    ),
    "undecided of": ("{n} of {total} claims {are} undecided", "{total} 个论断中有 {n} 个未能判定"),
    "conditional more": (
        "{n} {are} true only under a condition that is stated nowhere",
        "{n} 个只在文中没有说明的条件下成立",
    ),
    "undecided more": ("{n} {are} undecided", "{n} 个未能判定"),
    "proved of": ("{n} of {total} claims {are} proved", "{total} 个论断中有 {n} 个得到证明"),
    "first error": ("The first error is in {place}.", "第一处错误在{place}。"),
    "follow": ("{n} of the wrong ones only follow{es} from earlier errors.", "其中 {n} 个只是由前面的错误推出的。"),
    "counted": ("Found {n} formula{s}, read {read}", "找到 {n} 个公式，读懂 {read} 个"),
    "counts": ("Claims by verdict", "各类判定的论断数"),
    "claims": ("claims", "论断"),
    # findings
    "findings": ("Findings", "发现的问题"),
    "holds instead": ("What holds instead", "正确的结论"),
    "route": ("The shortest way on from the last right line", "从最后一个正确的步骤继续的最短推导"),
    "correction": ("Correction", "改正"),
    "write": ("write {new}", "写成 {new}"),
    "replace": ("replace {old} by {new}", "把 {old} 改为 {new}"),
    "insert": ("insert {new}", "插入 {new}"),
    "delete": ("delete {old}", "删去 {old}"),
    "witness": ("At {point} the left side is {left} and the right side is {right}.", "在 {point} 处，左边等于 {left}，右边等于 {right}。"),
    "bare witness": ("The left side is {left} and the right side is {right}.", "左边等于 {left}，右边等于 {right}。"),
    "outside": ("Otherwise: at {point} the left side is {left} and the right side is {right}.",
                "否则：在 {point} 处，左边等于 {left}，右边等于 {right}。"),
    "only if": ("True only if {condition}.", "仅当 {condition} 时成立。"),
    "follows": ("Follows from", "由此推出："),
    "decided": ("How it was decided", "判定依据"),
    "related": ("{place}: {message}", "{place}：{message}"),
    "further": ("Also", "另外"),
    "plot": (
        "Both sides as functions of {name}; at {name} = {at} they differ.", "两边作为 {name} 的函数；在 {name} = {at} 处两边不同。",
    ),
    "plot fixed": (
        "Both sides as functions of {name}, with {fixed}; at {name} = {at} they differ.",
        "两边作为 {name} 的函数，其中 {fixed}；在 {name} = {at} 处两边不同。",
    ),
    "left side": ("left side", "左边"),
    "right side": ("right side", "右边"),
    "explained": ("{name} ({code})", "{name}（{code}）"),
    # the other claims
    "proved claims": ("Proved", "已证明"),
    "conditional claims": ("True under a condition", "有条件成立"),
    "undecided claims": ("Undecided", "未能判定"),
    "unread": ("Not read", "未能读懂"),
    "line": ("Line", "行"),
    "claim": ("Claim", "论断"),
    "kind": ("Kind", "种类"),
    "verdict": ("Verdict", "判定"),
    "number": ("Number", "个数"),
    "condition": ("Condition", "条件"),
    "reason": ("Reason", "原因"),
    "place": ("Place", "位置"),
    "proof": ("Proof", "证明方法"),
    "fragment": ("Fragment", "片段"),
    # the page
    "document": ("The document", "原文"),
    "cell": ("Cell {cell}", "单元格 {cell}"),
    "left out": ("{n} line{s} without claims", "{n} 行没有论断"),
    "filter": ("Show", "显示"),
    "to findings": ("To the findings", "跳到发现的问题"),
    "in document": ("{place} of the document", "原文{place}"),
    "reproduce": ("How to reproduce this report", "如何重现本报告"),
    "no execution": (
        "Nothing in the document was executed, and no language model took part. The same document gives the same report.",
        "没有执行文档中的任何内容，也没有使用语言模型。同一份文档总是得到同一份报告。",
    ),
    "made by": ("Made by symact {version}.", "由 symact {version} 生成。"),
    "space": (" ", ""),
    "colon": (":", "："),
    "dash": (": ", "："),
    "and": (" and ", "和"),
    "stop": (".", "。"),
    "semicolon": ("; ", "；"),
}  # fmt: skip

STATUSES: Mapping[str, Row] = {
    "proved": ("proved", "已证明"),
    "refuted": ("refuted", "错误"),
    "conditional": ("conditional", "有条件成立"),
    "undecided": ("undecided", "未判定"),
    "unread": ("unread", "未读懂"),
    "error": ("fault", "问题"),
    "warning": ("warning", "警告"),
    "note": ("note", "提示"),
    "safe": ("safe", "可直接采用"),
    "unsafe": ("to be looked at", "采用前请检查"),
    "display-only": ("as a hint", "仅供参考"),
    "timeout": ("no answer in time", "超时"),
    "incomplete": ("the methods do not reach so far", "现有方法不足以判定"),
    "unreadable": ("not read entirely", "没有完全读懂"),
    "ambiguous": ("can be read in several ways", "有多种读法"),
    "unbound": ("a name without a meaning", "名称没有含义"),
}

KINDS: Mapping[str, Row] = {
    "definition": ("definition", "定义"),
    "equality": ("equality", "等式"),
    "step": ("step", "推导步骤"),
    "derivative": ("derivative", "导数"),
    "jacobian": ("Jacobian", "雅可比矩阵"),
    "range": ("range", "值域"),
    "bound": ("bound", "上下界"),
    "limit": ("limit", "极限"),
    "integral": ("integral", "积分"),
    "inequality": ("inequality", "不等式"),
    "property": ("property", "性质"),
    "distribution": ("distribution", "分布"),
    "value": ("value", "取值"),
    "extremum": ("extremum", "极值"),
    "justification": ("justification", "理由"),
    "code": ("code", "代码"),
}

# code of a finding -> what is at fault
RULES: Mapping[str, Row] = {
    "wrong-definition": ("a definition is not the known one", "定义有误"),
    "wrong-equality": ("two sides are not equal", "两边不相等"),
    "wrong-step": ("a step does not follow", "推导步骤有误"),
    "wrong-derivative": ("a derivative is wrong", "导数有误"),
    "wrong-distribution": ("a distribution is wrong", "分布有误"),
    "wrong-bound": ("a bound does not hold", "上下界不成立"),
    "wrong-inequality": ("an inequality does not hold", "不等式不成立"),
    "wrong-range": ("a range is wrong", "值域有误"),
    "loose-range": ("a range is not exact", "值域不精确"),
    "wrong-limit": ("a limit is wrong", "极限有误"),
    "wrong-value": ("a value is wrong", "取值有误"),
    "wrong-integral": ("an integral is wrong", "积分有误"),
    "wrong-property": ("a property does not hold", "性质不成立"),
    "wrong-justification": ("a reason does not hold", "理由不成立"),
    "wrong-code": ("code does not compute what is claimed", "代码与所述不符"),
    "broken-code": ("code does not run as it stands", "代码无法运行"),
    "missing-condition": ("a condition is stated nowhere", "缺少条件"),
    "missing-convention": ("the value at a kink is a convention that is stated nowhere", "没有说明在折点处的约定"),
    "unused-name": ("a name is introduced and never used", "引入的名称没有用到"),
    "captured-index": ("an index is bound and free in one formula", "下标重名"),
    "unstable-form": ("a formula loses digits when it is computed", "数值计算不稳定"),
    "approximation": ("an approximation, with its greatest error", "近似及其最大误差"),
    "unreadable-formula": ("a formula was not read", "公式未能读懂"),
    "unreadable-directive": ("a directive was not understood", "指令未能读懂"),
}

METHODS: Mapping[str, Row] = {
    "normal-form": ("the difference of both sides has the exact normal form 0", "两边之差的精确标准形为 0"),
    "constant-difference": (
        "the difference of both sides has the derivative 0 and vanishes at a point", "两边之差的导数为 0，且在一点处为 0",
    ),
    "enclosure": ("rigorous enclosures of both sides", "对两边的严格区间估计"),
    "difference-quotient": ("the limit of the difference quotient", "差商的极限"),
    "condition": (
        "a proof under the condition, and a point outside of it at which the claim fails", "在该条件下的证明，以及条件之外的一个反例",
    ),
    "cases": ("a complete distinction of cases", "完备的分情况讨论"),
    "witness": ("a point at which it fails", "一个不成立的点"),
    "monotone-stretches": ("the monotone stretches of the function and its limits", "函数的单调区间与极限"),
    "sign-chart": ("the signs of the derivatives", "导数的符号"),
    "one-sided-limits": ("the limits from both sides", "左右极限"),
    "root-separation": ("an enclosure finer than the distance of two different roots", "比不同根的间距更细的区间估计"),
    "expansion": ("an expansion with a bounded remainder", "带余项界的展开"),
    "antiderivative": ("an antiderivative, which was differentiated again", "原函数（已求导验证）"),
    "quadrature": ("rigorous quadrature", "严格的数值积分"),
    "together": ("a proof of each part", "逐项证明"),
    "denial": ("evidence for the contrary", "对相反说法的证据"),
    "ingredients": ("what the definition is made of", "定义的组成"),
    "digits": ("an enclosure of the value", "对该值的严格区间估计"),
}


def language_of(text: str) -> str:
    """The language of a text: Chinese where it holds at least one Chinese character for twenty letters of other words."""
    chinese = sum("\u4e00" <= c <= "\u9fff" for c in text)
    return "zh" if chinese * 20 > sum(c.isascii() and c.isalpha() for c in text) else "en"


def plural(n: object) -> dict[str, str]:
    """What a number brings along in English: the ending of the noun, that of the verb, and ``is`` or ``are``."""
    return {} if n is None else {"s": "" if n == 1 else "s", "es": "s" if n == 1 else "", "are": "is" if n == 1 else "are"}


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: str

    @property
    def column(self) -> int:
        return LANGUAGES.index(self.language)

    def of(self, table: Mapping[str, Row], key: str) -> str:
        """The name of a key; one that no table knows stands for itself."""
        row = table.get(key)
        return key.replace("-", " ") if row is None else row[self.column]

    def __call__(self, key: str, **values: object) -> str:
        """A sentence of ``TABLE`` with its values."""
        return TABLE[key][self.column].format(**plural(values.get("n")), **values)

    def place(self, place: Place) -> str:
        """``line 68``, ``lines 76 to 81``, ``cell 3, line 2``; cells count from 0."""
        several = place.line != place.end_line
        if self.language == "zh":
            lines = f"第 {place.line} 至 {place.end_line} 行" if several else f"第 {place.line} 行"
            return lines if place.cell is None else f"单元格 {place.cell} {lines}"
        lines = f"lines {place.line} to {place.end_line}" if several else f"line {place.line}"
        return lines if place.cell is None else f"cell {place.cell}, {lines}"

    def located(self, path: str, place: Place) -> str:
        return f"{visible(path)}: {self.place(place)}"
