package dev.atom.workflow;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a workflow document. Not thread-safe. */
final class Problems {
  private static final int MOST = 1_000;

  private final List<InvalidWorkflow.Problem> found = new ArrayList<>();

  void add(String path, String reason) {
    if (found.size() < MOST) {
      found.add(new InvalidWorkflow.Problem(path, reason));
    }
  }

  boolean none() {
    return found.isEmpty();
  }

  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new InvalidWorkflow(found);
    }
  }

  /** The pointer of a member. */
  static String at(String path, String member) {
    return path + "/" + member.replace("~", "~0").replace("/", "~1");
  }
}
