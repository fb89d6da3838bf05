"""What is said in English. Longer phrases win over shorter ones; of equally long ones the first."""

from __future__ import annotations

from symact.meaning.phrases.model import Lexicon, Phrase, Role, any_of, phrase

__all__ = ["ENGLISH"]


def _rows(role: Role, *rows: tuple[str, str] | tuple[str, str, str]) -> tuple[Phrase, ...]:
    return tuple(phrase(role, meaning, pattern.replace(" ?", r"\s*").replace(" ", r"\s+"), *rest) for meaning, pattern, *rest in rows)


_IS = r"(?:is|are|equals?|be|being|remains?|stays?|it's|it’s|becomes?)"
_BE = rf"(?:{_IS} )?(?:always |strictly |everywhere |globally |also |thus |therefore |a |an |the |simply |just )*"
_HAS = r"(?:(?:has|have|with|having|exhibits?|shows?|possess(?:es)?) (?:a |an |the |its )?)?"
_NOT = r"(?:is not|are not|isn't|aren't|not|is never|are never|never|no longer|it's not)(?: a| an)?"
_INPUT = r"(?:inputs?(?: values?)?|values?(?: of (?:the inputs?|x|z))?|arguments?|numbers?|x|z|activations?|pre-?activations?|input is|inputs? are|region|side|part|half|values? of the inputs?|x-axis|axis)"
_FOR = r"(?:(?:for|when|if|as|on|in|at|with|over|where|whenever|given|while|to) )?(?:all |any |every |the |its |an |a |most )?"
_IN_INTERVAL = r"(?:the )?(?:(?:open|closed|half-open|unit) )?(?:interval|range|set|bounds?|region)?(?: of)?(?: real numbers?)?(?: between)?"
_NOUNS = r"(?:inputs?|numbers?|values?|real[- ]valued (?:inputs?|numbers?)|reals?|arguments?|outputs?|logits?|scores?|elements?|results?|real line|vectors?|activations?|x|z)"
_BETWEEN = r"(?:lies?|lying|falls?|falling|stays?|is|are|sits?|ranges?|ranging|goes|takes?|values?|varies|bounded|confined|restricted|constrained|limited|normali[sz]ed|contained|always|in|within|between|from|to|strictly|only|somewhere|on|going|be|any|real|all|of|remains?|span(?:s|ning)?|inside|will|can|must|a|the|interval|open|closed|range|output|outputs|it|number|numbers|by|into|onto)"

