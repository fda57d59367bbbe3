"""Questions of the resume screen, exhibit by exhibit, and the files that the learner takes away."""

from course_lib.keys import application_funnel, risk_claim, risk_timeline, timeline_noise

EXERCISES = {
    "timeline": risk_timeline.EXERCISE,
    "noise": timeline_noise.EXERCISE,
    "applications": application_funnel.EXERCISE,
    "claim": risk_claim.EXERCISE,
}

PORTFOLIO = risk_claim.PORTFOLIO
