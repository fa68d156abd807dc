package dev.atom.approval;

import dev.atom.store.Subject;

/** The subject has no approval of this id. */
public final class ApprovalNotFound extends ApprovalException {
  private static final long serialVersionUID = 1L;

  ApprovalNotFound(Subject subject, String id) {
    super(
        "approval_not_found",
        false,
        subject + " has no approval \"" + id + "\"; take subject and id from the inbox");
  }
}
