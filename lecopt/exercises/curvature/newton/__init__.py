"""The exercises of book/curvature/newton.ipynb."""
