package dev.atom.providers.wire;

import dev.atom.model.ReplyEvent;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Says that an event was nothing but more of one text, so that an event that differs in this text
 * alone needs no reading: the same is to be done with its text.
 *
 * @param member the name of the one member, at any depth, that holds the text
 * @param ignored names of members whose value may differ, as it means nothing
 * @param more what to do with more text
 */
public record Repeat(String member, Set<String> ignored, More more) {
  /** Takes more of a text. */
  @FunctionalInterface
  public interface More {
    /** Does what reading the event would do. */
    void accept(String text, Consumer<ReplyEvent> sink);
  }
}
