"""Small worked examples of every figure: for each module, `EXAMPLES` makes them by name."""
