"""The command line: it reads arguments, writes files, and says in one sentence what cannot be done.

Data goes to standard output, everything else to standard error.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from symact import __version__
from symact.report.visible import flat

if TYPE_CHECKING:
    from symact.catalogue import Activation
    from symact.documents import Document
    from symact.progress import Watch
    from symact.source import Source
    from symact.verdict import DocumentReport, Report

__all__ = ["COMMANDS", "Command", "main"]

NOTHING_REFUTED, REFUTED, MISUSE = 0, 1, 2
STDIN = "<stdin>"


class Misuse(Exception):
    """What was asked cannot be done; the message is one sentence for the user."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the whole usage before it."""

    def error(self, message: str) -> NoReturn:
        raise Misuse(f"{message}; see `{self.prog} --help`")


@dataclass(frozen=True)
class Command:
    """A subcommand: what it does, its arguments, and the function that does it and answers with the exit code."""

    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code 0: nothing is refuted; 1: something is; 2: misuse, or a document could not be read."""
    try:
        options = _parser().parse_args(arguments)
        code = COMMANDS[options.command].run(options)
        sys.stdout.flush()
        return code
    except Misuse as error:
        _say(str(error))
        return MISUSE
    except KeyboardInterrupt:
        _say("interrupted")
        return 130
    except BrokenPipeError:  # the reader, `head` perhaps, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:  # a fault of symact: nobody should meet a traceback, whoever looks for it asks for it
        if os.environ.get("SYMACT_DEBUG"):
            raise
        _say(_fault(error))
        return MISUSE


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="symact",
        description="Decides the mathematics of documents, claim by claim, and says so at the exact place.",
        epilog="exit code of check: 0 nothing refuted, 1 something refuted, 2 misuse or a file that cannot be read",
    )
    parser.add_argument("--version", action="version", version=f"symact {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)
    for name, command in COMMANDS.items():
        what = f"{command.help[0].upper()}{command.help[1:]}."
        command.arguments(commands.add_parser(name, help=command.help, description=what))
    return parser


def _say(sentence: str) -> None:
    print(f"symact: {sentence}", file=sys.stderr)


def _fault(error: Exception) -> str:
    said = flat(f"{type(error).__name__}: {error}", 200)
    return f"a fault in symact ({said}); SYMACT_DEBUG=1 shows where, please report it"


# ---- documents


def _documents(paths: Sequence[str], failures: list[str]) -> Iterator[Document]:
    """The documents of files, folders and modules, ``-`` being standard input; what cannot be read is added to the failures."""
    from symact.documents import ReadError, find_documents, load, read_text
    from symact.documents.files import decode

    seen: set[str] = set()
    for given in paths:
        try:
            if not given:
                raise ReadError("an empty name is no document; name a file, a folder or a module, or - for standard input")
            if given == "-":
                yield read_text(decode(sys.stdin.buffer.read(), STDIN), STDIN)
                continue
            files = find_documents([Path(given)])
        except ReadError as error:
            failures.append(error.message)
            continue
        for file in files:
            if (real := os.path.realpath(file)) in seen:
                continue
            seen.add(real)
            try:
                source = load(file)
            except ReadError as error:
                failures.append(error.message)
            else:
                yield read_text(source.text, source.path)


def _checked(paths: Sequence[str], watch: Watch) -> Iterator[DocumentReport | str]:
    """The report on each document, or a sentence on why there is none."""
    from symact.check import check_document

    failures: list[str] = []
    for document in _documents(paths, failures):
        watch.at(document.source.path)
        try:
            yield check_document(document)
        except Exception as error:  # a fault of symact in one document must not hide the others
            if os.environ.get("SYMACT_DEBUG"):
                raise
            yield f"{document.source.path}: was not decided because of {_fault(error)}"
        if document.broken:
            failures.append(f"{document.source.path}: {document.broken}")
    yield from failures


def _reports(paths: Sequence[str]) -> tuple[list[DocumentReport], bool]:
    """The reports, and whether every document has one; what failed is said."""
    from symact.progress import watched
    from symact.verdict import DocumentReport

    with watched(sys.stderr) as watch:
        results = list(_checked(paths, watch))
    failures = [result for result in results if isinstance(result, str)]
    for failure in failures:
        _say(failure)
    return [result for result in results if isinstance(result, DocumentReport)], not failures


# ---- check


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    what = "a document, a folder of documents, the dotted name of a Python module, or - for standard input"
    parser.add_argument("files", nargs="+", metavar="FILE", help=what)
    parser.add_argument(
        "--format", action="append", default=[], metavar="NAME[=PATH]",
        help="text (the default), concise, json, github, gitlab, sarif, junit, md, tex, html: to standard output, or to a file "
        "beside what is printed; several times for several",
    )  # fmt: skip


def _check(options: argparse.Namespace) -> int:
    from symact.report.render import FORMATS, render
    from symact.verdict import Report

    sinks = [(name, path) for name, _, path in (given.partition("=") for given in options.format)]
    for name, _ in sinks:
        if name not in FORMATS:
            raise Misuse(f"no format is called {name!r}; there are {', '.join(FORMATS)}")
    printed = [name for name, path in sinks if not path]
    if len(printed) > 1:
        raise Misuse(f"only one format can be printed; name a file for the others, such as --format {printed[1]}=FILE")
    documents, whole = _reports(options.files)
    report = Report(tuple(documents))
    for name, path in sinks:
        if path:
            _write_page(Path(path), render(report, name), [d.path for d in documents], asked=True)
    _print(report, printed[0] if printed else "text")
    if not whole:
        return MISUSE
    return REFUTED if report.summary["refuted"] else NOTHING_REFUTED


def _print(report: Report, format: str) -> None:
    """The report on standard output: text as the terminal is, data as it is."""
    from symact.report.render import render
    from symact.report.text import WIDTH, render_text, wants_colour

    if format != "text":
        _write_out(render(report, format), "utf-8")
    elif report.documents:
        width = max(60, min(shutil.get_terminal_size().columns, 200)) - 8 if sys.stdout.isatty() else WIDTH
        _write_out(render_text(report, wants_colour(sys.stdout), width))


def _write_out(text: str, encoding: str | None = None) -> None:
    """Text to standard output; what its encoding cannot hold is written as an escape."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    sys.stdout.write(text)


