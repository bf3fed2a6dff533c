"""The exercises of book/practice/signal.ipynb."""
