package dev.atom.approval;

/** The approval's handler is none of this host's, so what follows from a decision can't be planned. */
public final class HandlerMissing extends ApprovalException {
  private static final long serialVersionUID = 1L;

  HandlerMissing(ApprovalRequest request) {
    super(
        "approval_handler_missing",
        false,
        "approval \""
            + request.id()
            + "\" is for handler \""
            + request.handler()
            + "\", which this host lacks; name it to Approvals.Builder.handler");
  }
}
