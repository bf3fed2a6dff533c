"""The exercises of book/slope/analytic_gradients.ipynb."""
