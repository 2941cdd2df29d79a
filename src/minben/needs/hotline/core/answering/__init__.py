"""The best earlier replies to a new request, found by its words and ranked by what other pairs taught.

References
----------
Robertson, S. and Zaragoza, H. (2009). The probabilistic relevance framework: BM25 and beyond.
Conneau, A. et al. (2018). Word translation without parallel data (the correction for hubs, CSLS). ICLR.
Vinod, H. D. (1976). Canonical ridge and econometrics of joint production. Journal of Econometrics 4.
"""
