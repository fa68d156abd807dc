package dev.atom.benchmarks.savings;

import java.util.List;

/**
 * A dialogue as an assistant would have led it.
 *
 * @param dataset where it is from
 * @param id unique in its data set
 * @param task what kind of task it is, as the data set tells
 * @param system what the assistant is told before
 * @param messages in order
 */
record Dialogue(String dataset, String id, String task, String system, List<Message> messages) {
  /** An assistant under a written policy, with tools that change bookings. */
  static final String POLICY = "policy";

  /** Several services or tasks in one dialogue. */
  static final String SEVERAL = "several";

  /** One service or task. */
  static final String SINGLE = "single";

  enum Role {
    USER,
    AGENT,
    /** The agent calls a service. */
    CALL,
    /** What the service gave. */
    RESULT
  }

  /**
   * What one side said.
   *
   * @param role which side
   * @param text the words; of a call and its result their JSON
   */
  record Message(Role role, String text) {}
}
