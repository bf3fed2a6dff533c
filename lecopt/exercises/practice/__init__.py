"""The exercises of Part V, named like its chapters."""
