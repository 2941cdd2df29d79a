"""How the check of answers is tried before a person may clear it: on invented answers whose gaps are known."""

from dataclasses import astuple, dataclass

from django.utils.timezone import localdate

from minben.commons.digests import canonical_json, digest
from minben.commons.errors import TeachingError
from minben.commons.statistics import Estimate, share
from minben.institutions.sandbox import actions as sandbox
from minben.needs.hotline.background import shipped, taught_on
from minben.needs.hotline.core.answering.keeping import card_of
from minben.needs.hotline.core.replying.check import check
from minben.needs.hotline.core.replying.cues import patterns_on
from minben.needs.hotline.core.scores import auc
from minben.needs.hotline.sample_texts.answered import answered

REPLY_CHECK_VERSION = "7"


@dataclass(frozen=True, slots=True)
class _Tried:
    """One answer: who asked, whether something is missing, whether the check said so, how sure it was."""

    voice: str
    lacks: bool
    said: bool
    ready: float


def try_reply_check(context: sandbox.TrialContext) -> sandbox.TrialResult:
    """Try how many answers with a gap pass unseen, and how many whole ones are troubled, by who asks."""
    day = localdate(context.at)
    patterns, background, taught = patterns_on(day), shipped(), taught_on(day)
    tried = []
    for one in answered():
        found = check(one.message, one.answer, patterns=patterns, background=background, taught=taught)
        tried.append(_Tried(one.voice, one.lacks, bool(found.gaps), found.ready))
    measures = [sandbox.Measure("auc", _auc(tried))]
    for group in ("all", *sorted({f"voice:{one.voice}" for one in tried})):
        some = [one for one in tried if group in ("all", f"voice:{one.voice}")]
        lacking, whole = [one for one in some if one.lacks], [one for one in some if not one.lacks]
        missed, troubled = sum(not one.said for one in lacking), sum(one.said for one in whole)
        measures.append(sandbox.Measure("gaps_missed", share(missed, len(lacking)), group))
        measures.append(sandbox.Measure("false_alarms", share(troubled, len(whole)), group))
    return sandbox.TrialResult(
        version=REPLY_CHECK_VERSION,
        rows=len(tried),
        data_digest=digest(canonical_json([list(astuple(one)) for one in answered()]).encode()),
        measures=tuple(measures),
        data_source="invented answers that nothing learned from / 专为试验编写、没有拿来学过的样例答复",
    )


def _auc(tried: list[_Tried]) -> Estimate:
    whole, lacking = ([one.ready for one in tried if one.lacks is lacks] for lacks in (False, True))
    return Estimate(auc(whole, lacking), None, None, len(tried), "1")


def try_earlier_replies(context: sandbox.TrialContext) -> sandbox.TrialResult:
    """Tell what a ranker showed on requests of people it had not learned from, by group; they came with it.

    Raises
    ------
    TeachingError
        ``no_ranker`` when none was learned.
    """
    if context.material is None:
        raise TeachingError("no_ranker")
    card = card_of(context.material)
    told = card["told"]
    measures = [sandbox.Measure("ece", Estimate(float(told["ece"]), None, None, int(told["rows"]), "1"))]
    measures += [
        sandbox.Measure(str(one["metric"]), share(int(one["hits"]), int(one["of"])), str(one["group"]))
        for one in told["shares"]
        if one["of"]
    ]
    return sandbox.TrialResult(
        version=card["version"],
        rows=int(told["rows"]),
        data_digest=str(told["data_digest"]),
        measures=tuple(measures),
        data_source="replies to people it did not learn from / 没有学过的人收到的答复",
    )
