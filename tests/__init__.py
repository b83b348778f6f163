"""The tests of the workshop: one module for each of its own, and its notebooks."""
