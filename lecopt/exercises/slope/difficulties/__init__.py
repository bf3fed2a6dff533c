"""The exercises of book/slope/difficulties.ipynb."""
