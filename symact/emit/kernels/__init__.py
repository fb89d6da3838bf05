"""What emitted code calls, written once in a small language and printed for every target.

The language is Python with nothing but assignments, arithmetic, comparisons, calls and a return; its words are those of
:mod:`symact.emit.kernels.primitives`, which define it for single numbers. A function takes and gives doubles (``Real``), or
gives a number as the unevaluated sum of two (``Pair``). Emitted functions are written in the same language
(:mod:`symact.emit.lower`), and :mod:`symact.emit.targets` prints both.
"""
