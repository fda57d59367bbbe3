"""Statements that the ledger can settle, each in two versions that exclude one another, in no order."""

LAW: dict[str, tuple[tuple[str, str], str]] = {  # two versions, and the entries of the ledger to read
    "tiers": (
        (
            "The EU AI Act knows no numbered tiers.",
            "Under the EU AI Act a system that scores people's credit is a Tier 2 system.",
        ),
        "EUAI-002",
    ),
    "certificate": (
        (
            "The EU AI Act wants a notified body's certificate for a system that scores people's credit.",
            "The EU AI Act wants internal control, without a notified body, for a system that scores people's credit.",
        ),
        "EUAI-010, EUAI-018",
    ),
    "annex date": (
        (
            "The high-risk rules of the EU AI Act have applied to systems listed in Annex III since 2 August 2026.",
            "The high-risk rules of the EU AI Act apply to systems listed in Annex III from 2 December 2027.",
        ),
        "EUAI-044",
    ),
    "transparency": (
        (
            "Telling people that they deal with an AI system has been a duty under the EU AI Act since 2 August 2026.",
            "The amendment of 2026 put off all duties of the EU AI Act that were due on 2 August 2026.",
        ),
        "EUAI-021, EUAI-046",
    ),
    "small firms": (
        (
            "For a start-up, as for anybody, an AI Act fine is capped by the amount or the share, whichever is higher.",
            "A start-up's AI Act fine is capped at the lower of amount and share, general-purpose models excepted.",
        ),
        "EUAI-032, EUAI-035, EUAI-036",
    ),
    "late report": (
        (
            "For reporting a serious incident late the EU AI Act itself sets no ceiling of a fine.",
            "Whoever reports a serious incident late can be fined up to EUR 15 million by Art. 99(4) of the EU AI Act.",
        ),
        "EUAI-033, EUAI-037",
    ),
    "death": (
        (
            "If a person has died, a provider reports under the EU AI Act at the latest 72 hours after awareness.",
            "If a person has died, a provider reports under the EU AI Act at the latest 10 days after awareness.",
        ),
        "EUAI-025",
    ),
    "bank guidance": (
        (
            "In November 2026 SR 11-7 is the Federal Reserve's guidance in force on model risk.",
            "The Federal Reserve's SR 11-7 on model risk was replaced in April 2026.",
        ),
        "US-001",
    ),
    "generative": (
        (
            "The joint US guidance of 2026 on model risk leaves generative AI out of its scope.",
            "The joint US guidance of 2026 on model risk covers generative AI.",
        ),
        "US-002",
    ),
    "colorado": (
        (
            "Colorado's SB 24-205, known as the Colorado AI Act, never took effect.",
            "Colorado's SB 24-205, known as the Colorado AI Act, has applied since June 2026.",
        ),
        "US-011",
    ),
    "four fifths": (
        (
            "In US federal practice a selection ratio of four fifths is a pass mark: above it nothing is adverse.",
            "In US federal practice the four-fifths rule is a rule of thumb for adverse impact, not a pass mark.",
        ),
        "US-007",
    ),
    "management standard": (
        (
            "ISO/IEC 23894 on AI risk is guidance: nobody can be certified against it.",
            "A firm can be certified against ISO/IEC 23894 on AI risk.",
        ),
        "FW-004",
    ),
    "apple card": (
        (
            "New York's regulator went through the data of Apple Card and found that it broke fair-lending law.",
            "New York's regulator went through the data of Apple Card and found no violation of fair-lending law.",
        ),
        "INC-015",
    ),
    "sepsis": (
        (
            "Tested at a hospital, the Epic sepsis model had a lower AUC than its developer had reported.",
            "Tested at a hospital, the Epic sepsis model reached the AUC that its developer had reported.",
        ),
        "INC-003",
    ),
    "tools": (
        (
            "In November 2026 TensorFlow 2.8 is the newest release of TensorFlow.",
            "The newest release of Model Card Toolkit is 2.0.0 of April 2023.",
        ),
        "SEED-019",
    ),
}
