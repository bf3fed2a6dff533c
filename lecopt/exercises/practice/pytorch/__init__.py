"""The exercises of book/practice/pytorch.ipynb."""
