"""Python in documents, read and never run: its functions as mathematical terms, and as what floating point makes of them."""
