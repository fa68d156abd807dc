package dev.atom.approval;

/**
 * Why a decision was not taken. It was not stored and had no effect; the approval waits as before.
 *
 * @param reason what kind of reason
 * @param message for people: what stands against it, and what to do
 */
public record Refusal(Reason reason, String message) {
  /** What can stand against a decision. */
  public enum Reason {
    /** The person has none of the roles and is none of the persons. */
    NOT_A_DECIDER,
    /** The person has asked for it, and may not approve it as well. */
    SELF_APPROVAL,
    /** The person decided on another proposal than the one that waits. */
    OTHER_PROPOSAL,
    /** What follows can't be done now; the handler says why. */
    NOT_READY,
    /** It was revised as often as the request allows. */
    NO_MORE_REVISIONS,
    /** Several must agree, and the others have not seen the edited value. */
    EDIT_NEEDS_AGREEMENT
  }
}
