package dev.atom.approval;

import dev.atom.store.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who did what with approvals, and when, for people to read. A pure function of events. */
public final class ApprovalHistory {
  private ApprovalHistory() {}

  /**
   * Something that was done.
   *
   * @param event where it stands in the subject's history
   * @param approval the approval's id
   * @param done what was done, such as {@code "approved"}
   * @param hash of the proposal that it was done with; empty if its request was not among the events
   */
  public record Line(Event event, String approval, String done, String hash) {
    /**
     * Returns when it was done.
     *
     * @return by the store's clock
     */
    public Instant at() {
      return event.at();
    }

    /**
     * Returns who did it.
     *
     * @return a person's id, or what part of a program it was
     */
    public String actor() {
      return event.event().actor();
    }

    /**
     * Returns what was said with it; may be confidential.
     *
     * @return the reason, feedback or detail; empty if there is none
     */
    public String note() {
      for (String name : List.of("reason", "feedback", "detail", "error", "name")) {
        if (event.data().text(name).isPresent()) {
          return Form.text(event.data(), name);
        }
      }
      return event.type().equals(ApprovalEvents.SUPERSEDED) ? Form.text(event.data(), "by") : "";
    }

    /**
     * Returns the line for people.
     *
     * @return such as {@code 2026-03-02T09:00:00Z eve approved "a-1" (3f2a90c1) over email}
     */
    public String text() {
      String short8 = hash.length() < 8 ? hash : hash.substring(0, 8);
      String channel = event.data().text("channel").map(over -> " over " + over).orElse("");
      String note = note().isEmpty() ? "" : ": " + note();
      return at() + " " + actor() + " " + done + " \"" + approval + "\" (" + short8 + ")" + channel
          + note;
    }

    @Override
    public String toString() {
      return "Line[" + event.version() + ", " + done + ", " + approval + "]";
    }
  }

  /**
   * Picks what was done with approvals from a subject's events.
   *
   * @param events of any type, in their order
   * @return a line for each event of an approval
   */
  public static List<Line> of(List<Event> events) {
    Map<String, String> hashes = new HashMap<>();
    List<Line> lines = new ArrayList<>();
    for (Event event : events) {
      String done = done(event);
      if (!done.isEmpty()) {
        String id = ApprovalEvents.id(event);
        event.data().text("hash").ifPresent(hash -> hashes.put(id, hash));
        lines.add(new Line(event, id, done, hashes.getOrDefault(id, "")));
      }
    }
    return lines;
  }

  private static String done(Event event) {
    return switch (event.type()) {
      case ApprovalEvents.REQUESTED -> "asked for";
      case ApprovalEvents.VOTED -> "voted for";
      case ApprovalEvents.DECIDED -> decided(Form.text(event.data(), "verdict"));
      case ApprovalEvents.REMINDED -> "reminded of";
      case ApprovalEvents.OVERDUE -> "found overdue";
      case ApprovalEvents.EXPIRED -> "ended (" + Form.text(event.data(), "then") + ")";
      case ApprovalEvents.SUPERSEDED -> "superseded";
      case ApprovalEvents.WITHDRAWN -> "withdrew";
      case ApprovalEvents.EXECUTED -> "executed";
      case ApprovalEvents.FAILED -> "failed to execute";
      default -> "";
    };
  }

  private static String decided(String verdict) {
    return switch (verdict) {
      case "approve" -> "approved";
      case "edit" -> "edited";
      case "reject" -> "rejected";
      case "revise" -> "sent back";
      case "take_over" -> "took over";
      default -> "decided";
    };
  }
}
