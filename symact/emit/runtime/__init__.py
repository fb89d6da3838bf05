"""What emitted modules carry beside kernels: a file for each target, the text after its mark goes into the module as it is."""
