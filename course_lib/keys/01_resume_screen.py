"""Questions of the resume screen, exhibit by exhibit."""

from course_lib.keys import application_funnel, risk_timeline, timeline_noise

EXERCISES = {
    "timeline": risk_timeline.EXERCISE,
    "noise": timeline_noise.EXERCISE,
    "applications": application_funnel.EXERCISE,
}
