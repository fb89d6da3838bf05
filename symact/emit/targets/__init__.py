"""The languages that code is printed in: a printer each."""
