"""The exercises of book/slope/gradient_descent.ipynb."""
