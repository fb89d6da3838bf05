"""Phrases, as data: a row says in which language, by which pattern, and what it means for the formulas beside it.

``ROLES`` give a domain to the name that they describe; ``LET`` introduces a name, so that the formula after it claims
nothing, and ``WHEN`` right before a formula sets a case; ``DEFINING`` (``HEADS`` at the head of a column) says that the
formula after it is the definition of what the sentence is about, ``DERIVING`` that it is its derivative; ``RESTATED`` that it
says again what was said before; ``EQUATION`` that it is to be solved; ``DISOWNED`` that the author holds it to be false;
``TOPICS`` that the document speaks of the normal distribution, so that the letters Phi and phi mean its functions, of Lambert,
so that W is his function, of matrices, so that capitals are some, of activations, so that unknown functions of vectors are taken entry by entry, of logarithms that
are not natural, of products of vectors that do not commute; ``ASSUMED`` that a comparison holds from there on, ``ASSERTED``
that it is claimed, ``UNIVERSAL`` before a name that it is for all its values, ``IDENTITY`` that an equation is one,
``CLAIMED`` right before a bound that it is what the sentence says of its subject; ``HEDGED`` and ``CONDITIONAL`` that the
sentence may not assert its formula, or not everywhere; ``TURNING`` that a word which disowns is not about the formula;
``LIMITING`` that words inside a formula may limit it, ``GROUNDS`` that they give its reason; ``RULES`` that a rule of
differentiation is called upon, by the function that it is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = [
    "ASSERTED", "ASSUMED", "CASE", "CLAIMED", "CONDITIONAL", "DEFINING", "DERIVING", "DISOWNED", "EQUATION", "HEADS", "HEDGED", "IDENTITY", "OPENS_CASE",
    "GROUNDS", "LET", "LIMITING", "RESTATED", "REWRITTEN", "ROLES", "RULES", "TOPICS", "TURNING", "UNIVERSAL", "WHEN", "Role",
    "domains_of",
]  # fmt: skip


@dataclass(frozen=True)
class Role:
    """A word for the part that a name plays, and the domain that it brings: positive, unit (0 to 1), real."""

    pattern: re.Pattern[str]
    domain: str


def _row(domain: str, zh: str, en: str) -> Role:
    return Role(re.compile(f"(?:{zh})|\\b(?:{en})\\b", re.IGNORECASE), domain)


ROLES = (
    _row(
        "positive", "尺度参数|缩放参数|温度参数|温度系数|温度", "scale parameter|temperature(?: parameter)?|inverse temperature"
    ),
    _row("positive", "标准差|方差|带宽", "standard deviations?|variances?|bandwidth"),
    _row(
        "positive",
        "学习率|正则化系数|正则化参数",
        "learning rate|step size|regulari[sz]ation (?:parameter|strength|coefficient)",
    ),
    _row("positive", "正数|正实数|大于零|大于0", "positive(?: (?:number|constant|real|parameter|scalar|integer))?"),
    _row("unit", r"\[0, ?1\] ?上(?:的)?均匀分布|均匀分布", "uniform(?:ly)?(?: distribut\\w+)?(?: on)?"),
    _row("unit", "概率", "probabilit(?:y|ies)"),
    _row("real", "位置参数|均值|实数", "location parameter|mean|real number"),
)

LET = re.compile(
    r"(?:令|设|记|假设|假定|其中|考虑|取|定义(?!如下|为))\s*[:：,，]?\s*$"
    r"|\b(?:let|put|set|suppose|assume|assuming|where|with|denote|consider|define|write|writing|given|say)\s*(?:that|us)?"
    r"(?:\s+\w+){0,2}\s*[:,]?\s*$",
    re.IGNORECASE,
)
WHEN = re.compile(r"(?:若|如果|当|对于?)\s*[:：,，]?\s*$|\b(?:if|when|for)(?:\s+\w+){0,2}\s*[:,]?\s*$", re.IGNORECASE)
CASE = re.compile(r"若|如果|当|对于|\b(?:for|if|when|take|in (?:the )?case)\b", re.IGNORECASE)  # the sentence speaks of a case
OPENS_CASE = re.compile(  # a paragraph that begins so is about another case
    r"\W*(?:若|如果|当|对于|设|令|考虑|再|又|\b(?:for|if|when|let|suppose|consider|take|now|next|similarly)\b)", re.IGNORECASE
)
DEFINING = re.compile(
    r"公式|表达式|定义|表示为|计算方式|函数形式|计算为|写为|写作|如下"
    r"|\b(?:formula|expression|defined|definition|given by|computes?|computed|equation|written as|expressed|takes the form|"
    r"mathematically|is calculated|functional form)\b",
    re.IGNORECASE,
)
HEADS = re.compile(  # what stands at the head of a table's column of definitions
    rf"{DEFINING.pattern}|函数|\b(?:functions?|activations?|formulas?|f\s*\(\s*x\s*\)|forward)\b", re.IGNORECASE
)
DERIVING = re.compile(r"导数|导函数|微分|梯度|求导|\b(?:derivatives?|gradients?|slopes?|differentiat\w+|backward)\b|f\s*['′]", re.IGNORECASE)
REWRITTEN = re.compile(
    r"写成|写为|写作|重写|改写|表示为|表示成|看作|看成|视为|复合|分解|(?:的)?形式"
    r"|\b(?:re)?written\b|\bwrite\b|\bexpress(?:ed)?\b|\bcomposition\b|\bcomposed\b|\bas\b|\bform\b",
    re.IGNORECASE,
)
RESTATED = re.compile(
    r"即|也就是|等价|可以写成|可写成|可以写为|可写为|等于|化简|因此|所以|于是|从而|因而|可得|得到|满足|表示为"
    r"|\b(?:equivalent(?:ly)?|i\.?e\.?|that is|so that|hence|thus|therefore|rewritten|rewrite|simplif\w+|equals?|same as|in other words|"
    r"satisf\w+|identity|note that|which is|also)\b",
    re.IGNORECASE,
)
EQUATION = re.compile(
    r"令|解方程|求解|极值|驻点|零点|最优|极小|极大"
    r"|\b(?:set(?:ting)?|solv\w+|root|zeros?|optim\w+|minim\w+|maxim\w+|stationary|critical|condition|constraint|threshold|boundary)\b",
    re.IGNORECASE,
)
ASSUMED = re.compile(
    r"(?:令|设|假设|假定|其中|给定|取|要求|约定)\s*[:：,，]?\s*$"
    r"|\b(?:let|assume|assuming|suppose|where|with|given|throughout|requires?|such that|for some|for any fixed)\s*(?:that|us)?\s*[:,]?\s*$",
    re.IGNORECASE,
)
ASSERTED = re.compile(
    r"恒|总是|显然|因此|所以|由于|因为|处处|始终|可知|必有|满足"
    r"|\b(?:always|clearly|everywhere|thus|hence|therefore|since|because|we have|it follows|note that|shows? that|obviously|in fact)\b",
    re.IGNORECASE,
)
HEDGED = re.compile(  # the sentence says that the formula is to be solved, asked, doubted or denied, or holds only somewhere
    r"方程|的解|解为|有解|唯一解|当且仅当|求解|求(?!导|和|值)|是否|反例|矛盾|错误|错的|不成立|不对|误以为|误认|并非|想要|希望|约等|很大时|很小时|足够大|足够小"
    r"|？|\?|❌|✗"
    r"|\b(?:equations? .{0,30}(?:has|holds|have)|solutions?|solv\w+|has one|has no|iff|if and only if|only (?:for|if|"
    r"when|where)|holds only|fixed points?|"
    r"find|we want|"
    r"we wish|does .{0,40} hold|would be|might expect|tempting|false|fails?|wrong|mistak\w+|typical error|incorrect|not true|not hold|"
    r"sometimes|need not|in general|absurd|contradict\w+|contrary|counterexample|fallacy|myth|approximately|approx|roughly|nearly|"
    r"almost|close to|for large|for small|"
    r"first order|asymptotic\w*|satisf\w+ (?:the )?equation|is odd|is even|odd if|even if|linear if|periodic if|homogeneous if|"
    r"idempotent if|such that|base[- ](?:2|two|10|ten))\b",
    re.IGNORECASE,
)
GROUNDS = re.compile(  # words inside a formula, before an equation that is a reason for what stands before it, or follows from it
    r"因为|由于|因|由|利用|使用|根据|注意|其中|所以|因此|故|从而|已知|代入"
    r"|\b(?:because|since|as|by|using|use|uses|from|via|with|where|recall|note|so|hence|thus|therefore|then|and|we have|let|set|here)\b",
    re.IGNORECASE,
)
CONDITIONAL = re.compile(
    r"当|若|如果|时|对于|情形|情况|两类|二分类|\b(?:if|when|whenever|for|where|while|once|in case|case|provided|on the|unless|as long as|"
    r"two[- ]class(?:es)?|binary)\b",
    re.IGNORECASE,
)
LIMITING = re.compile(  # words inside a formula
    CONDITIONAL.pattern
    + r"|区|附近|仅|只|近似|\b(?:in|near|around|only|small|large|region|regime|approximately|otherwise|sufficiently|at)\b",
    re.IGNORECASE,
)
TOPICS = {
    "other logs": re.compile(r"以\s*(?:2|10)\s*为底|\bbase[- ]\$?(?:2|two|10|ten)\b|\bbits?\b", re.IGNORECASE),
    "matrices": re.compile(
        r"矩阵|\b(?:matrix|matrices)\b|\\mathbb\{?R\}?\^\{?\s*\w+\s*\\times|\^\{?\\top|_F\b|\\det\b", re.IGNORECASE
    ),
    "gaussian": re.compile(r"高斯|正态|累积分布|\b(?:gaussian|normal distribution|normal|gelu|erf|cdf|cumulative)\b", re.IGNORECASE),
    "lambert": re.compile(r"朗伯|\bLambert\b", re.IGNORECASE),
    "activations": re.compile(r"激活函数|逐元素|按元素|\b(?:activations?|nonlinearit(?:y|ies)|element[- ]?wise)\b", re.IGNORECASE),
    "saturation": re.compile(
        r"饱和[^。]{0,80}(?:导数|梯度)[^。]{0,12}(?:趋近|趋于|接近|趋向)[^。]{0,4}0|\bsaturat[^.]{0,100}(?:derivative|gradient)s?[^.]{0,40}\b(?:zero|0)\b",
        re.IGNORECASE,
    ),
    "cross products": re.compile(r"叉积|叉乘|外积|向量积|\b(?:cross|vector|outer|exterior) product", re.IGNORECASE),
}
TURNING = re.compile(  # words between a word that disowns and a formula that it does not disown
    r"因为|由于|所以|因此|但|而应|其实|正确|应(?:该|当|为)"
    r"|\b(?:because|since|as|so|but|hence|thus|therefore|then|while|whereas|when|if|for|recall|note|in fact|actually|correct|right|use|"
    r"should|we|and)\b",
    re.IGNORECASE,
)
UNIVERSAL = re.compile(  # right before the name that it speaks of, or before ``x \\in R``
    r"(?:对于?|对)?(?:所有|任意|任何|一切|每个)的?(?:实数)?的?\s*$"
    r"|\b(?:for|at) (?:all|every|each|any|arbitrary)(?: real)?(?: numbers?| values?)?(?: of)?\s*$",
    re.IGNORECASE,
)
IDENTITY = re.compile(r"恒等式|恒等|\b(?:identit(?:y|ies)|identically)\b", re.IGNORECASE)
CLAIMED = re.compile(r"满足\s*$|(?<!that )(?<!which )\b(?:always |everywhere )?satisf(?:y|ies)\s*$", re.IGNORECASE)
_CALLED_ZH, _CALLED_EN = r"(?:由|根据|利用|使用|应用|按照?|依|通过)[^，。：:\n]{0,4}", r"\b(?:by|using|use|from|via|with|apply|applying|invoking)\s+(?:the\s+)?"


def _rule(zh: str, en: str, name: str) -> re.Pattern[str]:
    """What calls upon a rule; a heading such as “the derivative of the logarithm:” does not."""
    chinese = rf"{_CALLED_ZH}(?P<zh>{zh}[^，。：:\n]{{0,6}}(?:求导|规则|法则|导数|性质))"
    english = rf"{_CALLED_EN}(?P<en>derivative of (?:the|an?) {en}|{name} rule)\b"
    return re.compile(f"{chinese}|{english}", re.IGNORECASE)


RULES = {"exp": _rule("指数函数", "exponential", "exponential"), "log": _rule("对数函数", "logarithm", "logarithm(?:ic)?")}
DISOWNED = re.compile(
    r"误写|错误地|写错|不等于|并不是|而不是|而非|不是|常见的?错误|错误的?写法"
    r"|\b(?:but not|and not|is not|isn't|not equal|does not equal|common mistakes?|wrong(?:ly)?|incorrect(?:ly)?|mistaken(?:ly)?|"
    r"erroneous(?:ly)?|fallacy|false(?:ly)?|typo|instead of|rather than)\b",
    re.IGNORECASE,
)


def domains_of(text: str) -> list[str]:
    """The domains that a description of a name brings."""
    return [role.domain for role in ROLES if role.pattern.search(text)]
