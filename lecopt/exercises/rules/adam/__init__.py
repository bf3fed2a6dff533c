"""The exercise of book/rules/adam.ipynb."""