CLAIMS = _rows(
    "claim",
    # ranges
    ("is set", r"(?:is|are|equals?|being) (?:exactly |just |simply |given by |equal to )?(?:the )?(?:(?:open|closed|half-open) )?(?:interval|set)? ?<set>", "The range of ReLU is [0, ∞)."),
    ("is set", r"(?:[:=]|of)\s*(?:the )?(?:(?:open|closed|half-open) )?(?:interval )?<set>", "Range of the sigmoid: (0, 1)"),
    ("is set", r"<set>(?=\s*(?:,|\.|;|\)|$))", "The sigmoid has the range (0, 1)."),
    (
        "in set",
        rf"(?:(?:always|all) )?(?:lies?|lying|falls?|stays?|is|are|takes? (?:on )?(?:only )?values?|ranges?|varies|remains?|will be|will lie|be|going to be|goes)(?: always| strictly| only| all| going to be)*"
        rf"(?: bounded| confined| restricted| constrained| limited| contained| normali[sz]ed)?(?: strictly)? (?:in|within|between|inside|from|to|by|on|into|somewhere between)(?: {_IN_INTERVAL})? ?<set>",
        "The output of the sigmoid lies in [0, 1].",
    ),
    ("in set", rf"(?:bounded|confined|restricted|constrained|limited|contained|in|within|inside|strictly between|between)(?: by| to| in| within| between)?(?: {_IN_INTERVAL})? ?<set>", "The output of tanh, bounded between -1 and 1, is smooth."),
    (
        "maps to set",
        rf"(?:maps?|mapping|squash(?:es|ing)?|compress(?:es|ing)?|squeez(?:es|ing)|transforms?|transforming|converts?|normali[sz]es|normali[sz]ing|scales|scaling|takes|limits|restricts|constrains|rescales|rescaling|clips|clamps|projects|turns)"
        rf"(?: and \"?squashes\"?)?\"?(?: (?:any|all|every|its|the|a|an|each|arbitrary|real|real-valued|input|whole|entire|them|it|of|lying|so that the elements of the n-dimensional output tensor lie|elements?))*(?: {_NOUNS})*(?: (?:line|in|from|on|of)?(?: the)? ?(?:range|interval)? ?<set>)?"
        rf"(?: (?:in|on)?to| into| onto| between| in| within)(?: (?:a|an|some|another|the|elements?|values?|numbers?|outputs?|real|on|in|between|within|of|lying|somewhere))*(?: {_IN_INTERVAL})? ?<set>",
        "Tanh squashes a real-valued number to the range (-1, 1).",
    ),
    ("outputs in set", rf"(?:outputs?|returns?|produces?|gives?|yields?|generates?)(?: (?:a|an|another|only|some|real|numbers?|values?|outputs?|always|its))*(?: (?:that )?(?:lies?|lying|ranging|are|is))?(?: (?:in|within|between|from|on|strictly between))(?: {_IN_INTERVAL})? ?<set>", "The sigmoid outputs a value between 0 and 1."),
    ("covers set", r"(?:covers|spans|attains|takes on|takes)(?: (?:all|every|each))?(?: (?:of|the|whole|entire|values?|value|in|real|interval|range))* ?<set>", "The output of ReLU covers the whole interval [0, ∞)."),
    # limits
    (
        "tends",
        r"(?:(?:will|both|slowly|asymptotically|gradually|eventually|exponentially|quickly|then|also) )*(?:tends?|tending|goes|converges?|converging|approach(?:es|ing)?|saturates?|saturating|levels? off|flattens? out|asymptotes?|gets?(?: arbitrarily)? close|comes? close|decays?|shrinks?|→|is asymptotic)"
        r"(?: (?:to|towards?|at|asymptotically|closer|and|a|the|limit|value|values|either|respectively|arbitrarily|close))* ?<value>(?:\s*(?:and|or|,)\s*<value>)?(?:,? respectively)?",
        "For large positive inputs the output of the sigmoid tends to 1.",
    ),
    ("near", r"(?:is|are|becomes?|gets?)(?: (?:almost|nearly|close to|virtually|practically|very close to|approximately|essentially|about|basically|near|arbitrarily close to))+ <value>(?:\s*(?:and|or)\s*<value>)?", "For large positive inputs the gradient of tanh is almost zero."),
    ("near", r"(?:(?:is|are|becomes?|gets?|grows?) )?(?:extremely |very |vanishingly )(?:small|tiny)|(?:will |both )?vanish(?:es|ing)?(?= ?(?:,|\.|;|$|for|when|as|at|in|on))", "For large negative inputs the gradient of the sigmoid vanishes."),
    ("becomes", r"(?:become|becomes|turns? into) <value>", "For negative inputs the output of ReLU becomes 0."),
    # values
    ("is value", rf"(?:{_IS}|=|outputs?|returns?|gives?|yields?|produces?|takes the value|is set to|is fixed at|reaches)(?: (?:always|exactly|simply|identically|constantly|constant|equal to|just|only|a|the|constant value|value|of|at|precisely|then))* <value>", "The gradient of ReLU is 1 for positive inputs."),
    ("is value", r"of(?: exactly)? <value>", "For positive inputs ReLU has a gradient of 1."),
    ("is zero", r"(?:(?:has|have|with|having|a) )?<zero>(?= (?:gradients?|derivatives?|slopes?|outputs?))", "For negative inputs ReLU has zero gradient."),
    ("is input", r"(?:(?:is|equals?|returns?|outputs?|gives?|acts as|is equal to|becomes|passes(?: through)?|leaves|outputs) )+(?:the |its |an |simply |just )*(?:input(?: value)?(?: itself| directly| unchanged| as it is)?|identity(?: function)?|x(?: itself)?|same as the input|input unchanged)", "For positive inputs ReLU returns the input itself."),
    ("is multiple", r"(?:(?:is|equals?|returns?|outputs?|gives?) )(?:the |its |simply )*(?:<value> times (?:the |its )?(?:input|x)|(?:input|x) (?:times|multiplied by|scaled by) <value>)", "For negative inputs PReLU returns alpha times the input."),
    ("is slope", r"(?:is|equals?|returns?|outputs?|gives?) (?:the |its )?(?:input|x) (?:times|multiplied by|scaled by) (?:a|some) (?:small|fixed|constant|learned|learnable)(?: positive)? (?:slope|factor|constant)", "For negative inputs PReLU returns the input multiplied by a small slope."),
    ("negatives become", r"(?:sets?|clips?|maps?|turns?|truncates?|clamps?|zeroes|squashes)(?: (?:all|any|the|every))* (?:negative|negatives)(?: (?:inputs?|values?|numbers?|part))? (?:to|into|at) <value>|thresholds?(?: (?:all|the|negative|values?|activations?|matrix|inputs?))* at <value>", "ReLU sets all negative inputs to 0."),
    ("acts as", r"(?:(?:behaves?|acts?|works?|is|looks?)(?: (?:exactly|identical|identically|equal|just|the same|equivalent))*(?: (?:like|as|to))|reduces to|becomes|equals|coincides with|is equivalent to|is the same as|degenerates (?:to|into)|collapses to|recovers)(?: (?:the|a|an|standard|plain|ordinary|original|usual|that of))* <entry>(?: function)?", "For positive inputs ELU behaves exactly like ReLU."),
    ("input times", r"(?:is |the |its |defined as |by |equals |as )*(?:multipl(?:ies|ying) (?:the |its |an )?(?:input|x)(?: value)? (?:by|with)|(?:product of|product) (?:the |its )?(?:input|x)(?: value)? and|(?:input|x)(?: itself| value)? (?:multiplied by|times|weighted by|gated by))(?: (?:the|its|a|an|own|value|of|output))* <entry>(?: function)?(?: of (?:the |its |that )?(?:input|x|itself|same input))?(?: itself)?", "Swish is the input multiplied by the sigmoid of the input."),
    ("scaled", rf"(?:{_BE})(?:re-?scaled|shifted|scaled|stretched|linearly transformed|linear transformation of)(?: (?:and|&) (?:shifted|re-?scaled|scaled|translated))?(?: (?:version of|variant of|form of|copy of|the|a|an|logistic))* <entry>(?: (?:function|neuron|activation))?", "Tanh is a rescaled and shifted sigmoid."),
    ("approximates", rf"(?:{_BE}(?:good |close |cheap |fast |piecewise[- ]linear |hard |computationally efficient |efficient |reasonable |differentiable |linear )*(?:approximation|approximations) (?:of|to|for)|(?:closely )?approximates|is close to|is approximately equal to)(?: (?:the|a|an))* <entry>(?: function)?", "Hard sigmoid is a piecewise linear approximation of the sigmoid."),
    ("smooth approximation", rf"{_BE}(?:smooth|smoothed|soft)(?: (?:approximation|version|approximant|alternative)) (?:of|to)(?: (?:the|a|an))* <entry>(?: function)?", "Softplus is a smooth approximation of ReLU."),
    # extrema
    ("has maximum", r"(?:attains?|reaches|has|achieves|takes|peaks|with)(?: (?:its|a|the|global|overall|unique))*(?: (?:maximum|maximal|max|largest|peak|highest))(?: value)?(?: (?:of|at|is|equal to|about|approximately|roughly|around|≈|exactly|only))* <value>(?: (?:at|near|around|when|for))?(?: <condition>| the origin| <zero>)?", "The derivative of the sigmoid reaches its maximum value of 0.25 at x = 0."),
    ("has maximum", r"peaks at(?: (?:about|approximately|exactly))* <value>(?: (?:at|near|when|for))?(?: <condition>| the origin| <zero>)?", "The derivative of the sigmoid peaks at 0.25."),
    ("has minimum", r"(?:attains?|reaches|has|achieves|takes|with)(?: (?:its|a|the|global|unique))* (?:minimum|minimal|min|smallest|lowest)(?: value)?(?: (?:of|at|is|about|approximately|roughly|around|≈|exactly|only))* <value>(?: (?:at|near|around|when|for) <condition>)?", "Swish has a minimum of about -0.278 near x = -1.278."),
    ("is function", r"(?:is|equals|is equal to)(?: (?:exactly|just|simply|precisely|nothing but|the|a|logistic))* <entry>(?: function)?(?!['’])", "The derivative of softplus is the sigmoid."),
    ("steepest", r"(?:is|are) (?:at its )?steepest", "At x = 0 the sigmoid is steepest."),
    ("attains maximum", r"(?:attains?|reaches|achieves|has) (?:its|the|a) (?:global )?(?:maximum|max|peak|largest value|maximum value)(?! (?:of|value|slope|gradient|derivative|steepness|rate|error|output))|is (?:largest|maximal|greatest|at its maximum|highest)|peaks|is at its (?:maximum|largest)", "The gradient of the sigmoid is largest at x = 0."),
    ("at most", r"(?:is |are )?(?:always |bounded above by |bounded by )?(?:at most|never exceeds?|never more than|never larger than|never greater than|does not exceed|doesn't exceed|no more than|no larger than|no greater than|cannot exceed|can't exceed|less than or equal to|bounded above by|bounded from above by|upper[- ]bounded by|capped at|≤|<=) <value>", "The derivative of the sigmoid never exceeds 0.25."),
    ("at least", r"(?:is |are )?(?:always )?(?:at least|never less than|never smaller than|never below|no less than|greater than or equal to|bounded below by|bounded from below by|lower[- ]bounded by|≥|>=) <value>", "The output of ReLU is at least 0."),
    ("below", r"(?:is |are )?(?:always |strictly )?(?:less|smaller|lower) than <value>|(?:is )?(?:always |strictly )?below <value>", "The output of the sigmoid is always less than 1."),
    ("above", r"(?:is |are )?(?:always |strictly )?(?:greater|larger|more|bigger|higher) than <value>|(?:is )?(?:always |strictly )?above <value>", "The output of the sigmoid is always greater than 0."),
    # signs and zeros
    ("nonzero", rf"{_HAS}(?:(?:small|constant|consistent|always|a) )*(?:non-?<zero>|non-?vanishing)|(?:{_IS} )(?:always )?(?:non-?<zero>|nonvanishing)|(?:is|are) (?:never|not)(?: exactly)? <zero>|never (?:vanishes|vanish|becomes <zero>|reaches <zero>)|does(?:n't| not) vanish", "ELU has a non-zero gradient for negative inputs."),
    ("non-negative", rf"{_BE}(?:non-?negative)(?: (?:values?|numbers?))?|(?:is|are) never negative", "The outputs of ReLU are non-negative."),
    ("positive", rf"(?:{_IS} )(?:always |strictly |everywhere )*positive(?: everywhere)?|strictly positive|always positive", "The output of the sigmoid is always positive."),
    ("negative", rf"(?:{_IS} )(?:always |strictly |everywhere )*negative(?: everywhere)?|strictly negative|always negative", "The second derivative of the sigmoid is negative for positive inputs."),
    ("takes negative values", r"(?:can |also |may )*(?:outputs?|produces?|takes?(?: on)?|allows?(?: for)?|returns?|yields?|has|have|gives?)(?: (?:also|some|small|for))* negative (?:values?|outputs?|activations?)|can be negative|can also be negative", "ELU can produce negative outputs."),
    # order, symmetry
    ("strictly increasing", rf"{_BE}(?:strictly |monotonically )*strictly (?:monotonically )?increasing(?: function)?", "Tanh is strictly increasing."),
    ("strictly decreasing", rf"{_BE}strictly (?:monotonically )?decreasing(?: function)?", "The derivative of tanh is strictly decreasing for positive inputs."),
    ("increasing", rf"{_BE}(?:monoton(?:e|ic|ically)(?:ally)? (?:increasing|non-?decreasing)|non-?decreasing|increasing(?= ?(?:,|\.|;|$|and|function|everywhere|on)))(?: function)?|(?:is|are) (?:always )?increasing", "ReLU is monotonically increasing."),
    ("decreasing", rf"{_BE}(?:monoton(?:e|ic|ically)(?:ally)? (?:decreasing|non-?increasing)|non-?increasing)(?: function)?", "The derivative of tanh is monotonically decreasing for positive inputs."),
    ("not monotone", rf"{_BE}(?:non-?monoton(?:e|ic|ous)(?:ally)?|not (?:a )?monoton(?:e|ic)(?! (?:increasing|decreasing))|non-?monotonicity)|(?:{_NOT}) monoton(?:e|ic)(?! (?:increasing|decreasing))", "Swish is non-monotonic."),
    ("monotone", rf"{_BE}(?:monotone|monotonic|monotonous)(?!ally| increasing| decreasing)", "The sigmoid is monotonic."),
    ("odd", rf"{_BE}(?:odd(?: function)?(?= ?(?:,|\.|;|$|and|function|:|\)))|(?:point[- ])?symmetr(?:ic|ical)(?: (?:about|around|with respect to|wrt|through))(?: the)? origin(?: of the coordinate system)?|antisymmetric)|(?:exhibits|has|shows) (?:a )?(?:point )?symmetry about the origin(?: of the coordinate system)?", "Tanh is an odd function."),
    ("not odd", rf"(?:{_NOT}) (?:odd|symmetric (?:about|around) the origin)(?: function)?", "The sigmoid is not odd."),
    ("even", rf"{_BE}(?:even(?: function)(?= ?(?:,|\.|;|$|and|:|\)))|even(?= ?(?:,|\.|;|$|and))|symmetric (?:about|around|with respect to) the y-?axis)", "The derivative of the sigmoid is an even function."),
    ("not even", rf"(?:{_NOT}) even(?: function)?", "Tanh is not an even function."),
    ("symmetric about zero", rf"{_BE}symmetric(?:al)? (?:about|around|at) <zero>", "Tanh is symmetric around zero."),
    ("symmetric", rf"{_BE}symmetric(?:al)?(?! (?:about|around|with|at|matrix))(?: function)?", "Tanh is symmetric."),
    ("not symmetric", rf"{_BE}(?:asymmetric(?:al)?|non-?symmetric)|(?:{_NOT}) symmetric", "Softplus is not symmetric."),
    ("symmetric about point", rf"{_BE}(?:point[- ])?symmetric(?:al)? (?:about|around|with respect to)(?: the point)? <set>", "The sigmoid is symmetric about (0, 0.5)."),
    ("zero-centred", rf"{_BE}<zero>[- ]?(?:cent(?:ered|red|ric)|mean)(?: around <zero>)?|(?:{_IS} )(?:cent(?:ered|red|ric) (?:around|at|on|about) (?:<zero>|the origin))", "The output of tanh is zero-centered."),
    ("not zero-centred", rf"(?:{_NOT}) <zero>[- ]?(?:cent(?:ered|red|ric)|mean)|non-?<zero>[- ]?cent(?:ered|red|ric)|(?:{_NOT}) cent(?:ered|red|ric) (?:around|at|on) <zero>", "The output of the sigmoid is not zero-centered."),
    # bounds
    ("bounded", rf"{_BE}bounded(?! (?:above|below|from|by|in|within|between|on|to))", "The sigmoid is bounded."),
    ("bounded above", rf"{_BE}bounded (?:from )?above(?! by)|has an upper bound", "The sigmoid is bounded above."),
    ("bounded below", rf"{_BE}bounded (?:from )?below(?! by)|has a lower bound", "Swish is bounded below."),
    ("unbounded", rf"{_BE}(?:unbounded|not bounded)(?! (?:above|below|from|on))", "Softplus is unbounded."),
    ("unbounded above", rf"{_BE}(?:unbounded|not bounded) (?:from )?above|(?:has )?no upper bound|has no upper limit|(?:can )?grows? (?:without bound|indefinitely|to infinity)", "ReLU is unbounded above."),
    ("unbounded below", rf"{_BE}(?:unbounded|not bounded) (?:from )?below|(?:has )?no lower bound|has no lower limit", "LogSigmoid is unbounded below."),
    # saturation, lines
    ("saturates", rf"(?:can |will |also )?saturates?(?: and kills? gradients?)?(?! (?:at|to|towards|around|near|slowly))|(?:{_BE})saturating(?! (?:at|to))|suffers? from saturation|saturation(?= ?(?:,|\.|;|$))", "The sigmoid saturates."),
    ("saturates left", r"saturates (?:on the (?:negative side|left)|to the left)|left[- ]saturating|(?:has|have|with) (?:a )?negative saturation(?: regime| region)?(?! value)", "ELU saturates on the negative side."),
    ("saturates right", r"saturates (?:on the (?:positive side|right)|to the right)|right[- ]saturating", "LogSigmoid saturates on the right."),
    ("does not saturate", rf"(?:does(?:n't| not)|do(?:n't| not)|never|will not|won't) saturate(?:s)?|{_BE}(?:non-?saturating|not saturating|unsaturating|unsaturated)", "Leaky ReLU does not saturate for positive inputs."),
    ("linear", rf"(?:{_IS} )(?:a |an |exactly |purely |completely |simply )*(?:linear|affine)(?: function)?(?! (?:unit|combination|model|layer|for small|near|around))", "ReLU is linear for positive inputs."),
    ("nonlinear", rf"{_BE}(?:popular |common |simple |commonly used |widely used )*(?:non-?linear|not linear|non-?linearity)(?: function)?(?: in nature)?", "ReLU is nonlinear."),
    ("nearly linear", rf"(?:(?:{_IS}|behaves?|looks?|acts?|approaches|grows?) )(?:(?:almost|nearly|approximately|roughly|essentially|like|a|an|as|close to|very close to|the) )*(?:linear(?:ly)?|identity)(?: (?:transformation|function|map|mapping))?", "Tanh is approximately linear near zero."),
    # smoothness, bending
    ("continuously differentiable", rf"{_BE}continuously differentiable", "The sigmoid is continuously differentiable everywhere."),
    ("continuous", rf"{_BE}continuous(?! (?:values?|relaxation|distribution|variables?))(?: function)?", "ReLU is continuous."),
    ("discontinuous", rf"{_BE}(?:discontinuous|not continuous)", "The derivative of ReLU is discontinuous."),
    ("differentiable", rf"{_BE}differentiable(?! (?:operators?|programming|renderer))(?: function)?", "GELU is differentiable everywhere."),
    ("not differentiable", rf"{_BE}(?:non-?differentiable|not differentiable)|(?:{_NOT}) differentiable|(?:has|have) no derivative", "ReLU is not differentiable at x = 0."),
    ("undefined", r"(?:is undefined|does not exist|doesn't exist|is not defined)", "The derivative of ReLU at x = 0 is undefined."),
    ("not smooth", rf"{_BE}(?:not smooth|non-?smooth)|(?:{_NOT}) smooth", "ReLU is not smooth."),
    ("smooth", rf"{_BE}(?:smooth|infinitely differentiable|infinitely smooth)(?! (?:approximation|version|alternative|approximant|maximum))(?: (?:function|curve))?", "Tanh is smooth."),
    ("convex", rf"(?:{_IS} )(?:a |an |strictly )*convex(?: function)?(?! combination)", "Softplus is convex."),
    ("not convex", rf"(?:{_NOT}) convex|{_BE}non-?convex(?: function)?", "Tanh is not convex."),
    ("concave", rf"(?:{_IS} )(?:a |an |strictly )*concave(?: function)?", "LogSigmoid is concave."),
    ("lipschitz", rf"{_BE}<value>[- –]lipschitz(?: continuous)?|{_BE}(?:globally )?lipschitz(?: continuous)? with (?:(?:a )?(?:constant|lipschitz constant) )?<value>", "ReLU is 1-Lipschitz."),
    ("through origin", r"(?:passes|goes) through (?:the origin|<zero>)", "Tanh passes through the origin."),
    ("through point", r"(?:passes|goes) through(?: the point)? <set>", "The sigmoid passes through (0, 0.5)."),
    # vectors
    ("sums to one", r"(?:(?:all|which|that|always|will|must|the|its|outputs?|elements?|components?|entries|probabilities|values?|of|vector|output|they|class) )*(?:sums?|summing|adds?|adding)(?: up)? to (?:one|unity|<value>)", "The outputs of softmax sum to 1."),
    ("probability distribution", r"(?:turns?|converts?|transforms?|maps?|normali[sz]es|transforming|turning|converting|normali[sz]ing|mapping|rescales|takes)(?: (?:a|an|the|its|any|of|raw|real|real-valued|vectors?|numbers?|scores?|logits?|inputs?|outputs?|arbitrary|values?|K|n|k|input|network's|model's|final|layer|unnormali[sz]ed))* (?:in)?to(?: (?:a|an|valid|proper|categorical|normali[sz]ed|discrete))* probability distributions?", "Softmax converts a vector of real numbers into a probability distribution."),
    ("probability distribution", r"(?:is|are|form|forms|represents?|define|defines|gives?|outputs?|produces?|yields?|returns?)(?: (?:a|an|valid|proper|categorical|normali[sz]ed|discrete))* probability distributions?", "The output of softmax is a probability distribution."),
    ("softmax recipe", r"(?:exponentiat(?:es|ing)|taking the exponential of|takes the exponential of|applies the exponential function to)(?: (?:each|every|all|the|its|of|input|inputs|elements?|entries|components?|scores?|values?|logits?))*,? (?:and|then|and then)?[^.;]{0,30}(?:divid(?:es|ing)|normali[sz](?:es|ing))[^.;]{0,30}(?:sum|total)(?: of (?:all )?(?:the |these )?(?:exponentials|them|results))?", "Softmax exponentiates each element and divides by the sum of all exponentials."),
    ("shift invariant", rf"{_BE}(?:invariant (?:under|to|with respect to)(?: (?:adding|the|addition|of|a|an|constant|additive|translations?|translation|shifts?|shifting|uniform|to|all|inputs?|its|same|common))+|(?:shift|translation)[- ]invariant)", "Softmax is invariant under adding a constant to all inputs."),
    ("scale invariant", rf"{_BE}(?:scale[- ]invariant|invariant (?:under|to)(?: (?:the|a|positive|of))*(?: )?(?:scaling|rescaling|scale changes)(?: of its inputs?)?)", "Softmax is scale-invariant."),
    ("not scale invariant", rf"(?:{_NOT}) (?:scale[- ]invariant|invariant (?:under|to) (?:re)?scaling)(?: of its inputs?)?", "Softmax is not scale-invariant."),
    ("robust", r"is robust to (?:large|extreme|small|large or small|large and small)(?: input)? (?:inputs?|values?)", "Softmax is robust to large inputs."),
    # what it is made of
    ("involves", r"(?:involves?|requires?|uses?|contains?|includes?|needs?|needing|involving|requiring|computes?)(?: (?:computing|the|a|an|evaluating|computation|calculation|evaluation|of|expensive|costly|both))* <functions>(?: (?:operations?|computations?|functions?|terms?|evaluations?|calculations?))?", "ELU involves an exponential."),
    ("does not involve", r"(?:does(?:n't| not)|do(?:n't| not)|without|avoids?|no need for)(?: (?:involve|require|use|need|computing|the|any|expensive|costly|computation|of|contain|evaluating|complex))* <functions>(?: (?:operations?|computations?|functions?|evaluations?))?", "ReLU does not require exponentials."),
    ("has parameter", r"(?:introduces?|has|have|with|adds?|contains?|includes?|requires?|uses?|needs?)(?: (?:a|an|one|additional|extra|new|single|learnable|trainable|learned|tunable|adjustable|another|scalar))* (?:hyper-?parameter|parameter)(?! sharing| count| update| tuning)(?: <value>)?", "ELU introduces an additional hyperparameter."),
    ("no parameter", rf"(?:has|have|with|introduces?|requires?|adds?|without|needs?)(?: (?:no|any))(?: (?:additional|extra|learnable|trainable|tunable|new))* (?:hyper-?parameters?|parameters?)|{_BE}parameter-free|does(?:n't| not) (?:have|introduce|require|need) (?:any )?(?:additional |extra |learnable |trainable )*(?:hyper-?parameters?|parameters?)", "ReLU has no learnable parameters."),
    ("different slopes", r"learns? (?:a )?different slopes? for (?:each|every|different) inputs?(?: values?)?", "PReLU learns different slopes for different inputs."),
)  # fmt: skip

