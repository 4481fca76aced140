"""Small words that turn a statement round, widen it or give it a cause, for holding one sentence against another."""

NEGATORS = frozenset(
    "not no never without none nobody nothing neither nor cannot hardly barely n't".split()
)
CLAUSE_STARTS = frozenset("and but or while whereas because so since although though then if when which that until unless".split())
POINTERS = frozenset("it its they them their this these those that such he she one ones both".split())
"""Words that stand for something said before: a clause with one borrows the words of what comes before it."""

LEADING_POINTERS = frozenset("it its they their this these".split())

WIDENING = frozenset(
    "all every each any always never only must entirely completely exactly fully whatever whenever wherever everything "
    "everyone everywhere everybody anything anyone guarantee guarantees guaranteed ensures ensure impossible certainly "
    "regardless cannot nobody best worst perfect perfectly".split()
)
"""Words that make a statement hold without exception."""
HEDGES = frozenset(
    "usually often sometimes seldom rarely mostly typically generally commonly may might could probably likely perhaps tend tends".split()
)
"""Words that let a statement have exceptions."""
QUANTITIES = frozenset("many some most few several can roughly about nearly almost hardly little common usual helps".split())
COMPARATIVES = frozenset(
    "more less fewer better worse faster slower quicker cheaper easier harder simpler higher lower larger smaller bigger "
    "greater longer shorter stronger weaker rarer safer richer poorer steadier calmer earlier later sooner cleaner lighter "
    "heavier tighter broader narrower deeper closer".split()
)
NAMING = frozenset("library libraries tool tools package packages framework frameworks module modules function functions class called named".split())
"""Words beside which a name stands, however it is spelt."""
CAUSAL = (
    "because", "since", "so", "therefore", "thus", "hence", "thereby", "due to", "caused", "causes", "leads to", "as a result",
    "which is why", "makes", "ensures", "improves",
)  # fmt: skip
NOT_CAUSAL = ("so that", "so far", "and so on", "or so", "so many", "so much", "so few")

OPPOSITES: tuple[tuple[frozenset[str], frozenset[str]], ...] = tuple(
    (frozenset(a.split()), frozenset(b.split()))
    for a, b in (
        ("increase increases increased increasing raise raises raising raised grow grows rise rises rising higher",
         "decrease decreases decreased decreasing lower lowers lowering lowered reduce reduces reduced reducing shrink falls drop drops fewer"),
        ("more larger bigger greater longer", "less fewer smaller shorter"),
        ("most maximum", "least minimum"),
        ("large big", "small little tiny"),
        ("better best", "worse worst"),
        ("easier easy simpler simple", "harder hard difficult complex"),
        ("fast faster quick quicker", "slow slower"),
        ("high", "low"),
        ("many", "few"),
        ("before", "after afterwards"),
        ("cheap cheaper", "expensive costly dearer"),
        ("strong stronger", "weak weaker"),
        ("always", "never"),
        ("possible", "impossible"),
        ("useful helpful", "useless harmful"),
        ("frequent common", "rare uncommon"),
        ("often usually", "seldom rarely hardly"),
        ("first", "last"),
        ("above over", "below under"),
        ("supervised", "unsupervised"),
        ("add adds adding include includes", "remove removes removing exclude excludes"),
        ("with", "without"),
        ("safe", "dangerous unsafe risky"),
        ("online", "offline"),
        ("overfit overfits overfitting", "underfit underfits underfitting"),
        ("enough sufficient", "insufficient"),
        ("cause causes", "prevent prevents avoid avoids"),
    )
)  # fmt: skip
"""Pairs of which a sentence must not say the one where its source says the other."""
