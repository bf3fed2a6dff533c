"""The exercises of Part IV, named like its chapters."""