# ---- report


def _report_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a document, a folder of documents, or a Python module")
    parser.add_argument("--format", choices=("md", "tex", "html"), help="only this page; all three without it")
    parser.add_argument("--pdf", action="store_true", help="also FILE.report.pdf, by the LaTeX engine that is installed")
    parser.add_argument("--lang", choices=("en", "zh"), help="the language of the report; without it that of the document")
    parser.add_argument("-o", "--output", metavar="PATH", help="the page to write, or - (with one FILE and --format)")


def _report(options: argparse.Namespace) -> int:
    from symact.report.render import PAGES, render
    from symact.verdict import Report

    formats = [options.format] if options.format else list(PAGES)
    if options.output and not options.format:
        raise Misuse("-o names one page, so say which with --format md, --format tex or --format html")
    if options.pdf and "tex" not in formats:
        raise Misuse(f"a PDF is made of the LaTeX page, which --format {options.format} leaves out")
    if "-" in options.files and not options.output:
        raise Misuse("a report on standard input has no file to stand beside; name one with -o")
    documents, whole = _reports(options.files)
    if options.output and len(documents) > 1:
        raise Misuse(f"-o names one page, but there are {len(documents)} documents")
    written: dict[Path, str] = {}
    for document in documents:
        for format in formats:
            page = render(Report((document,)), format, options.lang)
            if options.output == "-":
                _write_out(page, "utf-8")
                continue
            target = Path(options.output or Path(document.path).with_suffix(f".report.{format}"))
            if target in written:
                raise Misuse(f"{target}: would be the page of {written[target]} and of {document.path}; report one with -o")
            written[target] = document.path
            _write_page(target, page, [document.path], asked=bool(options.output))
            if options.pdf and format == "tex":
                whole &= _write_pdf(target.with_suffix(".pdf"), page)
    return NOTHING_REFUTED if whole else MISUSE


