"""The exercises of book/practice/tuning.ipynb."""
