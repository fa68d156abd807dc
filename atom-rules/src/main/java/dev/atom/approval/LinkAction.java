package dev.atom.approval;

import java.util.Optional;

/** What a link in a message decides. To edit, a person opens the host's own screen. */
public enum LinkAction {
  /** Does what is proposed. */
  APPROVE,
  /** Does nothing; a reason may be given. */
  REJECT,
  /** Asks for another proposal; a text is needed. */
  REVISE,
  /** The person does it. */
  TAKE_OVER;

  /** Returns the verdict; empty if the text is missing that it needs. */
  Optional<Verdict> verdict(String text) {
    return switch (this) {
      case APPROVE -> Optional.of(new Verdict.Approve());
      case REJECT -> Optional.of(new Verdict.Reject(text));
      case REVISE -> text.isBlank() ? Optional.empty() : Optional.of(new Verdict.Revise(text));
      case TAKE_OVER -> Optional.of(new Verdict.TakeOver());
    };
  }
}