def _write_page(target: Path, page: str, sources: Sequence[str], asked: bool) -> None:
    """The page in its file, unless that is a document itself or, where nobody named it, a file that symact did not write."""
    from symact.report.render import MARK

    if target.exists():
        if any(target.samefile(source) for source in sources if source != STDIN):
            raise Misuse(f"{target}: is the document itself; name another file")
        with target.open(encoding="utf-8", errors="replace") as file:
            if not asked and MARK not in file.readline():
                raise Misuse(f"{target}: was not written by `symact report`; move it, or name another file with -o")
    _write(target, page.encode())


def _write_pdf(target: Path, page: str) -> bool:
    """Whether there is a PDF of the LaTeX page; why there is none is said."""
    from symact.typeset import NotTypeset, pdf_of

    try:
        _write(target, pdf_of(page))
    except NotTypeset as why:
        _say(f"{target}: was not made, as {why}")
        return False
    return True


def _write(target: Path, content: bytes) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as error:
        raise Misuse(f"{target}: cannot be written ({error.strerror}); check the path and its permissions") from None
    _say(f"wrote {target}")


# ---- fix


def _fix_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a document, a folder of documents, or a Python module")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--diff", action="store_true", help="print what would change (the default)")
    how.add_argument("--write", action="store_true", help="write the corrections into the documents")
    how.add_argument("-o", "--output", metavar="PATH", help="write the corrected document here, - for standard output (one FILE)")
    parser.add_argument("--unsafe", action="store_true", help="also the fixes that may change what is meant")
    parser.add_argument(
        "--annotate", action="store_true",
        help="a marginal note, as a comment, at every error and warning without a fix; the rules beside the rows of a new derivation",
    )  # fmt: skip


def _fix(options: argparse.Namespace) -> int:
    """Shows or writes corrected documents; 1 where something refuted is left."""
    from symact.fixing import NOTES, annotated, corrected
    from symact.source import Source

    failures: list[str] = []
    sources = [document.source for document in _documents(options.files, failures)]
    for failure in failures:
        _say(failure)
    if options.output and len(sources) > 1:
        raise Misuse(f"-o names one document, but there are {len(sources)}")
    if options.write and any(source.path == STDIN for source in sources):
        raise Misuse("standard input cannot be written to; name a file with -o")
    left = 0
    for source in sources:
        if options.annotate and Path(source.path).suffix.lower() not in NOTES:
            raise Misuse(f"{source.path}: marginal notes are written into Markdown, notebooks and LaTeX only ({', '.join(NOTES)})")
        result = corrected(source, options.unsafe, options.annotate)
        text = annotated(Source(source.path, result.text), result.report) if options.annotate else result.text
        n, errors = len(result.fixes), result.report.summary["refuted"]
        left += errors
        if options.output == "-":
            _write_out(text, "utf-8")
        elif options.output:
            _write(Path(options.output), text.encode())
        elif options.write:
            if text != source.text:
                _write(Path(source.path), text.encode())
        else:
            _write_out(_diff(source, text), "utf-8")
        _say(f"{source.path}: {n} fix{'' if n == 1 else 'es'}, {errors} refuted claim{'' if errors == 1 else 's'} left")
    return MISUSE if failures else REFUTED if left else NOTHING_REFUTED