QUANTITIES = _rows(
    "quantity",
    ("output", r"(?:output values?|outputs?|function values?|values?|activations?|output neurons?)(?! functions?| layers?| function| maps?| units?)"),
    ("component", r"(?:(?:each|every|all|the|its|individual) )*(?:components?|entries|elements?|output elements?|probabilit(?:y|ies)|class probabilities|predicted probabilities)"),
    ("derivative", r"(?:first[- ]order |first |local )?(?:derivatives?|gradients?(?! (?:descent|vanish\w*|explo\w*|flows?|updates?|clipping|problem|signal|based|step|method|norm)|-)|slopes?)"),
    ("second", r"(?:second derivatives?|second-order derivatives?)"),
    ("range", r"(?:output range|value range|image|range(?! from| between| of activations))(?: of (?:outputs?|values?|possible values|the outputs?))?"),
    ("maximum", r"(?:maximum|maximal|max|largest|greatest|peak)(?: value)?(?! pooling| likelihood)"),
    ("minimum", r"(?:minimum|minimal|smallest|min)(?: value)?"),
    ("input", r"(?:inputs?|weights?|biases|logits?|pre-?activations?|arguments?|data|neurons?)"),
    ("other", r"inverses?|antiderivatives?|integrals?|primitives?|reciprocals?|(?:re-?)?scaled|shifted|stretched|negated|composition|differentiat(?:ing|ed|es|e)"),
    ("domain", r"domain"),
    ("limit", r"limits?"),
)  # fmt: skip

