package dev.atom.assistant;

import dev.atom.CallContext;
import dev.atom.conversation.Message;
import dev.atom.schema.Document;
import java.util.List;
import java.util.Objects;

/**
 * What an analyser sees of a turn.
 *
 * @param history the messages before those of this turn, oldest first; copied
 * @param messages the customer's messages that this turn answers, oldest first; copied
 * @param document what is known so far
 * @param context for whom, and how long it may take
 */
public record TurnInput(
    List<Message> history, List<Message> messages, Document document, CallContext context) {
  /** Copies the messages. */
  public TurnInput {
    history = List.copyOf(history);
    messages = List.copyOf(messages);
    Objects.requireNonNull(document, "document");
    Objects.requireNonNull(context, "context");
  }

  /**
   * Returns all messages of the episode.
   *
   * @return history and the turn's messages, oldest first
   */
  public List<Message> episode() {
    return java.util.stream.Stream.concat(history.stream(), messages.stream()).toList();
  }

  /**
   * Returns the text of the turn's messages.
   *
   * @return joined by line ends
   */
  public String text() {
    return messages.stream().map(Message::text).collect(java.util.stream.Collectors.joining("\n"));
  }

  /**
   * Returns sizes only: the content may be confidential.
   *
   * @return a short description
   */
  @Override
  public String toString() {
    return "TurnInput[" + history.size() + " + " + messages.size() + " messages]";
  }
}
