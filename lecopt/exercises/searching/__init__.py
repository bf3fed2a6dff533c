"""The exercises of Part I, named like its chapters."""
