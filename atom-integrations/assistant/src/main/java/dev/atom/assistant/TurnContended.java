package dev.atom.assistant;

/** Others keep changing the conversation while it is to be changed. Nothing was written. */
public final class TurnContended extends AssistantException {
  private static final long serialVersionUID = 1L;

  TurnContended(String conversation, int tries) {
    super(
        "turn_contended",
        true,
        "conversation " + conversation + " changed during each of " + tries + " tries; try later");
  }
}
