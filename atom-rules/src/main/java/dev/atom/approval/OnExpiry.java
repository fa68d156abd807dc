package dev.atom.approval;

/** What becomes of an approval that nobody decides on in time. */
public enum OnExpiry {
  /** Nothing is done, as if it had been rejected. */
  REJECT,
  /** A person or team has to take the matter up; what was proposed is not done. */
  HAND_OVER,
  /**
   * It is overdue and can still be decided, for {@link ApprovalRequest#keepFor} longer; then nothing
   * is done.
   */
  KEEP,
  /**
   * It counts as approved. Only where {@link Approvals.Builder#allowAutoApproval} says so for its
   * kind; else it is handed over.
   */
  AUTO_APPROVE;

  /** Reads a stored name; one of a newer version is the cautious {@link #HAND_OVER}. */
  static OnExpiry named(String name) {
    for (OnExpiry known : values()) {
      if (known.name().equals(name)) {
        return known;
      }
    }
    return HAND_OVER;
  }
}
