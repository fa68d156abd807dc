package dev.atom.rules.replay;

/** Why a replay ended. */
public enum ReplayEnd {
  /** All events were replayed. */
  COMPLETE("complete"),
  /** The call was cancelled, or its thread interrupted; the report is of the events before. */
  CANCELLED("cancelled"),
  /** The call's deadline passed; the report is of the events before. */
  DEADLINE("deadline");

  private final String jsonName;

  ReplayEnd(String jsonName) {
    this.jsonName = jsonName;
  }

  /**
   * Returns the name in reports.
   *
   * @return {@code complete}, {@code cancelled} or {@code deadline}
   */
  public String jsonName() {
    return jsonName;
  }
}
