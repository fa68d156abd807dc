package dev.atom.assistant;

/** The conversation has no approval of this id. */
public final class ApprovalNotFound extends AssistantException {
  private static final long serialVersionUID = 1L;

  ApprovalNotFound(String conversation, String approval) {
    super(
        "approval_not_found",
        false,
        "conversation "
            + conversation
            + " has no approval "
            + approval
            + "; take the id from its view");
  }
}
