"""Terms with a fixed sense: roles, number words, units, prefixes of what went wrong, verbs said in two words."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


ROLES: dict[str, str] = {
    "engineering": """
        developer* devops engineer* mlops sre sres""",
    "data science": """
        biostatistic* ml modeller* science scientist* statistician*""",
    "legal": """
        attorney* counsel lawyer* legal solicitor*""",
    "risk and compliance": """
        actuar* audit auditor* compliance controller* dpo regulator* risk validation validators""",
    "privacy and security": """
        ciso infosec privacy red-team* security""",
    "domain": """
        adjuster* agronom* caseworker* claims clinical clinician* credit dispatcher* doctor* economist* expert* fraud
        linguist* loan-officer* medical nurse* oncolog* operator* pharmacist* physician* pilots psycholog* radiolog*
        recruiter* safety surgeon* teacher* underwriter* underwriting""",
    "communications and support": """
        comms communications design* moderat* operations policy pr research researcher* support ux""",
    "those affected": """
        advocates community ethic* patient* residents union* works-council""",
}
PREFIXED = ("mis", "mal", "un", "over", "under", "non-")
NOT_NEGATIVE = word_set(
    """under understand understanding understood until unit units united unique union unions university universities
    universal universe unless unlock unlocked unlocking unlocks underwriting underwriter underwriters underlying
    underpin underpins underpinning undertook undertake undertaken unify unified unifying unanimous unanimously undo
    overall overview oversaw oversee overseen overseeing overhaul overhauled overhauling overnight overs overtook
    mission missions misty mistral malta mall malls unsupervised unstructured unlimited unprecedented unparalleled
    unmatched overseas overtime overarching overcame uncovered uncover uncovering undergraduate underground undersea
    unveiled unveiling unleash unleashed unleashing untapped unravel unbox undergo underwent undergoing"""
)
NUMBER_WORDS = {
    "zero": 0.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "eleven": 11.0,
    "twelve": 12.0,
    "fifteen": 15.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "ninety": 90.0,
    "dozen": 12.0,
    "hundred": 100.0,
    "none": 0.0,
    "nil": 0.0,
}
MAGNITUDES = {
    "k": 1e3,
    "thousand": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mm": 1e6,
    "million": 1e6,
    "millions": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "billion": 1e9,
    "billions": 1e9,
}
SECONDS = {
    "ms": 0.001,
    "millisecond": 0.001,
    "s": 1.0,
    "sec": 1.0,
    "second": 1.0,
    "min": 60.0,
    "minute": 60.0,
    "h": 3600.0,
    "hr": 3600.0,
    "hour": 3600.0,
    "day": 86400.0,
    "week": 604800.0,
    "month": 2629800.0,
    "quarter": 7889400.0,
    "year": 31557600.0,
}
PARTICLES = tuple(
    (form, particle, joined)
    for forms, particle, joined in (
        ("roll rolled rolling rolls", "back", "rolled-back"),
        ("hand handed", "back", "handed-back"),
        ("pull pulled pulling", "back", "pulled-back"),
        ("pull pulled pulling", "out", "pulled-out"),
        ("hold held holding", "back", "held-back"),
        ("hold held holding", "up", "held-up"),
        ("send sent sending", "back", "sent-back"),
        ("walk walked walking", "away", "walked-away"),
        ("turn turned turning", "down", "turned-down"),
        ("turn turned turning switch switched switching shut", "off", "switched-off"),
        ("shut shutting", "down", "shut-down"),
        ("stand stood", "down", "stood-down"),
        ("wind wound", "down", "closed-down"),
        ("close closed", "down", "closed-down"),
        ("take took taking", "offline", "took-offline"),
        ("call called calling", "off", "called-off"),
        ("write wrote", "off", "wrote-off"),
        ("give gave giving given", "up", "gave-up"),
        ("keep kept keeping", "out", "kept-out"),
        ("back backed", "out", "backed-out"),
        ("say said", "no", "said-no"),
        ("put", "hold", "put-hold"),
        ("put", "off", "held-up"),
        ("push pushed pushing scale scaled scaling dial dialled dialed step stepped", "back", "pulled-back"),
        ("break broke breaking miss missed missing slip slipped bust", "deadline", "held-up"),
        ("ship shipped launch launched release released", "nothing", "said-no"),
        ("let", "lapse", "called-off"),
        ("let", "expire", "called-off"),
        ("opt opted", "out", "kept-out"),
        ("vote voted voting decide decided argue argued spoke", "against", "said-no"),
        ("recommend recommended advise advised", "against", "said-no"),
        ("choose chose decide decided elect elected did", "not", "said-no"),
        ("pull pulled", "plug", "pulled-out"),
        (
            "bring brought bringing drive drove driving push pushed pushing take took taking get got getting",
            "down",
            "brought-down",
        ),
    )
    for form in forms.split()
)