_V = r"(?:x|z|the inputs?|inputs?|input values?|the argument|its inputs?|the input value|it)"
_WHEN = r"(?:when|if|for|where|whenever|as long as|as)"
REGIONS = _rows(
    "region",
    ("both ends", rf"{_FOR}(?:very |extremely )?(?:large|big|extreme|high) (?:positive )?(?:and|or) (?:very |extremely )?(?:large |big |small |low )?(?:negative |small )?{_INPUT}"),
    ("both ends", rf"{_FOR}(?:very |extremely )?(?:large|big|strongly) positive (?:and |or )(?:very )?(?:large |strongly )?negative {_INPUT}"),
    ("both ends", rf"{_WHEN} {_V} (?:is|are|becomes?|gets?|goes) (?:very |too |extremely )?(?:large|big|high) or (?:very |too |extremely )?(?:small|low)"),
    ("both ends", r"(?:at|on|in|toward|towards|to|near) (?:both|either|the two|its two|the|its) (?:ends?|tails?|sides?|extremes?|extreme values?)(?: of the (?:curve|function|range))?|in both directions|on either side"),
    ("both ends", rf"{_FOR}(?:very )?large (?:absolute values?|magnitudes?)(?: of (?:x|z|the inputs?|inputs?))?|{_FOR}(?:inputs?|values?|x|z) (?:of|with)(?: a)?(?: very)? large (?:magnitude|absolute value)s?|{_FOR}large \|x\||far (?:away )?from (?:<zero>|the origin)|(?:for|at) extreme (?:inputs?|values?)(?: of x)?|as (?:the input|x) moves away from <zero>"),
    ("end", rf"(?:as|when|if|for) {_V} (?:goes to|tends to|approaches|increases to|decreases to|grows to|goes towards?) <value>"),
    ("right end", rf"{_FOR}(?:very |extremely |sufficiently |strongly )?(?:large|big|high|strongly|very|highly) positive {_INPUT}|{_WHEN} {_V} (?:is|are|becomes?|gets?) (?:very|strongly|highly|large and|very large and|large) positive"),
    ("left end", rf"{_FOR}(?:very |extremely |sufficiently |strongly )?(?:large|big|strongly|very|highly) negative {_INPUT}|{_WHEN} {_V} (?:is|are|becomes?|gets?) (?:very|strongly|large and|very large and|highly|large) negative"),
    ("large", rf"{_FOR}(?:very |extremely |sufficiently )?(?:large|big|high) {_INPUT}|{_WHEN} {_V} (?:is|are|becomes?|gets?|grows?) (?:very |too |extremely |sufficiently )?(?:large|big|high)"),
    ("positive", rf"{_FOR}positive {_INPUT}|{_WHEN} {_V} (?:is|are) positive|(?:on|in|for) (?:the )?positive (?:half|side|part|region|axis|half-line)(?:[- ](?:axis|line))?|when positive"),
    ("negative", rf"{_FOR}negative {_INPUT}|{_WHEN} {_V} (?:is|are) negative|(?:on|in|for) (?:the )?negative (?:half|side|part|region|axis|half-line)(?:[- ](?:axis|line))?|when negative"),
    ("non-negative", rf"{_FOR}non-?negative {_INPUT}|{_WHEN} {_V} (?:is|are) non-?negative"),
    ("non-positive", rf"{_FOR}non-?positive {_INPUT}|{_WHEN} {_V} (?:is|are) non-?positive"),
    ("above", rf"{_FOR}{_V} (?:is )?(?:greater than|above|larger than) <value>"),
    ("below", rf"{_FOR}{_V} (?:is )?(?:less than|below|smaller than) <value>"),
    ("from", rf"{_FOR}{_V} (?:is )?(?:greater than or equal to|at least) <value>"),
    ("up to", rf"{_FOR}{_V} (?:is )?(?:less than or equal to|at most) <value>"),
    ("near zero", r"(?:near|around|close to|in the (?:neighbou?rhood|vicinity) of|for (?:inputs?|values?|x) (?:near|close to|around)|as (?:inputs?|the input|x) (?:nears|approaches|gets close to|tends to)|when (?:the input|x) is (?:near|close to|around)) (?:<zero>|the origin)|for small (?:inputs?|values?|x|\|x\|)(?: around <zero>| near <zero>)?"),
    ("at", rf"(?:exactly )?{_WHEN} (?:the input|x|z|it|input|the input value) (?:is|equals)(?: exactly| equal to)? <value>|when the input takes value precisely equal to <value>|at (?:the )?(?:input|point) <value>"),
    ("at zero", r"(?:exactly )?at (?:the origin|its origin|<zero>)"),
    ("condition", r"(?:(?:for|when|if|where|whenever|as|at|on|in|in the region|near|setting|exactly|the point|point) )*\(?<condition>\)?"),
    ("everywhere", r"everywhere|for all (?:x|inputs?|real numbers?|real inputs?|values?|values of x|real x)|for (?:any|every) (?:x|real number|input|real input|value of x)|over (?:the|its) (?:whole|entire) (?:domain|real line|range)|on the (?:whole|entire)?(?: )?real line|at (?:all|every) points?|throughout(?: its domain)?|for arbitrary inputs?"),
)  # fmt: skip

