"""The exercises of book/practice/scaling.ipynb."""
