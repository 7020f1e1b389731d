"""The training plugin's reasons to say no."""

from __future__ import annotations

from sanbao.errors import Invalid, Refused
from sanbao.i18n import N_


class OutlineFixed(Refused):
    """What was approved is changed by a new version."""

    code = "training.outline_fixed"
    message = N_("{outline} is {state}; revise it with training_outline.revise")


class OutlineInWork(Refused):
    """An outline has one draft at a time."""

    code = "training.outline_in_work"
    message = N_("{code} has a draft already: {outline}")


class OutlineMissing(Refused):
    """A course needs an approved outline (TRN-01)."""

    code = "training.no_outline"
    message = N_("there is no approved outline “{code}”; the design department writes it (TRN-01)")


class OutlineEmpty(Refused):
    """An outline without topics teaches nothing."""

    code = "training.outline_empty"
    message = N_("{outline} has no topics yet")


class NeedsWriting(Refused):
    """A deadline is moved only with evidence, and waived only in writing (TRN-06)."""

    code = "training.needs_writing"
    message = N_("{duty} needs the customer's writing: attach it as evidence or signature first")


class HasDuties(Refused):
    """What is still owed keeps a requirement open."""

    code = "training.still_owed"
    message = N_("{requirement} still has open duties: {duties}")


class NoTrainer(Refused):
    """Who trains is known as a trainer."""

    code = "training.no_trainer"
    message = N_("{person} is not a trainer; say so with training_person.change")


class InConflict(Refused):
    """Nobody teaches in two places at one time, and no room holds two courses."""

    code = "training.conflict"
    message = N_("taken at that time: {conflicts}")


class WrongPlace(Refused):
    """The contract says where training takes place."""

    code = "training.wrong_place"
    message = N_("{duty} is fulfilled at one of: {places}")


class NotEnrolled(Refused):
    """Only who has a place can come, be examined and give feedback."""

    code = "training.not_enrolled"
    message = N_("{person} has no place in {session}")


class EnrolledAlready(Refused):
    """One place is enough."""

    code = "training.enrolled_already"
    message = N_("{person} already has a place in {session}")


class WasAbsent(Refused):
    """Who was not there is neither examined nor asked."""

    code = "training.was_absent"
    message = N_("{person} was not present at {session}")


class NoExam(Refused):
    """A course without an exam has no results."""

    code = "training.no_exam"
    message = N_("{outline} has no exam")


class NoAttemptsLeft(Refused):
    """An exam is taken so many times."""

    code = "training.no_attempts_left"
    message = N_("{person} has used all {count} attempts")


class PassedAlready(Refused):
    """Who has passed is not examined again; a wrong score is corrected."""

    code = "training.passed_already"
    message = N_("{person} has passed already; correct a wrong score with training_session.correct_result")


class NoResult(Refused):
    """Only a recorded result can be corrected."""

    code = "training.no_result"
    message = N_("{person} has no result in {session}")


class ResultsPending(Refused):
    """A course ends when everybody's result is known."""

    code = "training.results_pending"
    message = N_("results are missing of: {people}")


class NotYetBegun(Refused):
    """A session is held once it has begun."""

    code = "training.not_yet_begun"
    message = N_("{session} begins at {moment}; it cannot be held before")


class NobodyCame(Refused):
    """A session to which nobody came was not held."""

    code = "training.nobody_came"
    message = N_("nobody was present at {session}; cancel it, or say that it was offered")


class FeedbackGiven(Refused):
    """Feedback is given once."""

    code = "training.feedback_given"
    message = N_("{person} has given feedback on {session} already")


class NothingToCertify(Refused):
    """A certificate follows a passed exam of a course that certifies something."""

    code = "training.nothing_to_certify"
    message = N_("nobody in {session} is waiting for a certificate")


class NoSkill(Refused):
    """A course certifies a skill."""

    code = "training.no_skill"
    message = N_("{outline} names no skill that it certifies")


class Free(Refused):
    """What was promised free is not charged (TRN-07)."""

    code = "training.free"
    message = N_("{session} was promised free; nothing is charged for it (TRN-07)")


class OverBudget(Refused):
    """A plan keeps to its budget."""

    code = "training.over_budget"
    message = N_("the sessions of {plan} cost {cost}; its budget is {budget}")


class PlanEmpty(Refused):
    """A plan without sessions plans nothing."""

    code = "training.plan_empty"
    message = N_("{plan} has no sessions yet; gather the needs first")


class NoSuchLine(Refused):
    """A line is named by its position in the plan."""

    code = "training.no_such_line"
    message = N_("{plan} has no open line {position}")


class CodeMistyped(Invalid):
    """A verification code checks itself."""

    code = "training.code_mistyped"
    message = N_("“{code}” is mistyped; please compare it with the certificate")


class SeveralCalled(Refused):
    """Two of one name are told apart by what only one of them has."""

    code = "training.several_called"
    message = N_(
        "several people here are called {person}; type your code, or the last four digits of your telephone or identity"
    )


class SignInShut(Refused):
    """The sheet takes names on the days of its session, until the session was held."""

    code = "training.sign_in_shut"
    message = N_("nobody can sign in to {session} now; it is open on {days} until the trainer closes it")


class SignedInAlready(Refused):
    """One sign-in is enough."""

    code = "training.signed_in_already"
    message = N_("{person} signed in at {at} already")
