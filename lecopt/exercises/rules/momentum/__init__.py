"""The exercises of book/rules/momentum.ipynb."""
