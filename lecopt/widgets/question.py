"""Predict, then reveal: the question a widget asks before it shows its outcome."""

from lecopt.arguments import as_number, require_whole

FORM = (
    '{"question": …, "choices": [texts], "answer": index, "because": …} or '
    '{"question": …, "number": value, "tolerance": 0.1, "unit": "", "because": …}'
)


def question(predict: dict | None) -> dict | None:
    """The question as plain JSON, checked; None where nothing is asked.

    >>> question({"question": "2 + 2?", "number": 4, "because": "Count."})["tolerance"]
    0.1
    """
    if predict is None:
        return None
    kinds = ("choices", "number")
    if (
        not isinstance(predict, dict)
        or not {"question", "because"} <= set(predict)
        or sum(k in predict for k in kinds) != 1
    ):
        raise ValueError(f"predict must be {FORM}, got {predict!r}")
    unknown = set(predict) - {"question", "because", "choices", "answer", "number", "tolerance", "unit"}
    if unknown:
        raise ValueError(f"predict has no {', '.join(sorted(unknown))}: it is {FORM}")
    asked = {"question": str(predict["question"]), "because": str(predict["because"])}
    if "choices" in predict:
        choices = [str(choice) for choice in predict["choices"]]
        return {
            **asked,
            "choices": choices,
            "answer": require_whole("answer", predict.get("answer", -1), 0, len(choices) - 1),
        }
    return {
        **asked,
        "number": as_number("number", predict["number"]),
        "tolerance": as_number("tolerance", predict.get("tolerance", 0.1)),
        "unit": str(predict.get("unit", "")),
    }
