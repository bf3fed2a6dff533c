"""Predict, then reveal: the question a widget asks before it shows its outcome."""

from lecopt.arguments import require_whole, shown
from lecopt.widgets.checks import number, text

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
        raise ValueError(f"predict must be {FORM}, got {shown(predict)}")
    unknown = set(predict) - {"question", "because", "choices", "answer", "number", "tolerance", "unit"}
    if unknown:
        raise ValueError(f"predict has no {', '.join(sorted(map(str, unknown)))}: it is {FORM}")
    asked = {word: text(f"predict: {word}", predict[word]) for word in ("question", "because")}
    if "choices" in predict:
        choices = predict["choices"]
        if not isinstance(choices, (list, tuple)) or len(choices) < 2:
            raise ValueError(f"predict: choices must be a list of two texts or more, got {shown(choices)}")
        most = len(choices) - 1
        return {
            **asked,
            "choices": [str(choice) for choice in choices],
            "answer": require_whole("predict: answer", predict.get("answer"), 0, most),
        }
    return {
        **asked,
        "number": number("predict: number", predict["number"]),
        "tolerance": number("predict: tolerance", predict.get("tolerance", 0.1), least=0),
        "unit": text("predict: unit", predict.get("unit", "")),
    }
