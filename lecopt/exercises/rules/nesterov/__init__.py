"""The exercises of book/rules/nesterov.ipynb."""
