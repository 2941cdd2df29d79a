"""What an order may not do, as a code with its facts; edges turn it into words."""


class OrderError(ValueError):
    """An act on an order that cannot be done.

    Parameters
    ----------
    code : str
        For example ``not_your_unit``, ``move_refused``, ``too_late_to_send_back``, ``no_evidence``.
    **params : object
        The facts of the refusal.

    Examples
    --------
    >>> error = OrderError("move_refused", order=7, old="dispatched", new="done")
    >>> error.code, error.params["new"]
    ('move_refused', 'done')
    """

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(f"{code}: {params}")
        self.code = code
        self.params = params
