"""The hotline's algorithms, as the public register shows them."""

from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline import model, ranker, trials, trials_of_replies

CLASSIFIER = "hotline.classifier"
FINDER = "hotline.finder"
FINDER_VERSION = trials.FINDER_VERSION
EARLIER_REPLIES = "hotline.earlier_replies"
REPLY_CHECK = "hotline.reply_check"
REPLY_CHECK_VERSION = trials_of_replies.REPLY_CHECK_VERSION
_FEATURE = "minben.needs.hotline"


def declare() -> None:
    """Enter the algorithms and the fixed rules in the register of this process."""
    sandbox.declare_rules(sandbox.fixed_rules(_FEATURE))
    from_parameters = sandbox.Declaration.from_parameters
    sandbox.declare(
        [
            from_parameters(
                _FEATURE,
                "algorithm-classifier",
                version=running_version,
                trial=trials.try_classifier,
                material=model.folder_in_use,
            ),
            from_parameters(_FEATURE, "algorithm-finder", version=FINDER_VERSION, trial=trials.try_finder),
            from_parameters(
                _FEATURE,
                "algorithm-reply-check",
                version=REPLY_CHECK_VERSION,
                trial=trials_of_replies.try_reply_check,
            ),
            from_parameters(
                _FEATURE,
                "algorithm-earlier-replies",
                version=ranker.version_in_use,
                trial=trials_of_replies.try_earlier_replies,
                material=ranker.folder_in_use,
            ),
        ]
    )


def running_version() -> str:
    """The version of the model in use; empty when none was taken up yet."""
    loaded = model.current()
    return loaded.version if loaded else ""
