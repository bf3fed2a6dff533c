"""The exercises of book/curvature/quasi_newton.ipynb."""
