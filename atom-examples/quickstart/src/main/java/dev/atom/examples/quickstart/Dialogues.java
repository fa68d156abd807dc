package dev.atom.examples.quickstart;

import dev.atom.json.Json;
import dev.atom.schema.Schema;
import java.util.List;

/**
 * What a dialogue file holds.
 *
 * @param schema what conversations are to find out
 * @param intents what customers may want
 * @param instructions how the assistant speaks
 * @param conversations the dialogues, in the file's order
 * @param fingerprint a hash of the file's text
 */
record Dialogues(
    Schema schema,
    List<String> intents,
    String instructions,
    List<Dialogue> conversations,
    String fingerprint) {

  /**
   * One dialogue.
   *
   * @param id its id in the file
   * @param customer who speaks with the agent
   * @param lines what was said, in order
   */
  record Dialogue(String id, String customer, List<Line> lines) {
    /** Returns what the agent said right after a line; empty if the customer went on. */
    String answerTo(int index) {
      int next = index + 1;
      return next < lines.size() && !lines.get(next).byCustomer() ? lines.get(next).text() : "";
    }
  }

  /**
   * One message of a dialogue.
   *
   * @param id its id, unique in its dialogue
   * @param byCustomer whether the customer said it, and not the agent
   * @param text what was said
   * @param intent what the customer wants, as annotated; may be empty
   * @param changes what it changes, as annotated, each in the form of {@code DeltaForm}
   */
  record Line(String id, boolean byCustomer, String text, String intent, List<Json.Obj> changes) {}
}
