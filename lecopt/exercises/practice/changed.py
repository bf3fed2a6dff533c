"""The sentence for an answer that changes what it was given where the statement says to leave it: one for all."""

CHANGED = (
    "You changed what you were given: it must stay as it was. Make new arrays (`w - …` makes one, `w -= …` changes the "
    "old one), and a new list or dict."
)
