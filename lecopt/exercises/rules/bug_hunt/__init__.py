"""The exercises of book/rules/bug_hunt.ipynb."""
