package dev.atom.approval;

/** What came of a decision. */
public sealed interface Answer {
  /**
   * Returns the approval as it stands now.
   *
   * @return the approval
   */
  Approval approval();

  /**
   * The decision is stored: it has decided, or counts towards the quorum.
   *
   * @param approval decided, or still waiting for more votes
   */
  record Counted(Approval approval) implements Answer {}

  /**
   * The decision came too late, or was made before: it had no effect. The approval's status says what
   * stands, such as the first decision or {@link ApprovalStatus.Superseded}.
   *
   * @param approval as it stands
   */
  record Stood(Approval approval) implements Answer {}

  /**
   * The decision is not allowed; the approval waits as before.
   *
   * @param approval as it stands
   * @param refusal why
   */
  record Refused(Approval approval, Refusal refusal) implements Answer {}
}