OTHERS = (
    *_rows(
        "pronoun",
        ("it", r"(?:it|it's|it’s|its|this function|the function|this activation(?: function)?|the activation(?: function)?|this nonlinearity|this non-linearity)"),
        ("whose", r"(?:whose|which|that)"),
        ("they", r"(?:they|their|both(?: functions| of them| activations)?|these functions|these activations)"),
    ),
    *_rows("class", ("functions", any_of(r"activation functions|functions|activations|nonlinearities|non-linearities|activation function|function|nonlinearity|units|neurons|unit|neuron|activation"))),
    *_rows("joint", ("and", r"(?:and|as well as|&|plus|and also|or|but also)")),
    *_rows("example", ("such as", r"(?:such as|for example|for instance|e\.g\.|(?<=[a-z]\s)like|including|are|include)(?=,?\s+(?:the |a )?<entry>)")),
    *_rows("aside", ("aside", r"(?:unlike|in contrast to|in contrast with|compared (?:to|with)|as opposed to|rather than|instead of|similar(?:ly)? to|like|just like|as with|than|not only|different from|in comparison (?:to|with))")),
    *_rows("denial", ("denied", r"(?:(?:it is |it's )?(?:a )?(?:common |frequent |widespread )?(?:misconceptions?|mistakes?|errors?|myths?)(?: (?:is|says|holds|claims))?(?: (?:that|to (?:think|believe|assume|say|claim|write)(?: that)?|:))?|(?:it is|it's) (?:wrong|false|incorrect|not true|a mistake|a myth) (?:that|to (?:say|think|claim|write|believe) that)|(?:is |are )?(?:often |sometimes )?(?:wrongly|incorrectly|mistakenly|erroneously|falsely) (?:said|claimed|believed|stated|assumed) (?:that|to))")),
    *_rows(
        "hedge",
        ("hedge", any_of(r"usually|often|typically|generally|commonly|normally|may|might|could|would|should|must|perhaps|probably|likely|tends? to(?! <value>)|sometimes|in practice|in some cases|in many cases|in most cases|seems?|appears?|possibly|"
                         r"contrary to|(?:prove or )?disprove|true or false|fallac(?:y|ies)|wrong(?:ly)?|incorrect(?:ly)?|false(?:ly)?|not true|untrue|bogus|pitfalls?|"
                         r"helps?|argued|believed|claimed|said|reported|thought|suppose[ds]?|imagine|want|desirable|ideally|ought|empirically|in expectation|on average|in general|whether|why|how|what|try|prefer|preferred|need not|initially|randomly|"
                         r"during training|at initialization|at initialisation|numerically|in floating point|in floating-point|in float16|in float32")),
        ("doubt", any_of(r"roughly|approximately|about|around|almost|nearly|mostly|mainly|largely|can|cannot|more|less|better|worse|most|many|some|few|several|certain|does|do|not|n't|no|never|without|partially|piecewise|only|each side|both sides|either side|somewhat|quite|fairly|relatively|too|only if")),
    ),
    *_rows("case", ("except", r"(?:except|apart from|aside from|other than|but for|excluding|save for|with the exception of|away from|outside|besides)")),
    *_rows("case", ("case", r"(?:if|when|whenever|unless|provided|assuming|suppose|as long as|once|until|while|after|before|during|given|depending|depends|under|where|let|in case|for which|otherwise|with|by|using)")),
    *_rows("filler", ("", r"contrary to (?:a |an |the )?(?:very )?(?:popular|common|widespread|general|usual)?\s*(?:beliefs?|misconceptions?|opinions?|intuition|myths?|expectations?)(?= ?,)")),
    *_rows(
        "filler",
        ("has", r"(?:has|have|having|had)"),
        ("is", r"(?:is|are|was|be|being|serves as|acts as|remains|represents)"),
        ("of", r"(?:of|for|on|in|at|to|from|over|into|as|through)"),
        ("", any_of(r"'s|the|a|an|its|this|that|these|those|also|therefore|thus|hence|so|then|however|moreover|furthermore|additionally|because|since|as a result|consequently|note that|notice that|recall that|observe that|we see|we can see|we note|we know|we have|we can see that|we see that|we know that|one can see that|it is easy to see that|it is clear that|it is well known that|it is worth noting that|"
             r"it follows that|in particular|in fact|indeed|obviously|clearly|of course|by contrast|in contrast|on the other hand|on the one hand|in other words|that is|i\.e\.|namely|first|second|finally|in addition|as mentioned|again|always|simply|just|exactly|everywhere|both|all|each|every|"
             r"such|popular|common|classical|classic|well-known|standard|ordinary|plain|simple|famous|s-shaped|sigmoidal|logistic|mathematical|original|resulting|corresponding|entire|whole|full|usual|vanilla|familiar|important|useful|nice|desirable property|properties|property|advantage|disadvantage|"
             r"function's|activation's|itself|curve|graph|shape|interval|range|there|here|now|will|makes?|making|means?|meaning|ensures?|ensuring|guarantees?|implies|implying|which means that|this means that|so that|such that|but|yet|though|although|while also|respectively|real|valued|real-valued|number|vector|input|value|values|together|numbers?|them|fixed|bounds?|too|either|one|term|terms|name|called|case|side")),
    ),
)  # fmt: skip

ENGLISH = Lexicon((*CLAIMS, *QUANTITIES, *REGIONS, *OTHERS), (r"(?<![A-Za-z\\])", r"(?![A-Za-z])"))
