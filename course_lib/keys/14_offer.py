"""Questions of the offer: the headline, the letter, the log of negotiations, and the move."""

from course_lib.keys import negotiators, offer_letter, offer_move, pay_headline
from course_lib.keys.exercise import Exercise

fair = pay_headline.fair

EXERCISES = {
    "headline": pay_headline.EXERCISE,
    "letter": offer_letter.EXERCISE,
    "negotiators": negotiators.EXERCISE,
    "move": Exercise(
        questions=(offer_move.walk_away, offer_move.offer_value, offer_move.zone_midpoint), strong_answer="", follow_up=""
    ),
}