def _diff(source: Source, text: str) -> str:
    """What changes, as a unified diff."""
    from difflib import unified_diff

    before, after = (re.findall(r"[^\n]*\n|[^\n]+", t) for t in (source.text, text))  # other signs end no line of a patch
    lines = unified_diff(before, after, source.path, source.path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


# ---- derive


def _derive_arguments(parser: argparse.ArgumentParser) -> None:
    what = "an activation, by any of its names, or a formula such as 'x*tanh(log(1+exp(x)))'"
    parser.add_argument("names", nargs="*", metavar="NAME", help=what)
    parser.add_argument("--all", action="store_true", help="every activation of the catalogue, as pages")
    parser.add_argument("--by", metavar="VARIABLE", help="what to differentiate by, where that is not x or the only name")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write pages there (derivations, with --all) rather than print")


def _derive(options: argparse.Namespace) -> int:
    from symact.catalogue import UnknownName
    from symact.derive import NotDerived
    from symact.study import function_of
    from symact.terms.calculus import NotDifferentiable

    if bool(options.names) == options.all:
        raise Misuse("name an activation, or say --all for every one; `symact derive tanh` derives the derivative of tanh")
    try:
        if options.all:
            from symact.study.pages import ENTRIES

            return _write_pages(ENTRIES, options.out or Path("derivations"))
        functions = [function_of(name, options.by) for name in options.names]
        if options.out:
            return _write_pages(functions, options.out)
    except UnknownName as error:
        raise Misuse(str(error)) from None
    except ValueError as error:  # a formula that was not read, or that is no real function
        raise Misuse(flat(str(error), 300)) from None
    for name, f in zip(options.names, functions, strict=True):
        from symact.study.text import text

        try:
            _write_out(text(f), "utf-8")
        except (NotDerived, NotDifferentiable) as error:
            raise Misuse(f"{name} has no derivative that was found: {flat(str(error), 300)}") from None
    return 0


def _write_pages(functions: Sequence[Activation], out: Path) -> int:
    from symact.study.pages import files

    if not all(f.source for f in functions):
        raise Misuse("only activations of the catalogue have pages; without --out a formula's derivation is printed")
    try:
        count = 0
        for name, content in files(functions):
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8", newline="\n")
            count += 1
    except OSError as error:
        raise Misuse(f"{out}: cannot be written ({error.strerror}); check the path and its permissions") from None
    except ImportError:
        raise Misuse("pictures need matplotlib: pip install 'symact[plot]'") from None
    _say(f"wrote {count} files to {out}")
    return 0


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("report", metavar="REPORT.json", help="what `symact check --format json` printed, - for standard input")


def _verify(options: argparse.Namespace) -> int:
    """Checks the evidence in a report again, without deciding anything."""
    import json

    from symact.decide.verify import verify
    from symact.documents import ReadError, decode, load

    name = STDIN if options.report == "-" else options.report
    way_out = "give what `symact check --format json` printed"
    try:
        text = decode(sys.stdin.buffer.read(), name) if options.report == "-" else load(Path(name)).text
        checked = verify(json.loads(text))
    except ReadError as error:
        raise Misuse(error.message) from None
    except json.JSONDecodeError as error:
        raise Misuse(f"{name}: is not JSON (line {error.lineno}, column {error.colno}); {way_out}") from None
    except (RecursionError, ValueError) as bad:
        raise Misuse(f"{name}: {bad}; {way_out}") from None
    for c in checked:
        if c.holds is False:
            print(f"{c.path}:{c.line}: {c.verdict} [{c.method}]: {c.why}")
    held, failed = (sum(c.holds is h for c in checked) for h in (True, False))
    print(
        f"{len(checked)} claims: the evidence of {held} holds, of {failed} does not, {len(checked) - held - failed} carry none"
    )
    return 1 if failed else 0


# ---- emit and accuracy


def _entries(name: str) -> list[Activation]:
    """The entry of a name, or all functions of numbers."""
    from symact.catalogue import UnknownName, activation
    from symact.emit.build import elementwise

    try:
        return elementwise() if name == "all" else [activation(name)]
    except UnknownName as error:
        raise Misuse(str(error)) from None


def _emit_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="an activation, by any of its names, or all")
    parser.add_argument("--target", default="numpy", help="numpy (the default), numpy-fast, python, c, c-fast, torch or jax")
    parser.add_argument("--order", default="0,1,2", metavar="0,1,2", help="derivatives; with 0 and 1 there is f with f' too")
    parser.add_argument("--allow", choices=("scipy",), action="append", default=[], help="a package that the code may use")
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help="where the files go; standard output without it")


def _emit(options: argparse.Namespace) -> int:
    from symact.emit import NotEmitted, source
    from symact.emit.build import is_vector
    from symact.emit.targets import target
    from symact.terms.calculus import NotDifferentiable

    entries = _entries(options.name)
    if len(entries) > 1 and options.output is None:
        raise Misuse("all functions need a folder to be written to; name one with -o")
    try:
        chosen = target(options.target)
        orders: list[int | tuple[int, ...]] = list(dict.fromkeys(_order(text) for text in options.order.split(",")))
        for entry in entries:
            more = [(0, 1)] if {0, 1} <= set(orders) and not is_vector(entry) else []
            text = source(entry, [*orders, *more], chosen.name, options.allow)
            if options.output is None:
                _write_out(text, "utf-8")
            else:
                _write(options.output / f"{entry.name}.{chosen.suffix}", text.encode())
    except (NotEmitted, NotDifferentiable, ValueError) as error:
        raise Misuse(str(error)) from None
    return 0


