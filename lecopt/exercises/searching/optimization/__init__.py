"""The exercises of book/searching/optimization.ipynb."""
