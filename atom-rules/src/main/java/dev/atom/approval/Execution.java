package dev.atom.approval;

import dev.atom.json.Json;

/** What to do about something that was to be approved, asked right before it is done. */
public sealed interface Execution {
  /**
   * Do it.
   *
   * @param approval the approval
   * @param value what was granted
   */
  record Go(Approval approval, Json value) implements Execution {
    @Override
    public String toString() {
      return "Go[" + approval + "]"; // the value may be confidential
    }
  }

  /**
   * It is done already.
   *
   * @param approval the approval
   */
  record Done(Approval approval) implements Execution {}

  /**
   * Don't do it.
   *
   * @param approval the approval
   * @param why what stands against it
   */
  record Refused(Approval approval, String why) implements Execution {}
}
