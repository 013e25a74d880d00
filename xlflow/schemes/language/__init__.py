"""The expression language of schemes: grammar, functions, judging with missing values, and what an expression means."""
