"""The exercises of Part II, named like its chapters."""
