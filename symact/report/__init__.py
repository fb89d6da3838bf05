"""Reports in every format. Nothing here computes: what stands in a :class:`~symact.verdict.Report` is laid out, and no more."""
