"""The exercises of book/searching/random_search.ipynb."""
