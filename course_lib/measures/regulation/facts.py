"""What is known about a product: one frozen record of plain answers, each of them optional."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from course_lib.measures.regulation import vocabulary as words
from course_lib.measures.regulation.annex_i import PRODUCTS
from course_lib.measures.regulation.questions import any_of, check_answers, day, number, one_of, yes_no

YesNo = bool | None
Word = str | None
Words = tuple[str, ...] | None
Day = date | None
Number = float | None


@dataclass(frozen=True, kw_only=True)
class ProductFacts:
    """Plain answers about one AI system or model; ``None`` means not known.

    A field that asks for words takes a tuple: ``()`` says that none applies. ``questions(ProductFacts)``
    gives the wording and the allowed words of every field. A list of words answers several questions at
    once; follow-up fields matter only where their word was chosen.

    Raises
    ------
    ValueError
        If an answer has the wrong type or is not among the allowed words.
    """

    # Scope, Art. 2
    placed_on_union_market: Annotated[YesNo, yes_no("Is it placed on the market or put into service in the Union?")] = (
        None
    )
    deployed_in_union: Annotated[YesNo, yes_no("Does a deployer established or located in the Union use it?")] = None
    output_used_in_union: Annotated[YesNo, yes_no("Is its output used in the Union?")] = None
    exclusions: Annotated[Words, any_of("Which exclusion from the Act applies?", words.EXCLUSIONS)] = None

    # Roles, Arts. 3 and 25
    roles: Annotated[Words, any_of("In which role do you act for this system?", words.ROLES)] = None
    value_chain_changes: Annotated[
        Words,
        any_of("What have you done to a system that others put on the market?", words.VALUE_CHAIN_CHANGES),
    ] = None
    established_in_union: Annotated[YesNo, yes_no("Is the provider established in the Union?")] = None
    size: Annotated[Word, one_of("How large is the undertaking?", words.SIZES)] = None
    deployer_type: Annotated[Word, one_of("What kind of body deploys it?", words.DEPLOYER_TYPES)] = None
    intended_for_public_authorities: Annotated[YesNo, yes_no("Is it intended to be used by public authorities?")] = None

    # Prohibited practices, Art. 5(1)
    practices: Annotated[Words, any_of("Which of these practices does its purpose or use touch?", words.PRACTICES)] = (
        None
    )
    distorts_behaviour: Annotated[YesNo, yes_no("Does it materially distort a person's behaviour?")] = None
    significant_harm_likely: Annotated[
        YesNo, yes_no("Does that cause, or is it reasonably likely to cause, significant harm?")
    ] = None
    score_in_unrelated_context: Annotated[
        YesNo, yes_no("Does the score lead to unfavourable treatment in a context unrelated to the data?")
    ] = None
    treatment_disproportionate: Annotated[
        YesNo,
        yes_no("Does the score lead to treatment that is unjustified or disproportionate to the behaviour?"),
    ] = None
    predicts_solely_from_profile: Annotated[
        YesNo, yes_no("Is the risk of a crime predicted solely from profiling or personality traits?")
    ] = None
    supports_assessment_of_facts: Annotated[
        YesNo, yes_no("Does it only support a human assessment based on verifiable facts linked to a crime?")
    ] = None
    scraping_untargeted: Annotated[
        YesNo, yes_no("Are the facial images scraped without a target from the internet or CCTV?")
    ] = None
    medical_or_safety_reason: Annotated[
        YesNo, yes_no("Is the emotion inference there for medical or safety reasons?")
    ] = None
    labels_lawful_dataset: Annotated[
        YesNo,
        yes_no("Does it only label or filter lawfully acquired datasets, or categorise for law enforcement?"),
    ] = None
    police_objective_authorised: Annotated[
        YesNo, yes_no("Is the live identification strictly necessary for a listed objective and authorised?")
    ] = None
    person_consented: Annotated[
        YesNo, yes_no("Did the depicted person consent freely, specifically and explicitly?")
    ] = None
    material_is_purpose: Annotated[
        YesNo, yes_no("Is that material the purpose (of the system, or of the deployer's use)?")
    ] = None
    output_reproducible: Annotated[
        YesNo,
        yes_no("Is that material a foreseeable and reproducible outcome without significant technical change?"),
    ] = None
    safeguards_adequate: Annotated[YesNo, yes_no("Do reasonable and adequate safeguards reliably prevent it?")] = None
    without_right_defence: Annotated[YesNo, yes_no("Does a 'without right' defence under national law apply?")] = None

    # Product route, Art. 6(1) and Annex I
    annex_i_product: Annotated[Word, one_of("Which Annex I product is it, or is it part of?", PRODUCTS)] = None
    is_the_product: Annotated[YesNo, yes_no("Is the AI system itself that product?")] = None
    safety_function: Annotated[
        YesNo,
        yes_no("Is it there to prevent or mitigate risks to the health and safety of persons or property?"),
    ] = None
    failure_endangers_safety: Annotated[YesNo, yes_no("Would its failure endanger health and safety?")] = None
    third_party_assessment: Annotated[
        Word,
        one_of("Must the product undergo third-party conformity assessment?", words.THIRD_PARTY_ASSESSMENTS),
    ] = None

    # Use-case route, Art. 6(2) and Annex III
    areas: Annotated[Words, any_of("In which areas is it intended to be used?", words.AREAS)] = None
    biometric_uses: Annotated[Words, any_of("What does it do with biometric data?", words.BIOMETRIC_USES)] = None
    emotion_source: Annotated[Word, one_of("What are emotions inferred from?", words.EMOTION_SOURCES)] = None
    inferred_state: Annotated[Word, one_of("What does it infer about the person?", words.INFERRED_STATES)] = None
    infrastructure: Annotated[Words, any_of("Which infrastructure does it help to run?", words.INFRASTRUCTURE)] = None
    education_uses: Annotated[Words, any_of("What is it for in education?", words.EDUCATION_USES)] = None
    employment_uses: Annotated[Words, any_of("What is it for at work?", words.EMPLOYMENT_USES)] = None
    service_uses: Annotated[Words, any_of("Which essential service does it decide on?", words.SERVICE_USES)] = None
    law_enforcement_uses: Annotated[
        Words, any_of("What is it for, by or for law-enforcement authorities?", words.LAW_ENFORCEMENT_USES)
    ] = None
    migration_uses: Annotated[
        Words, any_of("What is it for, by or for migration and border authorities?", words.MIGRATION_USES)
    ] = None
    justice_uses: Annotated[Words, any_of("What is it for in justice or elections?", words.JUSTICE_USES)] = None

    # Exemption, Art. 6(3)
    profiles_persons: Annotated[YesNo, yes_no("Does it profile natural persons?")] = None
    significant_risk: Annotated[
        YesNo,
        yes_no("Does it pose a significant risk of harm, for instance by materially influencing decisions?"),
    ] = None
    exemption_conditions: Annotated[
        Words,
        any_of("Which of the four conditions for an exemption does it meet?", words.EXEMPTION_CONDITIONS),
    ] = None

    # Transparency, Art. 50
    transparency_functions: Annotated[Words, any_of("Which of these does it do?", words.TRANSPARENCY_FUNCTIONS)] = None

    # General-purpose models, Arts. 51 to 55
    gpai_activity: Annotated[Word, one_of("What do you do with a general-purpose model?", words.GPAI_ACTIVITIES)] = None
    training_compute_flop: Annotated[Number, number("How much compute trained the model in total, in FLOP?")] = None
    commission_decision: Annotated[Word, one_of("What has the Commission decided?", words.COMMISSION_DECISIONS)] = None
    free_open_licence: Annotated[YesNo, yes_no("Is the model free and open-source with public weights?")] = None
    modification_compute_share: Annotated[
        Number, number("What share of the original training compute did you add?")
    ] = None

    # Dates, Arts. 111 and 113
    placed_on_market_on: Annotated[Day, day("When was it first placed on the market or put into service?")] = None
    significantly_changed: Annotated[YesNo, yes_no("Has its design changed significantly since its rules apply?")] = (
        None
    )
    significantly_changed_on: Annotated[Day, day("When did its design change significantly?")] = None
    model_placed_on_market_on: Annotated[Day, day("When was the model placed on the Union market?")] = None

    def __post_init__(self) -> None:
        """Check every answer and store it in canonical form."""
        check_answers(self)
