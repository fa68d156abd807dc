package dev.atom.approval;

import dev.atom.store.Subject;

/** Others wrote to the subject again and again; nothing was decided. */
public final class ApprovalContended extends ApprovalException {
  private static final long serialVersionUID = 1L;

  ApprovalContended(Subject subject, int tries) {
    super(
        "approval_contended",
        true,
        subject + " was written to by others " + tries + " times in a row; decide again");
  }
}