def _order(text: str) -> int:
    if text.strip() not in ("0", "1", "2"):
        raise Misuse(f"{text.strip()!r} is no order that is emitted; write --order with 0, 1, 2 and commas between them")
    return int(text)


def _accuracy_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="an activation, by any of its names, or all")
    what = "numpy (the default), numpy-fast, python, c, c-fast, torch, jax, or of others torch.nn, jax.nn, scipy.special, sympy.lambdify"
    parser.add_argument("--target", action="append", metavar="TARGET", help=f"{what}; may be given several times")
    parser.add_argument("--dtype", choices=("float64", "float32"), default="float64")
    parser.add_argument("--points", type=int, default=700, metavar="N", help="points of each kind (700, some 3500 in all)")


def _accuracy(options: argparse.Namespace) -> int:
    from symact.emit import NotEmitted
    from symact.emit.accuracy import IMPLEMENTATIONS, check, rows, table
    from symact.emit.build import is_vector

    wanted = options.target or ["numpy"]
    for name in wanted:
        if name not in IMPLEMENTATIONS:
            raise Misuse(f"there is no target {name!r}; there are {', '.join(IMPLEMENTATIONS)}")
    if not 1 <= options.points <= 100_000:
        raise Misuse("--points is a number from 1 to 100000")
    entries = _entries(options.name)
    try:
        check(wanted)
        for entry in entries:
            if is_vector(entry):
                raise Misuse(f"{entry.name} is a function of vectors; accuracy is measured for functions of numbers")
        for line in table(row for entry in entries for row in rows(entry, wanted, options.dtype, options.points)):
            print(line, flush=True)
    except NotEmitted as error:
        raise Misuse(str(error)) from None
    return 0


# ---- explain


def _explain_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="FILE:LINE", help="a line of a document; in a notebook FILE:CELL:LINE, cells from 0")


def _explain(options: argparse.Namespace) -> int:
    """How the formulas of a line were read; 2 where there is none."""
    from symact.explain import explained

    file, numbers = _place(options.place)
    failures: list[str] = []
    documents = list(_documents([file], failures))
    if failures:
        raise Misuse(failures[0])
    if len(documents) != 1:
        raise Misuse(f"{file}: is {len(documents)} documents; name one file and a line of it")
    text = explained(documents[0], numbers[-1], numbers[0] if len(numbers) == 2 else None)
    if not text:
        raise Misuse(f"{options.place}: there is no formula on this line; `symact check {file}` lists those that are decided")
    _write_out(text)
    return NOTHING_REFUTED


def _place(text: str) -> tuple[str, list[int]]:
    """A file and the numbers behind it: a line, or a cell and a line."""
    file, *numbers = text.rsplit(":", 2 if text.count(":") > 1 and text.rsplit(":", 2)[1].isdigit() else 1)
    if not file or not numbers or not all(n.isdigit() for n in numbers):
        raise Misuse(f"{text}: names no line; write FILE:LINE, such as note.md:12")
    return file, list(map(int, numbers))


COMMANDS: dict[str, Command] = {
    "check": Command("decide every claim in documents", _check_arguments, _check),
    "report": Command("write FILE.report.md, .tex and .html beside each document", _report_arguments, _report),
    "fix": Command("correct what is refuted, and show or write the corrected documents", _fix_arguments, _fix),
    "derive": Command("derive the derivatives of an activation or a formula step by step", _derive_arguments, _derive),
    "emit": Command("write a function and its derivatives as code that is right to the last bits", _emit_arguments, _emit),
    "accuracy": Command("measure how far code is from exact values", _accuracy_arguments, _accuracy),
    "explain": Command("print how the formulas of a line were read", _explain_arguments, _explain),
    "verify": Command("check the evidence in a JSON report again, without deciding anything", _verify_arguments, _verify),
}


if __name__ == "__main__":
    sys.exit(main())
