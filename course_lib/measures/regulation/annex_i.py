"""Products of Annex I and the point that lists their legislation, as amended on 27 July 2026."""

from course_lib.measures.regulation.annex_iii import SAFETY_COMPONENT
from course_lib.measures.regulation.logic import AllOf, AnyOf, Ask, Gate, Rule

SECTION_A = {
    "toy": 2,
    "recreational craft": 3,
    "lift": 4,
    "equipment for explosive atmospheres": 5,
    "radio equipment": 6,
    "pressure equipment": 7,
    "cableway": 8,
    "personal protective equipment": 9,
    "gas appliance": 10,
    "medical device": 11,
    "in vitro diagnostic device": 12,
}
SECTION_B = {
    "civil aviation security": 13,
    "two- or three-wheel vehicle": 14,
    "agricultural or forestry vehicle": 15,
    "marine equipment": 16,
    "rail system": 17,
    "motor vehicle": 18,
    "motor vehicle type-approval": 19,
    "civil aviation": 20,
    "machinery": 21,
}
PRODUCTS = ("none", *SECTION_A, *SECTION_B)


def annex_i_locators(product: str) -> tuple[str, ...]:
    """Return the locators of a product: rule, annex point, and the limit for Section B."""
    if product in SECTION_A:
        return ("Art. 6(1)", f"Annex I Section A, point {SECTION_A[product]}")
    return ("Art. 6(1)", f"Annex I Section B, point {SECTION_B[product]}", "Art. 2(2)")


def product_rule(section: dict[str, int]) -> Rule:
    """Return the two cumulative conditions of Art. 6(1) for the products of one section.

    Parameters
    ----------
    section : dict of str to int
        ``SECTION_A`` or ``SECTION_B``.

    Returns
    -------
    Rule
        Safety component or product, and third-party assessment for health or safety, Art. 6(1) to (1c).
    """
    return Gate(
        Ask("annex_i_product", *section),
        AllOf(
            AnyOf(Ask("is_the_product"), SAFETY_COMPONENT),
            Ask("third_party_assessment", "required for health or safety"),
        ),
    )
