"""Phrases, as data: the words around formulas, and the phrases by which a sentence claims something by itself."""

from symact.meaning.phrases.words import *  # noqa: F403
