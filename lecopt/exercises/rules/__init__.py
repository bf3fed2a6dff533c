"""The exercises of Part III, named like its chapters."""
