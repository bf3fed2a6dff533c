"""The exercises of book/slope/stochastic_gradient_descent.ipynb."""
