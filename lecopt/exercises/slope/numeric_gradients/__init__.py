"""The exercises of book/slope/numeric_gradients.ipynb."""
